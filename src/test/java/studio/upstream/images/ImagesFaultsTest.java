package studio.upstream.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import studio.model.PictureOptions;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble.Script;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.ProviderScene;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamException;

/** What each refusal and fault of the images form is called, how it stands, and how many paid requests it causes. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ImagesFaultsTest extends ProviderScene {
    private static final PictureOptions PARTIALS =
            new PictureOptions(null, null, null, null, null, null, null, null, false, 2);

    private UpstreamException fails(PictureOptions options) throws Exception {
        ImageRequest request = new ImageRequest(
                ImagesFixture.connection(upstream.base(), "auto"),
                "gpt-image-2",
                "p",
                List.of(ImagesFixture.reference(folder, 1, "image/png")),
                null,
                1,
                options);
        TaskExchange exchange = new TaskExchange(folder.resolve("task"), Duration.ofSeconds(10));
        UpstreamException failure =
                catchThrowableOfType(UpstreamException.class, () -> ImagesFixture.provider(client, vertx, 1)
                        .generate(request, exchange));
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.toString()).doesNotContain(ImagesFixture.KEY);
        return failure;
    }

    private static String error(String type, String code, String message) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":" + code
                + "}}";
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments(
                        "moderated",
                        400,
                        error(
                                "image_generation_user_error",
                                "\"moderation_blocked\"",
                                "rejected by the safety system, request req_1 safety_violations=[violence]"),
                        Outcome.FINAL,
                        "prompt_blocked"),
                arguments(
                        "moderated afterwards",
                        400,
                        "{\"error\":{\"code\":\"moderation_blocked\",\"message\":\"m\",\"moderation_details\":{\"moderation_stage\":\"output\"}}}",
                        Outcome.FINAL,
                        "image_blocked"),
                arguments(
                        "unknown parameter",
                        400,
                        error("invalid_request_error", "\"unknown_parameter\"", "Unknown parameter: 'response_format'"),
                        Outcome.FINAL,
                        "bad_request"),
                arguments(
                        "bad key",
                        401,
                        error("invalid_request_error", "\"invalid_api_key\"", "Incorrect API key " + ImagesFixture.KEY),
                        Outcome.FINAL,
                        "bad_key"),
                arguments(
                        "not verified",
                        403,
                        error("invalid_request_error", "null", "Your organization must be verified"),
                        Outcome.FINAL,
                        "no_access"),
                arguments(
                        "no such model",
                        404,
                        error("invalid_request_error", "\"model_not_found\"", "The model 'x' does not exist"),
                        Outcome.FINAL,
                        "model_not_found"),
                arguments("no such path", 404, "", Outcome.FINAL, "wrong_path"),
                arguments(
                        "no such path, page",
                        404,
                        "<html><title>404 Not Found</title></html>",
                        Outcome.FINAL,
                        "wrong_path"),
                arguments(
                        "no such path, relay",
                        404,
                        error("invalid_request_error", "\"\"", "Invalid URL (POST /v1/images/edits)"),
                        Outcome.FINAL,
                        "wrong_path"),
                arguments(
                        "no such path, Azure",
                        404,
                        "{\"error\":{\"code\":\"404\",\"message\":\"Resource not found\"}}",
                        Outcome.FINAL,
                        "wrong_path"),
                arguments(
                        "no such deployment",
                        404,
                        "{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"The API deployment for this resource does not exist.\"}}",
                        Outcome.FINAL,
                        "model_not_found"),
                arguments("wrong method", 405, "{\"detail\":\"Method Not Allowed\"}", Outcome.FINAL, "wrong_path"),
                arguments(
                        "too large",
                        413,
                        "<html><head><title>413 Request Entity Too Large</title></head></html>",
                        Outcome.FINAL,
                        "too_large"),
                arguments(
                        "no quota",
                        429,
                        error("insufficient_quota", "\"insufficient_quota\"", "You exceeded your current quota"),
                        Outcome.FINAL,
                        "insufficient_balance"),
                arguments(
                        "billing limit",
                        400,
                        error(
                                "image_generation_user_error",
                                "\"billing_hard_limit_reached\"",
                                "Billing hard limit has been reached"),
                        Outcome.FINAL,
                        "insufficient_balance"),
                arguments(
                        "Azure's filter",
                        400,
                        "{\"error\":{\"code\":\"contentFilter\",\"message\":\"m\",\"inner_error\":{\"content_filter_results\":{\"sexual\":{\"filtered\":true}}}}}",
                        Outcome.FINAL,
                        "prompt_blocked"),
                arguments(
                        "Azure's policy",
                        400,
                        "{\"error\":{\"code\":\"BadRequest\",\"message\":\"m\",\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}",
                        Outcome.FINAL,
                        "prompt_blocked"),
                arguments(
                        "new-api without quota",
                        403,
                        error("new_api_error", "\"insufficient_user_quota\"", "用户额度不足"),
                        Outcome.FINAL,
                        "insufficient_balance"),
                arguments(
                        "new-api without channel",
                        500,
                        error("new_api_error", "\"get_channel_failed\"", "分组下模型无可用渠道"),
                        Outcome.UNKNOWN,
                        "upstream_error"),
                arguments(
                        "server error", 500, error("server_error", "null", "boom"), Outcome.UNKNOWN, "upstream_error"),
                arguments("edge time-out", 524, "error code: 524", Outcome.UNKNOWN, "timeout"),
                arguments(
                        "Ark: all failed",
                        200,
                        "{\"data\":[{\"error\":{\"code\":\"OutputImageSensitiveContentDetected\",\"message\":\"m\"}}],\"usage\":{\"generated_images\":0}}",
                        Outcome.FINAL,
                        "image_blocked"),
                arguments(
                        "Ark: error on top",
                        200,
                        "{\"data\":[],\"error\":{\"code\":\"InputTextSensitiveContentDetected\",\"message\":\"m\"}}",
                        Outcome.FINAL,
                        "prompt_blocked"),
                arguments(
                        "xAI: withheld",
                        200,
                        "{\"data\":[{\"url\":\"\",\"b64_json\":\"\",\"respect_moderation\":false}]}",
                        Outcome.FINAL,
                        "image_blocked"),
                arguments(
                        "unsafe",
                        200,
                        "{\"data\":[{\"url\":null,\"is_image_safe\":false,\"prompt\":\"p\"}]}",
                        Outcome.FINAL,
                        "image_blocked"),
                arguments(
                        "empty texts only",
                        200,
                        "{\"data\":[{\"url\":\"\",\"b64_json\":\"\"}]}",
                        Outcome.FINAL,
                        "no_image"),
                arguments(
                        "garbage for base64",
                        200,
                        "{\"data\":[{\"b64_json\":\"string%%%\"}]}",
                        Outcome.UNKNOWN,
                        "unreadable_answer"),
                arguments("truncated", 200, "{\"data\":[{\"b64_json\":\"iVBORw0KGgo", Outcome.UNKNOWN, "cut"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void isAnsweredOnceAndNeverSentAgain(String name, int status, String body, Outcome outcome, String code)
            throws Exception {
        upstream.then(wire -> wire.json(status, body));
        UpstreamException failure = fails(PictureOptions.NONE);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aLimitIsWaitedForAsTheProviderAsks() throws Exception {
        upstream.then(wire -> wire.json(
                429, error("requests", "\"rate_limit_exceeded\"", "Rate limit reached"), "retry-after-ms: 50"));
        UpstreamException failure = fails(PictureOptions.NONE);
        assertThat(failure.code()).isEqualTo("rate_limited");
        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(50));
        assertThat(upstream.posts()).isEqualTo(2);
    }

    private static byte[] partial() {
        return ("data: {\"type\":\"image_edit.partial_image\",\"partial_image_index\":0,\"b64_json\":\"" + base64(PNG)
                        + "\"}\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    static Stream<Arguments> streams() {
        return Stream.of(
                arguments(
                        "blocked on the way",
                        (Script) wire -> {
                            wire.head(200, "text/event-stream", -1);
                            wire.write(partial());
                            wire.write(
                                    ("event: error\r\ndata: {\"type\":\"error\",\"error\":{\"code\":\"moderation_blocked\",\"type\":\"image_generation_user_error\",\"message\":\"m\"}}\r\n\r\n")
                                            .getBytes(StandardCharsets.UTF_8));
                            wire.close();
                        },
                        Outcome.FINAL,
                        "prompt_blocked"),
                arguments(
                        "closed without an end",
                        (Script) wire -> {
                            wire.head(200, "text/event-stream", -1);
                            wire.write(partial());
                            wire.close();
                        },
                        Outcome.UNKNOWN,
                        "cut"),
                arguments(
                        "reset",
                        (Script) wire -> {
                            wire.head(200, "text/event-stream", 5_000_000);
                            wire.write(partial());
                            wire.reset();
                        },
                        Outcome.UNKNOWN,
                        "cut"),
                arguments(
                        "refused before it began",
                        (Script) wire ->
                                wire.json(400, error("invalid_request_error", "\"invalid_value\"", "partial_images")),
                        Outcome.FINAL,
                        "bad_request"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void aStreamThatEndsBadlyIsNotAskedForAgain(String name, Script script, Outcome outcome, String code)
            throws Exception {
        upstream.then(script);
        UpstreamException failure = fails(PARTIALS);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(upstream.posts()).isEqualTo(1);
        try (Stream<Path> left = Files.list(folder.resolve("task"))) {
            assertThat(left).allMatch(file -> file.getFileName().toString().startsWith("partial-"));
        }
    }
}
