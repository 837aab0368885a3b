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
import studio.upstream.FaultsConformance;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.upstream.transport.UpstreamCalls;

/** Answers without a picture, and the reasons that Google gives for them. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class GeminiFaultsTest extends FaultsConformance {
    @Override
    protected ImageProvider provider(UpstreamCalls calls) {
        return new GeminiProvider(calls);
    }

    @Override
    protected ImageRequest request(String endpoint) {
        return GeminiFixture.request(GeminiFixture.connection(endpoint));
    }

    @Override
    protected String answer() {
        return GeminiFixture.answer(PNG);
    }

    private UpstreamException fails(int status, String body) throws Exception {
        upstream.then(wire -> wire.json(status, body));
        return catchThrowableOfType(
                UpstreamException.class, () -> provider(2, false).generate(request(upstream.base()), exchange()));
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
                        "a key that slips out",
                        parts("{\"text\":\"key " + KEY + "\"}"),
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
        assertThat(folder.resolve("task")
                        .toFile()
                        .list((d, file) -> isPicture(d.toPath().resolve(file))))
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

    @Test
    void theWaitThatGoogleAsksForIsReadWithItsFraction() throws Exception {
        UpstreamException failure = fails(429, """
                {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"Quota exceeded for metric: requests, limit: 10, model: m",
                 "details":[{"@type":"x/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}""");
        assertThat(failure.failure()).isEqualTo(FailureCode.RATE_LIMITED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(34_500));
        assertThat(upstream.posts())
                .as("the wait is longer than the task may last")
                .isEqualTo(1);
    }
}
