package studio.apiconfig;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import studio.config.CurrentConfig;
import studio.model.ModelCapabilities;
import studio.model.ModelCapabilities.AspectRatio;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class DescribeModelTest {
    @Inject
    DescribeModel describe;

    @Inject
    EditApiConfigs edit;

    @Inject
    CurrentConfig file;

    private final UpstreamDouble upstream = new UpstreamDouble();

    @AfterEach
    void stop() {
        upstream.close();
        edit.remove("described");
    }

    private void add(String key) {
        file.edit(tree -> tree.withArray("apiConfigs")
                .addObject()
                .put("id", "described")
                .put("endpoint", upstream.base())
                .put("protocol", "openrouter-images")
                .put("model", "made-up/painter-y")
                .put("apiKey", key));
    }

    @Test
    void whatAnUpstreamSaysOfItsModelCountsMoreThanAGuess() {
        upstream.then(wire -> wire.json(200, """
                        {"data":[{"id":"made-up/painter-y","supported_parameters":{
                          "aspect_ratio":{"type":"enum","values":["3:2"]}}}]}"""), wire -> wire.json(404, "{}"));
        add("sk-or-0123456789");
        for (int i = 0; i < 2; i++) {
            ModelCapabilities model = describe.of("described", null).capabilities();
            assertThat(model.source()).isEqualTo(ModelCapabilities.Source.DISCOVERY);
            assertThat(model.aspectRatios()).extracting(AspectRatio::ratio).containsExactly("3:2");
            assertThat(model.imageSizes()).isEmpty();
        }
        assertThat(upstream.requests()).as("the list and the prices, once").hasSize(2);
        assertThat(upstream.posts()).isZero();
    }

    @Test
    void withoutAKeyNobodyIsAsked() {
        add("file:/not/there");
        ModelCapabilities model = describe.of("described", null).capabilities();
        assertThat(model.source()).isEqualTo(ModelCapabilities.Source.GUESS);
        assertThat(upstream.connections()).isZero();
    }
}
