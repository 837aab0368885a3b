package studio.upstream.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.problem.Language;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble.Script;
import studio.upstream.Outcome;
import studio.upstream.ProviderScene;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamException;

/** What each fault is called, how it stands, and how many paid requests it causes, counted on a real socket. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class UpstreamFaultsTest extends ProviderScene {
    private UpstreamException fails(String endpoint, TaskExchange exchange, int retries, boolean retryUnknown) {
        UpstreamException failure = catchThrowableOfType(
                UpstreamException.class, () -> ChatFixture.provider(client, vertx, retries, retryUnknown)
                        .generate(ChatFixture.request(endpoint), exchange));
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.message().in(Language.CHINESE))
                .as("Chinese")
                .containsPattern("[\\u4e00-\\u9fff]")
                .endsWith("。");
        assertThat(failure.message().in(Language.ENGLISH))
                .as("English")
                .endsWith(".")
                .doesNotContainPattern("[\\u4e00-\\u9fff]");
        assertThat(failure.toString()).doesNotContain(ChatFixture.KEY);
        assertThat(folder.toFile().list()).as("leftovers").isNullOrEmpty();
        return failure;
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments(
                        "400",
                        400,
                        "{\"error\":{\"message\":\"bad size\",\"code\":\"invalid_size\"}}",
                        Outcome.FINAL,
                        "bad_request"),
                arguments(
                        "400 moderated",
                        400,
                        "{\"error\":{\"message\":\"x\",\"type\":\"image_generation_user_error\",\"code\":\"moderation_blocked\"}}",
                        Outcome.FINAL,
                        "prompt_blocked"),
                arguments(
                        "400 Google's bad key",
                        400,
                        "[{\"error\":{\"code\":400,\"message\":\"API key not valid\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}]",
                        Outcome.FINAL,
                        "bad_key"),
                arguments(
                        "400 unknown model",
                        400,
                        "{\"error\":{\"code\":400,\"message\":\"no\",\"availability\":{\"code\":\"model_not_found\"}}}",
                        Outcome.FINAL,
                        "model_not_found"),
                arguments(
                        "401",
                        401,
                        "{\"error\":{\"message\":\"No auth: " + ChatFixture.KEY + "\",\"code\":401}}",
                        Outcome.FINAL,
                        "bad_key"),
                arguments(
                        "402",
                        402,
                        "{\"error\":{\"message\":\"Insufficient credits\",\"code\":402}}",
                        Outcome.FINAL,
                        "insufficient_balance"),
                arguments(
                        "403 moderation",
                        403,
                        "{\"error\":{\"code\":403,\"message\":\"flagged\",\"metadata\":{\"reasons\":[\"violence\"],\"flagged_input\":\"a\"}}}",
                        Outcome.FINAL,
                        "prompt_blocked"),
                arguments("403", 403, "{\"error\":{\"message\":\"region\"}}", Outcome.FINAL, "no_access"),
                arguments(
                        "403 guardrail",
                        403,
                        "{\"error\":{\"code\":403,\"message\":\"blocked\",\"metadata\":{\"patterns\":[\"p\"]}}}",
                        Outcome.FINAL,
                        "prompt_blocked"),
                arguments(
                        "402 in flight without a wait",
                        402,
                        "{\"error\":{\"code\":402,\"message\":\"m\",\"metadata\":{\"limit_source\":\"openrouter_in_flight_budget\"}}}",
                        Outcome.FINAL,
                        "insufficient_balance"),
                arguments(
                        "404 data policy",
                        404,
                        "{\"error\":{\"code\":404,\"message\":\"No endpoints found matching your data policy\"}}",
                        Outcome.FINAL,
                        "no_access"),
                arguments(
                        "200 chunk error",
                        200,
                        ": OPENROUTER PROCESSING\n\ndata: {\"id\":\"gen-1\",\"error\":{\"code\":502,\"message\":\"Provider disconnected\",\"metadata\":{\"error_type\":\"provider_unavailable\"}},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\ndata: [DONE]\n\n",
                        Outcome.UNKNOWN,
                        "upstream_error"),
                arguments(
                        "403 relay quota",
                        403,
                        "{\"error\":{\"message\":\"q\",\"type\":\"new_api_error\",\"code\":\"insufficient_user_quota\"}}",
                        Outcome.FINAL,
                        "insufficient_balance"),
                arguments("404 empty", 404, "", Outcome.FINAL, "wrong_path"),
                arguments("408", 408, "{\"error\":\"slow\"}", Outcome.UNKNOWN, "timeout"),
                arguments("413 page", 413, "<html><title>413 Too Large</title></html>", Outcome.FINAL, "too_large"),
                arguments("422", 422, "{\"detail\":[{\"msg\":\"field required\"}]}", Outcome.FINAL, "bad_request"),
                arguments(
                        "429 no quota",
                        429,
                        "{\"error\":{\"message\":\"x\",\"code\":\"insufficient_quota\"}}",
                        Outcome.FINAL,
                        "insufficient_balance"),
                arguments(
                        "429 per day",
                        429,
                        "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"m\",\"details\":[{\"violations\":[{\"quotaId\":\"GenerateRequestsPerDayPerProject\"}]},{\"retryDelay\":\"34s\"}]}}",
                        Outcome.FINAL,
                        "rate_limited"),
                arguments("500", 500, "{\"error\":{\"message\":\"boom\"}}", Outcome.UNKNOWN, "upstream_error"),
                arguments(
                        "502 page",
                        502,
                        "<html><head><title>Bad gateway</title></head></html>",
                        Outcome.UNKNOWN,
                        "upstream_error"),
                arguments("504", 504, "", Outcome.UNKNOWN, "timeout"),
                arguments("524", 524, "error code: 524", Outcome.UNKNOWN, "timeout"),
                arguments("redirect", 307, "", Outcome.FINAL, "wrong_path"),
                arguments("200 empty", 200, "", Outcome.UNKNOWN, "unreadable_answer"),
                arguments(
                        "200 page", 200, "<!DOCTYPE html><title>Welcome</title>", Outcome.UNKNOWN, "unreadable_answer"),
                arguments(
                        "200 truncated", 200, "{\"choices\":[{\"message\":{\"content\":\"abc", Outcome.UNKNOWN, "cut"),
                arguments("200 not JSON", 200, "{nonsense}", Outcome.UNKNOWN, "unreadable_answer"),
                arguments(
                        "200 text only",
                        200,
                        "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"I only talk.\"}}]}",
                        Outcome.FINAL,
                        "no_image"),
                arguments(
                        "200 length",
                        200,
                        "{\"choices\":[{\"finish_reason\":\"length\",\"message\":{\"content\":\"\"}}]}",
                        Outcome.FINAL,
                        "truncated"),
                arguments(
                        "200 filtered",
                        200,
                        "{\"choices\":[{\"finish_reason\":\"content_filter\",\"message\":{\"content\":null}}]}",
                        Outcome.FINAL,
                        "image_blocked"),
                arguments(
                        "200 error",
                        200,
                        "{\"error\":{\"code\":502,\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"{\\\"detail\\\":\\\"deep words\\\"}\"}}}",
                        Outcome.UNKNOWN,
                        "upstream_error"),
                arguments(
                        "200 error 429",
                        200,
                        "{\"error\":{\"code\":429,\"message\":\"slow down\"}}",
                        Outcome.UNKNOWN,
                        "rate_limited"),
                arguments(
                        "200 choice error",
                        200,
                        "{\"choices\":[{\"finish_reason\":\"error\",\"error\":{\"code\":403,\"message\":\"m\",\"metadata\":{\"error_type\":\"content_policy_violation\"}},\"message\":{\"content\":\"\"}}]}",
                        Outcome.FINAL,
                        "prompt_blocked"),
                arguments(
                        "200 damaged picture",
                        200,
                        "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,iVBOR!!w0KGgo\"}}]}}]}",
                        Outcome.UNKNOWN,
                        "unreadable_answer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void isAnsweredOnceAndNeverSentAgain(String name, int status, String body, Outcome outcome, String code)
            throws Exception {
        upstream.then(wire -> wire.json(status, body, "X-Request-Id: r-1", "Location: http://127.0.0.1:1/"));
        TaskExchange exchange = ChatFixture.exchange(folder, 10_000);

        UpstreamException failure = fails(upstream.base(), exchange, 2, false);

        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.status()).isEqualTo(name.equals("200 truncated") ? 200 : status);
        assertThat(upstream.posts()).isEqualTo(1);
        assertThat(exchange.events)
                .containsExactly("starts 1", "answer " + status + " r-1", "failed 1 " + outcome + " " + code);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aRefusalIsSentAgainAsOftenAsConfigured(int retries) throws Exception {
        upstream.then(wire -> wire.json(503, "{\"error\":{\"message\":\"overloaded\"}}"));
        TaskExchange exchange = ChatFixture.exchange(folder, 10_000);

        UpstreamException failure = fails(upstream.base(), exchange, retries, false);

        assertThat(failure.code()).isEqualTo("overloaded");
        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(upstream.posts()).isEqualTo(retries + 1);
        assertThat(exchange.failures).hasSize(retries + 1);
        assertThat(exchange.events.stream().filter(e -> e.startsWith("starts"))).hasSize(retries + 1);
    }

    @Test
    void afterARefusalTheNextTryMaySucceed() throws Exception {
        upstream.then(wire -> wire.json(529, "{}"), wire -> wire.json(200, ChatFixture.answer(PNG)));
        TaskExchange exchange = ChatFixture.exchange(folder, 10_000);
        ChatFixture.provider(client, vertx, 1, false).generate(ChatFixture.request(upstream.base()), exchange);
        assertThat(upstream.posts()).isEqualTo(2);
        assertThat(exchange.events)
                .containsExactly(
                        "starts 1", "answer 529 null", "failed 1 REFUSED overloaded", "starts 2", "answer 200 null");
        assertThat(upstream.requests().get(0).body())
                .isEqualTo(upstream.requests().get(1).body());
    }

    @Test
    void anUnknownOutcomeIsSentAgainOnlyWhenTheUserWantsIt() throws Exception {
        upstream.then(Script.class.cast((Script) wire -> wire.reset()));
        assertThat(fails(upstream.base(), ChatFixture.exchange(folder, 10_000), 2, true)
                        .outcome())
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(upstream.posts()).isEqualTo(3);
    }

    static Stream<Arguments> hints() {
        String google = "{\"error\":{\"code\":429,\"details\":[{\"@type\":\"RetryInfo\",\"retryDelay\":\"0.3s\"}]}}";
        return Stream.of(
                arguments("Retry-After: 0.3", "{}"),
                arguments("retry-after-ms: 300", "{}"),
                arguments("X-None: 1", google),
                arguments("X-None: 1", "{\"error\":{\"availability\":{\"retry_after\":0.3}}}"),
                arguments("x-ratelimit-reset-requests: 300ms", "{}"),
                arguments("X-None: 1", "{\"error\":{\"message\":\"Rate limit; please try again in 300ms.\"}}"));
    }

    @ParameterizedTest
    @MethodSource("hints")
    void everyFormOfHintIsObeyed(String header, String body) throws Exception {
        upstream.then(wire -> wire.json(429, body, header), wire -> wire.json(200, ChatFixture.answer(PNG)));
        Instant start = Instant.now();
        TaskExchange exchange = ChatFixture.exchange(folder, 20_000);
        ChatFixture.provider(client, vertx, 1, false).generate(ChatFixture.request(upstream.base()), exchange);
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(exchange.failures.getFirst().retryAfter()).isEqualTo(Duration.ofMillis(300));
        assertThat(upstream.posts()).isEqualTo(2);
    }

    @Test
    void aHintBeyondTheDeadlineFailsAtOnceAndIsTold() throws Exception {
        upstream.then(wire -> wire.json(429, "{}", "Retry-After: 60"));
        Instant start = Instant.now();
        UpstreamException failure = fails(upstream.base(), ChatFixture.exchange(folder, 30_000), 2, false);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aBudgetInFlightIsWaitedForAndOther402sAreFinal() throws Exception {
        String body =
                "{\"error\":{\"code\":402,\"message\":\"m\",\"metadata\":{\"limit_source\":\"openrouter_in_flight_budget\"}}}";
        upstream.then(wire -> wire.json(402, body, "Retry-After: 0"), wire -> wire.json(200, ChatFixture.answer(PNG)));
        ChatFixture.provider(client, vertx, 1, false)
                .generate(ChatFixture.request(upstream.base()), ChatFixture.exchange(folder, 10_000));
        assertThat(upstream.posts()).isEqualTo(2);
    }

    @Test
    void aRefusedPortIsTriedAgainAndNothingWasSent() throws Exception {
        TaskExchange exchange = ChatFixture.exchange(folder, 10_000);
        UpstreamException failure = fails("http://127.0.0.1:1/v1", exchange, 2, false);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failure.code()).isEqualTo("unreachable");
        assertThat(exchange.failures).hasSize(3);
    }

    @Test
    void aNameThatDoesNotResolveWasNotSent() throws Exception {
        TaskExchange exchange = ChatFixture.exchange(folder, 20_000);
        UpstreamException failure = fails("https://no-such-host.invalid/v1", exchange, 0, false);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failure.code()).isEqualTo("unreachable");
    }

    @Test
    void aServerThatDoesNotSpeakTlsWasNotSentAnything() throws Exception {
        TaskExchange exchange = ChatFixture.exchange(folder, 20_000);
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!plain.isClosed()) {
                    try (Socket socket = plain.accept()) {
                        socket.getOutputStream()
                                .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    } catch (java.io.IOException closed) {
                        return;
                    }
                }
            });
            UpstreamException failure = fails("https://127.0.0.1:" + plain.getLocalPort() + "/v1", exchange, 1, false);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.code()).isEqualTo("tls_failed");
            assertThat(exchange.failures).hasSize(2);
        }
    }

    @Test
    void aConnectionThatIsNeverMadeWasNotSent() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Nobody accepts: once the backlog is full, further connections hang in the handshake.
            List<Socket> fillers = new java.util.ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Socket filler = new Socket();
                fillers.add(filler);
                Thread.ofVirtual().start(() -> fill(filler, full));
            }
            TimeUnit.MILLISECONDS.sleep(300);
            TaskExchange exchange = ChatFixture.exchange(folder, 1_500);
            UpstreamException failure = fails("http://127.0.0.1:" + full.getLocalPort() + "/v1", exchange, 0, false);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.code()).isEqualTo("unreachable");
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    private static void fill(Socket filler, ServerSocket full) {
        try {
            filler.connect(full.getLocalSocketAddress(), 20_000);
        } catch (java.io.IOException expectedForTheLast) {
            assertThat(expectedForTheLast).isNotNull();
        }
    }

    static Stream<Arguments> breaks() {
        String start = "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,iVBOR";
        byte[] bytes = start.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                arguments("reset before headers", (Script) wire -> wire.reset(), "cut"),
                arguments("closed before headers", (Script) wire -> wire.close(), "cut"),
                arguments(
                        "reset in the body",
                        (Script) wire -> {
                            wire.head(200, "application/json", 5_000_000);
                            wire.write(bytes);
                            wire.reset();
                        },
                        "cut"),
                arguments(
                        "closed in the body",
                        (Script) wire -> {
                            wire.head(200, "application/json", 5_000_000);
                            wire.write(bytes);
                            wire.close();
                        },
                        "cut"),
                arguments(
                        "closed in a body without length",
                        (Script) wire -> {
                            wire.head(200, "application/json", -1);
                            wire.write(bytes);
                            wire.close();
                        },
                        "cut"),
                arguments("hang before headers", (Script) wire -> wire.hang(), "timeout"),
                arguments(
                        "hang in the body",
                        (Script) wire -> {
                            wire.head(200, "application/json", 5_000_000);
                            wire.write(bytes);
                            wire.hang();
                        },
                        "timeout"),
                arguments(
                        "slow drip",
                        (Script) wire -> {
                            wire.head(200, "application/json", 5_000_000);
                            wire.drip(20);
                        },
                        "timeout"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaks")
    void whatBreaksAfterSendingIsUnknownAndNotSentAgain(String name, Script script, String code) throws Exception {
        upstream.then(script);
        Instant start = Instant.now();
        TaskExchange exchange = ChatFixture.exchange(folder, code.equals("timeout") ? 1_200 : 20_000);

        UpstreamException failure = fails(upstream.base(), exchange, 2, false);

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.code())
                .as("%s", org.assertj.core.util.Throwables.getStackTrace(failure))
                .isEqualTo(code);
        assertThat(upstream.posts()).isEqualTo(1);
        assertThat(exchange.failures).hasSize(1);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
        if (code.equals("timeout")) {
            assertThat(upstream.awaitClosedByClient())
                    .as("the socket was closed")
                    .isTrue();
        }
    }

    static Stream<Arguments> phases() {
        return Stream.of(
                arguments("before the headers", (Script) wire -> wire.hang()),
                arguments("in the body", (Script) wire -> {
                    wire.head(200, "application/json", 5_000_000);
                    wire.write("{\"a\":".getBytes(StandardCharsets.UTF_8));
                    wire.hang();
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("phases")
    void aCancelClosesTheSocketForReal(String name, Script script) throws Exception {
        upstream.then(script);
        TaskExchange exchange = ChatFixture.exchange(folder, 60_000);
        CompletableFuture<UpstreamException> failure =
                CompletableFuture.supplyAsync(() -> fails(upstream.base(), exchange, 2, true));
        assertThat(upstream.awaitRequest()).isTrue();
        if (name.equals("in the body")) {
            org.awaitility.Awaitility.await().until(() -> exchange.events.contains("answer 200 null"));
        }

        exchange.cancel();

        assertThat(failure.get(10, TimeUnit.SECONDS).code()).isEqualTo("canceled");
        assertThat(failure.get().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(upstream.awaitClosedByClient()).isTrue();
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void anInterruptIsACancel() throws Exception {
        upstream.then(Script.class.cast((Script) wire -> wire.hang()));
        TaskExchange exchange = ChatFixture.exchange(folder, 60_000);
        CompletableFuture<UpstreamException> failure = new CompletableFuture<>();
        Thread worker = Thread.ofVirtual().start(() -> failure.complete(fails(upstream.base(), exchange, 2, true)));
        assertThat(upstream.awaitRequest()).isTrue();
        worker.interrupt();
        assertThat(failure.get(10, TimeUnit.SECONDS).code()).isEqualTo("canceled");
        assertThat(upstream.awaitClosedByClient()).isTrue();
    }

    @Test
    void aCancelBeforeTheCallSendsNothing() throws Exception {
        TaskExchange exchange = ChatFixture.exchange(folder, 60_000);
        exchange.cancel();
        UpstreamException failure = fails(upstream.base(), exchange, 2, true);
        assertThat(failure.code()).isEqualTo("canceled");
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(upstream.connections()).isZero();
        assertThat(exchange.events).isEmpty();
    }

    @Test
    void aCancelWhileTheAttemptIsRecordedSendsNothing() throws Exception {
        TaskExchange exchange = ChatFixture.exchange(folder, 60_000);
        exchange.whenAttemptStarts(exchange::cancel);
        assertThat(fails(upstream.base(), exchange, 2, true).code()).isEqualTo("canceled");
        assertThat(upstream.posts()).isZero();
    }

    @Test
    void aCancelEndsTheWaitForTheNextTry() throws Exception {
        upstream.then(wire -> wire.json(429, "{}", "Retry-After: 30"));
        TaskExchange exchange = ChatFixture.exchange(folder, 60_000);
        CompletableFuture<UpstreamException> failure =
                CompletableFuture.supplyAsync(() -> fails(upstream.base(), exchange, 1, false));
        org.awaitility.Awaitility.await().until(() -> exchange.failures.size() == 1);
        exchange.cancel();
        assertThat(failure.get(10, TimeUnit.SECONDS).code()).isEqualTo("canceled");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void nothingStaysBehind() throws Exception {
        upstream.then(wire -> wire.json(500, "{}"));
        fails(upstream.base(), ChatFixture.exchange(folder, 10_000), 0, false);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
