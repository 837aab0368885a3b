package studio.practice.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.model.ModelCapabilities;
import studio.model.ModelRegistry;
import studio.model.PixelSize;
import studio.model.Protocol;
import studio.testing.FreshFolders;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class PaintedSizesTest {
    private final ModelRegistry registry;

    PaintedSizesTest(ModelRegistry registry) {
        this.registry = registry;
    }

    @Test
    void theRegistryTellsTheSizesThatThePracticeUpstreamPaints() {
        for (PracticeModel model : PracticeModel.values()) {
            ModelCapabilities can = registry.of(Protocol.OPENAI_CHAT, model.id());
            assertThat(can.known()).isTrue();
            can.aspectRatios().forEach(ratio -> {
                Map<String, PixelSize> painted = new HashMap<>();
                for (String tier : can.imageSizes()) {
                    PictureSize size = PictureSize.of(ratio.ratio(), tier);
                    painted.put(tier, new PixelSize(size.width(), size.height()));
                }
                assertThat(ratio.pixels()).as(ratio.ratio()).isEqualTo(painted).hasSize(4);
            });
        }
    }
}
