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
import org.junit.jupiter.params.provider.ValueSource;
import studio.config.SandboxKey;
import studio.practice.Picture;
import studio.practice.PracticeCalls;
import studio.testing.FreshFolders;

/** The Gemini API, where Google's own client does not look closely. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class GeminiTest {
    @TestHTTPResource("/sandbox/v1beta/")
    URI base;

    @Inject
    SandboxKey key;

    private PracticeCalls calls;

    @BeforeEach
    void useTheKey() {
        calls = new PracticeCalls(base, List.of("x-goog-api-key", key.value()));
    }

    @Test
    void namesMayBeInSnakeCase() throws Exception {
        JsonNode answer =
                calls.post("models/sandbox-sketch:generateContent", """
                        {"contents":[{"role":"user","parts":[{"text":"mist"},
                          {"inline_data":{"mime_type":"image/png","data":"iVBORw0KGgo="}}]}],
                         "generation_config":{"response_modalities":["IMAGE"],
                          "image_config":{"aspect_ratio":"9:16","image_size":"512"}}}""").json();
        assertThat(Picture.of(answer.at("/candidates/0/content/parts/0/inlineData/data")))
                .isEqualTo(new Picture("png", 384, 688));
        assertThat(answer.at("/usageMetadata/promptTokensDetails/1/tokenCount").asInt())
                .isEqualTo(258);
        assertThat(answer.at("/responseId").asText()).isNotEmpty();
    }

    @Test
    void theLastTurnWithTextIsThePromptAndThoughtsAreNot() throws Exception {
        String turns = """
                {"contents":[{"role":"user","parts":[{"text":"[503]"}]},
                 {"role":"model","parts":[{"text":"[502]","thought":true},{"text":"Here it is.","thoughtSignature":"c2ln"}]},
                 {"role":"user","parts":[{"text":"make it night"}]}]}""";
        assertThat(calls.post("models/sandbox-sketch:generateContent", turns).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"imageConfig\":{\"imageSize\":\"2k\"}",
                "\"imageConfig\":{\"imageSize\":\"0.5K\"}",
                "\"imageConfig\":{\"aspectRatio\":\"7:5\"}",
                "\"imageConfig\":{\"outputMimeType\":\"image/png\"}",
                "\"responseModalities\":[\"PICTURE\"]",
            })
    void whatTheDeveloperApiDoesNotKnowIsAnInvalidArgument(String config) throws Exception {
        PracticeCalls.Answer answer = calls.post(
                "models/sandbox-sketch:generateContent",
                "{\"contents\":[{\"parts\":[{\"text\":\"a boat\"}]}],\"generationConfig\":{" + config + "}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/status").asText()).isEqualTo("INVALID_ARGUMENT");
        assertThat(answer.json().at("/error/details/0/fieldViolations/0/field").asText())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SAFETY,SAFETY",
        "IMAGE_PROHIBITED_CONTENT,IMAGE_PROHIBITED_CONTENT",
        "SOMETHING_NEW,SOMETHING_NEW",
        "MAX_TOKENS,MAX_TOKENS"
    })
    void everyReasonForNoPictureCanBeHad(String word, String reason) throws Exception {
        JsonNode candidate = ask("[finish " + word + "]").json().at("/candidates/0");
        assertThat(candidate.at("/finishReason").asText()).isEqualTo(reason);
        assertThat(candidate.at("/content/parts").isMissingNode()).isTrue();
        assertThat(ask("[block " + word + "]")
                        .json()
                        .at("/promptFeedback/blockReason")
                        .asText())
                .isEqualTo(reason);
    }

    @Test
    void oddAnswersAreWhatTheySay() throws Exception {
        assertThat(ask("[refuse]").json().at("/promptFeedback/blockReason").asText())
                .isEqualTo("PROHIBITED_CONTENT");
        assertThat(ask("[text]").json().at("/candidates/0/content/parts/0/text").asText())
                .isNotEmpty();
        assertThat(ask("[url]")
                        .json()
                        .at("/candidates/0/content/parts/1/fileData/fileUri")
                        .asText())
                .contains("/sandbox/files/");
        assertThat(ask("[markdown]")
                        .json()
                        .at("/candidates/0/content/parts/0/text")
                        .asText())
                .contains("![picture](data:image/png;base64,");
        assertThat(ask("[many 2]").json().at("/candidates/0/content/parts")).hasSize(3);
        assertThat(ask("[error200]").json().at("/error/code").asInt()).isEqualTo(502);
        assertThatThrownBy(() -> ask("[truncated]").json()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ask("[reset]")).isInstanceOf(IOException.class);
        assertThat(ask("[429 2s once] tide").status()).isEqualTo(429);
        assertThat(ask("[429 2s once] tide").status()).isEqualTo(200);
    }

    @Test
    void theListHasPagesAndTheLastHasNoToken() throws Exception {
        JsonNode first = calls.get("models?pageSize=2").json();
        assertThat(first.at("/models")).hasSize(2);
        JsonNode last = calls.get("models?pageSize=2&pageToken="
                        + first.at("/nextPageToken").asText())
                .json();
        assertThat(last.at("/models")).hasSize(1);
        assertThat(last.has("nextPageToken")).isFalse();
        assertThat(calls.get("models?pageToken=x").status()).isEqualTo(400);
        assertThat(calls.get("models/no").json().at("/error/status").asText()).isEqualTo("NOT_FOUND");
    }

    @Test
    void withoutTheKeyNothingIsServedAndAnEncodedColonIsNoWayIn() throws Exception {
        PracticeCalls stranger = new PracticeCalls(base, List.of());
        assertThat(stranger.get("models").json().at("/error/status").asText()).isEqualTo("PERMISSION_DENIED");
        assertThat(new PracticeCalls(base, List.of("x-goog-api-key", "wrong"))
                        .get("models")
                        .json()
                        .at("/error/details/0/reason")
                        .asText())
                .isEqualTo("API_KEY_INVALID");
        // No client encodes it, and addresses that can be read in two ways are not open to the public.
        assertThat(calls.post("models/sandbox-sketch%3AgenerateContent", "{}").status())
                .isEqualTo(401);
    }

    private PracticeCalls.Answer ask(String prompt) throws Exception {
        return calls.post(
                "models/sandbox-sketch:generateContent",
                "{\"contents\":[{\"parts\":[{\"text\":\"" + prompt + "\"}]}]}");
    }
}
