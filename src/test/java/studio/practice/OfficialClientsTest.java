package studio.practice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.config.SandboxKey;
import studio.testing.FreshFolders;
import studio.testing.NodeScripts;

/** The practice upstream as the providers' own clients understand it. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class OfficialClientsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TestHTTPResource("/sandbox")
    URI base;

    @Inject
    SandboxKey key;

    @Test
    void openAisClientParsesModelsPicturesEditsStreamsAndErrors() throws Exception {
        JsonNode parsed = run("openai.mjs");
        assertThat(parsed.at("/models").findValuesAsText("id")).contains("sandbox-painter", "sandbox-sketch");
        assertThat(parsed.at("/models/0/object").asText()).isEqualTo("model");

        JsonNode generated = parsed.at("/generated");
        assertThat(generated.at("/data")).hasSize(2);
        assertThat(generated.at("/data/0/b64_json")).isNotEqualTo(generated.at("/data/1/b64_json"));
        for (JsonNode picture : generated.at("/data")) {
            assertThat(Picture.of(picture.at("/b64_json"))).isEqualTo(new Picture("png", 96, 64));
        }
        assertThat(generated.at("/quality").asText()).isEqualTo("high");
        assertThat(generated.at("/size").asText()).isEqualTo("96x64");
        assertThat(generated.at("/usage/output_tokens").asInt()).isEqualTo(2240);
        assertThat(Picture.of(parsed.at("/jpeg/data/0/b64_json"))).isEqualTo(new Picture("jpeg", 96, 64));

        assertThat(parsed.at("/editedOne/usage/input_tokens_details/image_tokens")
                        .asInt())
                .isEqualTo(258);
        assertThat(parsed.at("/editedMany/usage/input_tokens_details/image_tokens")
                        .asInt())
                .isEqualTo(516);
        assertThat(parsed.at("/editedMany/data/0/b64_json")).isNotEqualTo(parsed.at("/editedOne/data/0/b64_json"));

        events(parsed.at("/generateEvents"), "image_generation");
        events(parsed.at("/editEvents"), "image_edit");

        failure(parsed.at("/limited"), "RateLimitError", 429, "rate_limit_exceeded");
        failure(parsed.at("/broke"), "RateLimitError", 429, "insufficient_quota");
        failure(parsed.at("/refused"), "BadRequestError", 400, "moderation_blocked");
        failure(parsed.at("/withheld"), "BadRequestError", 400, "moderation_blocked");
        failure(parsed.at("/failed"), "InternalServerError", 500, "server_error");
        failure(parsed.at("/unknownModel"), "NotFoundError", 404, "model_not_found");
        failure(parsed.at("/unknownParameter"), "BadRequestError", 400, "unknown_parameter");
        assertThat(parsed.at("/unknownParameter/param").asText()).isEqualTo("response_format");
        failure(parsed.at("/wrongKey"), "AuthenticationError", 401, "invalid_api_key");
        assertThat(parsed.at("/unknownAddress/status").asInt()).isEqualTo(404);
        assertThat(parsed.at("/unknownAddress/type").asText()).isEqualTo("invalid_request_error");
        assertThat(parsed.at("/refused/requestID").asText()).isNotEmpty();
        assertThat(parsed.at("/reset/name").asText()).isEqualTo("APIConnectionError");
        assertThat(parsed.at("/failedEvents/code").asText()).isEqualTo("server_error");
    }

    @Test
    void openRoutersClientParsesModelsPicturesChatStreamsAndErrors() throws Exception {
        JsonNode parsed = run("openrouter.mjs");
        assertThat(parsed.at("/imageModels").findValuesAsText("id")).contains("practice/painter", "practice/sketch");
        assertThat(parsed.at("/imageModels/0/supportedParameters/resolution/values"))
                .hasSize(4);
        assertThat(parsed.at("/endpoints/endpoints/0/pricing/0/billable").asText())
                .isEqualTo("output_image");
        assertThat(parsed.at("/models")).hasSize(3);
        assertThat(parsed.at("/key/limitRemaining").asInt()).isEqualTo(100);

        assertThat(parsed.at("/generated/data")).hasSize(2);
        assertThat(Picture.of(parsed.at("/generated/data/0/b64Json"))).isEqualTo(new Picture("png", 96, 64));
        assertThat(parsed.at("/generated/data/0/mediaType").asText()).isEqualTo("image/png");
        assertThat(parsed.at("/generated/usage/cost").isNumber()).isTrue();
        assertThat(Picture.of(parsed.at("/tier/data/0/b64Json"))).isEqualTo(new Picture("jpeg", 688, 384));
        assertThat(parsed.at("/withReferences/usage/promptTokens").asInt())
                .isEqualTo(parsed.at("/generated/usage/promptTokens").asInt() + 516);

        JsonNode events = parsed.at("/events");
        assertThat(events.findValuesAsText("type"))
                .containsExactly(
                        "image_generation.partial_image",
                        "image_generation.partial_image",
                        "image_generation.completed");
        assertThat(Picture.of(events.at("/0/b64Json")).width()).isLessThan(96);
        assertThat(Picture.of(events.at("/2/b64Json"))).isEqualTo(new Picture("png", 96, 64));
        assertThat(parsed.at("/failedEvents/0/error/code").asText()).isEqualTo("server_error");

        String url = parsed.at("/chat/choices/0/message/images/0/imageUrl/url").asText();
        assertThat(Picture.ofDataUrl(url)).isEqualTo(new Picture("png", 96, 64));

        failure(parsed.at("/limited"), "TooManyRequestsResponseError", 429, null);
        failure(parsed.at("/broke"), "PaymentRequiredResponseError", 402, null);
        failure(parsed.at("/refused"), "ForbiddenResponseError", 403, null);
        failure(parsed.at("/failed"), "BadGatewayResponseError", 502, null);
        failure(parsed.at("/contradicted"), "BadRequestResponseError", 400, null);
        failure(parsed.at("/wrongKey"), "UnauthorizedResponseError", 401, null);
        // An error inside a 200 is no picture to it.
        assertThat(parsed.at("/hidden/name").asText()).isEqualTo("ResponseValidationError");
    }

    @Test
    void googlesClientParsesModelsPicturesThoughtsStreamsAndErrors() throws Exception {
        JsonNode parsed = run("genai.mjs");
        assertThat(parsed.at("/listed").findValuesAsText("name"))
                .containsExactly("models/sandbox-painter", "models/sandbox-painter-jpeg", "models/sandbox-sketch");
        assertThat(parsed.at("/listed/0/actions/0").asText()).isEqualTo("generateContent");
        assertThat(parsed.at("/one/displayName").asText()).isEqualTo("Practice painter");

        JsonNode parts = parsed.at("/generated/candidates/0/content/parts");
        assertThat(parts).hasSize(2);
        assertThat(parts.at("/0/text").asText()).isNotEmpty();
        assertThat(Picture.of(parts.at("/1/inlineData/data"))).isEqualTo(new Picture("png", 688, 384));
        assertThat(parsed.at("/generated/usageMetadata/candidatesTokenCount").asInt())
                .isEqualTo(1120);
        assertThat(parsed.at("/generated/modelVersion").asText()).isEqualTo("sandbox-sketch");
        assertThat(parsed.at("/onlyPicture/candidates/0/content/parts")).hasSize(1);
        assertThat(parsed.at("/onlyWords/candidates/0/content/parts/0/text").asText())
                .isNotEmpty();
        assertThat(parsed.at("/withReferences/usageMetadata/promptTokensDetails/1/tokenCount")
                        .asInt())
                .isEqualTo(516);
        assertThat(Picture.of(parsed.at("/streamed/0/candidates/0/content/parts/1/inlineData/data")))
                .isEqualTo(new Picture("png", 688, 384));

        JsonNode thought = parsed.at("/thought/candidates/0/content/parts");
        assertThat(thought).hasSize(4);
        assertThat(thought.at("/0/thought").asBoolean()).isTrue();
        assertThat(thought.at("/1/thought").asBoolean()).isTrue();
        assertThat(Picture.of(thought.at("/1/inlineData/data"))).isEqualTo(new Picture("png", 172, 96));
        assertThat(thought.at("/3/thoughtSignature").asText()).isNotEmpty();
        assertThat(Picture.of(thought.at("/3/inlineData/data"))).isEqualTo(new Picture("png", 688, 384));
        assertThat(parsed.at("/searched/candidates/0/groundingMetadata/groundingChunks/0/web/uri")
                        .asText())
                .startsWith("https://");

        assertThat(parsed.at("/blockedPrompt/promptFeedback/blockReason").asText())
                .isEqualTo("PROHIBITED_CONTENT");
        assertThat(parsed.at("/blockedPrompt/candidates").isMissingNode()).isTrue();
        assertThat(parsed.at("/blockedPicture/candidates/0/finishReason").asText())
                .isEqualTo("IMAGE_SAFETY");
        assertThat(parsed.at("/finished/candidates/0/finishReason").asText()).isEqualTo("NO_IMAGE");
        assertThat(parsed.at("/empty/candidates/0/content/parts").isMissingNode())
                .isTrue();

        failure(parsed.at("/limited"), "ApiError", 429, null);
        assertThat(parsed.at("/limited/message").asText()).contains("RESOURCE_EXHAUSTED", "\"1.5s\"");
        failure(parsed.at("/broke"), "ApiError", 429, null);
        assertThat(parsed.at("/broke/message").asText()).contains("PerDay");
        failure(parsed.at("/overloaded"), "ApiError", 503, null);
        failure(parsed.at("/lowerCase"), "ApiError", 400, null);
        assertThat(parsed.at("/lowerCase/message").asText()).contains("INVALID_ARGUMENT");
        failure(parsed.at("/unknownModel"), "ApiError", 404, null);
        failure(parsed.at("/wrongKey"), "ApiError", 400, null);
        assertThat(parsed.at("/wrongKey/message").asText()).contains("API_KEY_INVALID");
    }

    private JsonNode run(String script) throws Exception {
        return NodeScripts.run(script, Map.of("PRACTICE_URL", base.toString(), "PRACTICE_KEY", key.value()), LIMIT);
    }

    private static void events(JsonNode events, String action) throws Exception {
        assertThat(events.findValuesAsText("type"))
                .containsExactly(action + ".partial_image", action + ".partial_image", action + ".completed");
        assertThat(Picture.of(events.at("/0/b64_json"))).isEqualTo(new Picture("png", 32, 21));
        assertThat(Picture.of(events.at("/1/b64_json"))).isEqualTo(new Picture("png", 64, 43));
        assertThat(Picture.of(events.at("/2/b64_json"))).isEqualTo(new Picture("png", 96, 64));
        assertThat(events.at("/2/usage/output_tokens").asInt()).isEqualTo(1120);
    }

    private static void failure(
            JsonNode failure, String name, int status, @org.jspecify.annotations.Nullable String code) {
        assertThat(failure.at("/name").asText()).isEqualTo(name);
        assertThat(failure.at("/status").asInt()).isEqualTo(status);
        if (code != null) {
            assertThat(failure.at("/code").asText()).isEqualTo(code);
        }
    }
}
