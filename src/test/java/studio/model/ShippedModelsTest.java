package studio.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The facts in {@code models.json}, checked against themselves. */
class ShippedModelsTest {
    private final ModelRegistry registry = new ModelRegistry(Path.of("target/there-is-no-such-file.json"), () -> 0L);

    @Test
    void eachPatternLeadsToACompleteDescription() throws Exception {
        for (Catalogue.Described described : catalogue().models()) {
            for (ModelPattern pattern : described.match()) {
                for (ModelCapabilities can : everywhere(pattern.text().replace("*", ""))) {
                    assertThat(can.known()).as(pattern.text()).isTrue();
                    assertThat(can.name()).as(pattern.text()).isNotBlank();
                    assertThat(can.modes()).as(pattern.text()).isNotEmpty();
                    assertThat(can.pictures().max()).as(pattern.text()).isBetween(1, 10);
                    assertThat(can.imageSizes()).as(pattern.text()).isSubsetOf("512", "1K", "2K", "4K");
                    assertThat(can.seconds().values()).as(pattern.text()).allMatch(seconds -> seconds > 0);
                    note(can.note());
                    if (can.price() != null) {
                        note(can.price().note());
                    }
                }
            }
        }
    }

    @Test
    void sizesHaveTheShapeOfTheirRatio() throws Exception {
        for (ModelCapabilities can : all()) {
            for (AspectRatio ratio : can.aspectRatios()) {
                String[] sides = ratio.ratio().split(":", -1);
                double shape = Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
                ratio.pixels().forEach((tier, size) -> assertThat((double) size.width() / size.height() / shape)
                        .as(can.name() + " " + ratio.ratio() + " " + tier)
                        .isCloseTo(1, within(0.05)));
            }
        }
    }

    @Test
    void listedSizesKeepTheRulesForFreeOnes() throws Exception {
        Set<String> looked = new TreeSet<>();
        for (ModelCapabilities can : all()) {
            ExactSizes sizes = can.exactSizes();
            if (sizes != null && sizes.free()) {
                looked.add(String.valueOf(can.name()));
                ExactSizes rules = new ExactSizes(
                        List.of(),
                        true,
                        sizes.multipleOf(),
                        sizes.maxRatio(),
                        sizes.minPixels(),
                        sizes.maxPixels(),
                        sizes.maxSide(),
                        false);
                assertThat(sizes.listed()).as(can.name()).allMatch(size -> rules.broken(size)
                        .isEmpty());
            } else if (sizes != null) {
                assertThat(sizes.listed()).as(can.name()).isNotEmpty();
            }
        }
        assertThat(looked).contains("GPT Image 2");
    }

    @Test
    void theExampleForPeopleIsInOrder() throws Exception {
        Catalogue example = Catalogue.read(Files.readAllBytes(Path.of("config/models.example.json")));
        assertThat(example.models()).isNotEmpty();
    }

    private List<ModelCapabilities> all() throws Exception {
        return catalogue().models().stream()
                .flatMap(described -> described.match().stream())
                .flatMap(pattern -> everywhere(pattern.text().replace("*", "")).stream())
                .toList();
    }

    private List<ModelCapabilities> everywhere(String id) {
        return List.of(
                registry.of(Protocol.OPENAI_CHAT, id),
                registry.of(Protocol.OPENAI_IMAGES, id),
                registry.of(Protocol.GEMINI, id),
                registry.of(Protocol.OPENROUTER_IMAGES, id));
    }

    private static void note(@Nullable Note note) {
        if (note != null) {
            assertThat(note.en()).matches("[\\x20-\\x7e]+");
            assertThat(note.zh()).matches(".*\\p{IsHan}.*");
        }
    }

    private static Catalogue catalogue() throws IOException, DescriptionException {
        try (InputStream in = ModelRegistry.class.getResourceAsStream("/models.json")) {
            return Catalogue.of(Catalogue.parse(in.readAllBytes()));
        }
    }
}
