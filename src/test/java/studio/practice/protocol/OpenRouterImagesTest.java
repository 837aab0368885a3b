package studio.practice.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.config.SandboxKey;
import studio.practice.Picture;
import studio.practice.PracticeCalls;
import studio.testing.FreshFolders;

/** OpenRouter's Image API, where its own client does not look closely. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class OpenRouterImagesTest {
    @TestHTTPResource("/sandbox/v1/")
    URI base;

    @Inject
    SandboxKey key;

    private PracticeCalls calls;

    @BeforeEach
    void useTheKey() {
        calls = new PracticeCalls(base, List.of("Authorization", "Bearer " + key.value()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"resolution\":\"512\",\"aspect_ratio\":\"16:9\" | 688 | 384",
                "\"size\":\"512\",\"aspect_ratio\":\"9:16\" | 384 | 688",
                "\"size\":\"100x60\" | 100 | 60",
                "\"size\":\"512x512\",\"aspect_ratio\":\"1:1\" | 512 | 512",
            })
    void aSizeIsATierOrExactPixels(String fields, int width, int height) throws Exception {
        PracticeCalls.Answer answer = generate("a boat", fields);
        assertThat(answer.http().headers().firstValue("X-Generation-Id").orElseThrow())
                .startsWith("gen-");
        assertThat(answer.json().at("/data/0/media_type").asText()).isEqualTo("image/png");
        assertThat(Picture.of(answer.json().at("/data/0/b64_json"))).isEqualTo(new Picture("png", width, height));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"size\":\"512x512\",\"aspect_ratio\":\"16:9\" | size",
                "\"resolution\":\"8K\" | resolution",
                "\"aspect_ratio\":\"7:5\" | aspect_ratio",
                "\"output_format\":\"svg\" | output_format",
                "\"n\":0 | n",
            })
    void whatCannotBeDrawnIsRefused(String fields, String named) throws Exception {
        PracticeCalls.Answer answer = generate("a boat", fields);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/code").asInt()).isEqualTo(400);
        assertThat(answer.json().at("/error/message").asText()).startsWith(named);
    }

    @Test
    void aStreamHasPreviewsAndEndsWithDone() throws Exception {
        PracticeCalls.Answer answer = generate("hills", "\"size\":\"90x60\",\"stream\":true");
        assertThat(answer.http().body())
                .startsWith(": OPENROUTER PROCESSING\n\n")
                .endsWith("data: [DONE]\n\n");
        List<JsonNode> events = answer.events();
        assertThat(events).hasSize(3);
        assertThat(Picture.of(events.get(0).at("/b64_json"))).isEqualTo(new Picture("png", 30, 20));
        assertThat(events.get(2).at("/usage/completion_tokens").asInt()).isEqualTo(1120);
    }

    @Test
    void refusalsAndBrokenAnswersAreWhatTheySay() throws Exception {
        assertThat(generate("[refuse]", "\"n\":1")
                        .json()
                        .at("/error/metadata/reasons/0")
                        .asText())
                .isEqualTo("violence");
        assertThat(generate("[block]", "\"n\":1")
                        .json()
                        .at("/error/metadata/error_type")
                        .asText())
                .isEqualTo("content_policy_violation");
        assertThat(generate("[balance]", "\"n\":1").status()).isEqualTo(402);
        assertThat(generate("[nomodel]", "\"n\":1")
                        .json()
                        .at("/error/metadata/error_type")
                        .asText())
                .isEqualTo("not_found");
        assertThat(generate("[error200]", "\"n\":1").status()).isEqualTo(200);
        assertThat(generate("[empty]", "\"n\":1").json().at("/data")).isEmpty();
        assertThat(generate("[svg]", "\"n\":1").json().at("/data/0/media_type").asText())
                .isEqualTo("image/svg+xml");
        assertThat(generate("[many 2]", "\"n\":1").json().at("/data")).hasSize(2);
        assertThatThrownBy(() -> generate("[cut]", "\"n\":1")).isInstanceOf(IOException.class);
    }

    @Test
    void modelsSayWhatTheyAccept() throws Exception {
        JsonNode models = calls.get("images/models").json().at("/data");
        assertThat(models).hasSize(3);
        assertThat(models.at("/0/supported_parameters/aspect_ratio/values").toString())
                .startsWith("[\"8:1\",\"4:1\",\"21:9\",\"16:9\"")
                .contains("\"1:8\"]");
        assertThat(calls.get(models.at("/0/endpoints").asText()).json().at("/endpoints"))
                .hasSize(1);
        assertThat(calls.get("images/models/no/such/endpoints").status()).isEqualTo(400);
        assertThat(calls.get("nothing").json().at("/error/code").asInt()).isEqualTo(404);
    }

    private PracticeCalls.Answer generate(String prompt, String fields) throws Exception {
        return calls.post("images", "{\"model\":\"practice/sketch\",\"prompt\":\"" + prompt + "\"," + fields + "}");
    }
}
