package studio.upstream.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static studio.upstream.gemini.GeminiFixture.inline;
import static studio.upstream.gemini.GeminiFixture.parts;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.FreshFolders;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.ProviderScene;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamException;

/** What each answer without a picture is called, and how many paid requests it causes, counted on a real socket. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class GeminiOutcomesTest extends ProviderScene {
    private UpstreamException fails(int status, String body, String... headers) throws Exception {
        upstream.then(wire -> wire.json(status, body, headers));
        TaskExchange exchange = GeminiFixture.exchange(folder);
        return catchThrowableOfType(UpstreamException.class, () -> GeminiFixture.provider(client, vertx, 2)
                .generate(GeminiFixture.request(GeminiFixture.connection(upstream.base())), exchange));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SAFETY",
                "OTHER",
                "BLOCKLIST",
                "PROHIBITED_CONTENT",
                "IMAGE_SAFETY",
                "MODEL_ARMOR",
                "JAILBREAK",
                "BLOCKED_REASON_UNSPECIFIED",
                "SOMETHING_NEW"
            })
    void aBlockedPromptIsToldWithItsReason(String reason) throws Exception {
        String camel = "{\"promptFeedback\":{\"blockReason\":\"%s\",\"blockReasonMessage\":\"the words\"}}";
        UpstreamException failure = fails(200, camel.formatted(reason));
        assertThat(failure.failure()).isEqualTo(FailureCode.PROMPT_BLOCKED);
        assertThat(failure.outcome()).isEqualTo(Outcome.FINAL);
        assertThat(failure.upstreamCode()).isEqualTo(reason);
        assertThat(failure.upstreamMessage()).isEqualTo("the words");

        String snake =
                "{\"candidates\":[],\"prompt_feedback\":{\"block_reason\":\"%s\",\"block_reason_message\":\"w\"}}";
        UpstreamException same = fails(200, snake.formatted(reason));
        assertThat(same.failure()).isEqualTo(FailureCode.PROMPT_BLOCKED);
        assertThat(same.upstreamMessage()).isEqualTo("w");
        assertThat(upstream.posts()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "SAFETY, IMAGE_BLOCKED",
        "BLOCKLIST, IMAGE_BLOCKED",
        "PROHIBITED_CONTENT, IMAGE_BLOCKED",
        "SPII, IMAGE_BLOCKED",
        "RECITATION, IMAGE_BLOCKED",
        "IMAGE_SAFETY, IMAGE_BLOCKED",
        "IMAGE_PROHIBITED_CONTENT, IMAGE_BLOCKED",
        "IMAGE_RECITATION, IMAGE_BLOCKED",
        "MODEL_ARMOR, IMAGE_BLOCKED",
        "NO_IMAGE, NO_IMAGE",
        "IMAGE_OTHER, NO_IMAGE",
        "OTHER, NO_IMAGE",
        "MALFORMED_RESPONSE, NO_IMAGE",
        "SOMETHING_NEW, NO_IMAGE",
        "MAX_TOKENS, TRUNCATED",
        "CONTINUATION, TRUNCATED"
    })
    void anEndWithoutAPictureIsToldWithItsReason(String reason, FailureCode code) throws Exception {
        for (String body : new String[] {
            "{\"candidates\":[{\"finishReason\":\"%s\",\"finishMessage\":\"the words\"}],\"usageMetadata\":{}}",
            "{\"candidates\":[{\"finish_reason\":\"%s\",\"finish_message\":\"the words\",\"content\":{}}]}",
            "[{\"candidates\":[{\"finishReason\":\"%s\",\"finishMessage\":\"the words\"}]},{\"candidates\":[{\"content\":{}}]}]"
        }) {
            UpstreamException failure = fails(200, body.formatted(reason));
            assertThat(failure.failure()).as(body).isEqualTo(code);
            assertThat(failure.outcome()).isEqualTo(Outcome.FINAL);
            assertThat(failure.upstreamCode()).isEqualTo(reason);
            assertThat(failure.upstreamMessage()).isEqualTo("the words");
        }
        assertThat(upstream.posts()).isEqualTo(3);
    }

    static Stream<Arguments> withoutPicture() {
        String draft = inline(base64(PNG)).replace("}}", "},\"thought\":true}");
        String damaged = base64(PNG).substring(0, 4_500) + "!!" + base64(PNG).substring(4_500);
        return Stream.of(
                arguments(
                        "only words", parts("{\"text\":\"I only talk.\"}"), Outcome.FINAL, "no_image", "I only talk."),
                arguments("only a draft", parts(draft), Outcome.FINAL, "no_image", null),
                arguments("no candidates", "{\"usageMetadata\":{}}", Outcome.FINAL, "no_image", null),
                arguments(
                        "empty",
                        "{\"candidates\":[{\"content\":{},\"finishReason\":\"STOP\"}]}",
                        Outcome.FINAL,
                        "no_image",
                        null),
                arguments(
                        "a draft, then damage",
                        parts(draft + "," + inline(damaged)),
                        Outcome.UNKNOWN,
                        "unreadable_answer",
                        "the picture's data is damaged"),
                arguments(
                        "garbage in place of a picture",
                        parts(inline("?!".repeat(3_000))),
                        Outcome.UNKNOWN,
                        "unreadable_answer",
                        "the picture's data is damaged"),
                arguments(
                        "an error event",
                        "data: {\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\",\"message\":\"no\"}}\r\n\r\n",
                        Outcome.FINAL,
                        "bad_request",
                        "no"),
                arguments(
                        "a key that slips out",
                        parts("{\"text\":\"key " + GeminiFixture.KEY + "\"}"),
                        Outcome.FINAL,
                        "no_image",
                        "key ***"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutPicture")
    void anAnswerWithoutAPictureFailsWithTheModelsWords(
            String name, String body, Outcome outcome, String code, String words) throws Exception {
        UpstreamException failure = fails(200, body);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.upstreamMessage()).isEqualTo(words);
        assertThat(upstream.posts()).isEqualTo(1);
        assertThat(folder.toFile().list((d, file) -> isPicture(d.toPath().resolve(file))))
                .as("nothing is left that could be taken for a result")
                .isEmpty();
    }

    private static boolean isPicture(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).startsWith("\u0089PNG");
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static String error(int code, String status, String message, String details) {
        return "{\"error\":{\"code\":%d,\"status\":\"%s\",\"message\":\"%s\",\"details\":[%s]}}"
                .formatted(code, status, message, details);
    }

    static Stream<Arguments> refusals() {
        String badKey = error(400, "INVALID_ARGUMENT", "API key not valid.", "{\"reason\":\"API_KEY_INVALID\"}");
        String day =
                "{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\"}]},{\"retryDelay\":\"34s\"}";
        String nothing = "Quota exceeded for metric: free_tier_requests, limit: 0, model: gemini-3-pro-image";
        return Stream.of(
                arguments(400, badKey, Outcome.FINAL, "bad_key", "INVALID_ARGUMENT"),
                arguments(400, "[" + badKey + "]", Outcome.FINAL, "bad_key", "INVALID_ARGUMENT"),
                arguments(
                        400,
                        error(400, "INVALID_ARGUMENT", "bad ratio", ""),
                        Outcome.FINAL,
                        "bad_request",
                        "INVALID_ARGUMENT"),
                arguments(
                        400,
                        error(400, "FAILED_PRECONDITION", "User location is not supported for the API use.", ""),
                        Outcome.FINAL,
                        "no_access",
                        "FAILED_PRECONDITION"),
                arguments(
                        400,
                        error(400, "FAILED_PRECONDITION", "Please enable billing on your project.", ""),
                        Outcome.FINAL,
                        "insufficient_balance",
                        "FAILED_PRECONDITION"),
                arguments(
                        401,
                        error(401, "UNAUTHENTICATED", "m", "{\"reason\":\"ACCESS_TOKEN_TYPE_UNSUPPORTED\"}"),
                        Outcome.FINAL,
                        "bad_key",
                        "UNAUTHENTICATED"),
                arguments(
                        403,
                        error(403, "PERMISSION_DENIED", "m", "{\"reason\":\"SERVICE_DISABLED\"}"),
                        Outcome.FINAL,
                        "no_access",
                        "PERMISSION_DENIED"),
                arguments(
                        403,
                        error(403, "PERMISSION_DENIED", "Your API key was reported as leaked.", ""),
                        Outcome.FINAL,
                        "bad_key",
                        "PERMISSION_DENIED"),
                arguments(
                        404,
                        error(404, "NOT_FOUND", "models/x is not found", ""),
                        Outcome.FINAL,
                        "model_not_found",
                        "NOT_FOUND"),
                arguments(
                        429,
                        error(429, "RESOURCE_EXHAUSTED", "m", day),
                        Outcome.FINAL,
                        "rate_limited",
                        "RESOURCE_EXHAUSTED"),
                arguments(
                        429,
                        error(429, "RESOURCE_EXHAUSTED", nothing, "{\"retryDelay\":\"1s\"}"),
                        Outcome.FINAL,
                        "insufficient_balance",
                        "RESOURCE_EXHAUSTED"),
                arguments(499, error(499, "CANCELLED", "m", ""), Outcome.UNKNOWN, "upstream_error", "CANCELLED"),
                arguments(500, error(500, "INTERNAL", "m", ""), Outcome.UNKNOWN, "upstream_error", "INTERNAL"),
                arguments(
                        504, error(504, "DEADLINE_EXCEEDED", "m", ""), Outcome.UNKNOWN, "timeout", "DEADLINE_EXCEEDED"),
                arguments(307, "", Outcome.FINAL, "wrong_path", null));
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("refusals")
    void isAnsweredOnceAndNeverSentAgain(int status, String body, Outcome outcome, String code, String upstreamCode)
            throws Exception {
        UpstreamException failure = fails(status, body, "Location: " + upstream.base() + "/elsewhere");
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.upstreamCode()).isEqualTo(upstreamCode);
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void anOverloadedModelIsAskedAgain() throws Exception {
        UpstreamException failure = fails(503, error(503, "UNAVAILABLE", "The model is overloaded.", ""));
        assertThat(failure.failure()).isEqualTo(FailureCode.OVERLOADED);
        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(upstream.posts()).isEqualTo(3);
    }

    @Test
    void theWaitThatGoogleAsksForIsReadWithItsFraction() throws Exception {
        String limit = "Quota exceeded for metric: requests, limit: 10, model: m";
        UpstreamException failure = fails(
                429,
                error(
                        429,
                        "RESOURCE_EXHAUSTED",
                        limit,
                        "{\"@type\":\"x/google.rpc.RetryInfo\",\"retryDelay\":\"34.5s\"}"));
        assertThat(failure.failure()).isEqualTo(FailureCode.RATE_LIMITED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(34_500));
        assertThat(upstream.posts())
                .as("the wait is longer than the task may last")
                .isEqualTo(1);
    }
}
