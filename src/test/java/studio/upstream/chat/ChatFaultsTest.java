package studio.upstream.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble.Script;
import studio.testing.UpstreamDouble.Wire;
import studio.upstream.FaultsConformance;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamException;
import studio.upstream.transport.UpstreamCalls;

/** With what all adapters share in a call: hints to wait, connections that are never made, and silence. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ChatFaultsTest extends FaultsConformance {
    @Override
    protected ImageProvider provider(UpstreamCalls calls) {
        return new ChatProvider(calls);
    }

    @Override
    protected ImageRequest request(String endpoint) {
        return ChatFixture.request(endpoint);
    }

    @Override
    protected String answer() {
        return ChatFixture.answer(PNG);
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
        upstream.then(wire -> wire.json(429, body, header), wire -> wire.json(200, answer()));
        Instant start = Instant.now();
        TaskExchange exchange = exchange();
        provider(1, false).generate(request(upstream.base()), exchange);
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(exchange.failures.getFirst().retryAfter()).isEqualTo(Duration.ofMillis(300));
        assertThat(upstream.posts()).isEqualTo(2);
    }

    @Test
    void aHintBeyondTheDeadlineFailsAtOnceAndIsTold() throws Exception {
        upstream.then(wire -> wire.json(429, "{}", "Retry-After: 60"));
        Instant start = Instant.now();
        UpstreamException failure = fails(exchange(), 2, false);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(60));
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aBudgetInFlightIsWaitedForAndOther402sAreFinal() throws Exception {
        String body =
                "{\"error\":{\"code\":402,\"message\":\"m\",\"metadata\":{\"limit_source\":\"openrouter_in_flight_budget\"}}}";
        upstream.then(wire -> wire.json(402, body, "Retry-After: 0"), wire -> wire.json(200, answer()));
        provider(1, false).generate(request(upstream.base()), exchange());
        assertThat(upstream.posts()).isEqualTo(2);
    }

    @Test
    void aRefusedPortIsTriedAgainAndNothingWasSent() throws Exception {
        TaskExchange exchange = exchange();
        UpstreamException failure = fails("http://127.0.0.1:1/v1", exchange, 2, false);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failure.code()).isEqualTo("unreachable");
        assertThat(exchange.failures).hasSize(3);
    }

    @Test
    void aNameThatDoesNotResolveWasNotSent() throws Exception {
        TaskExchange exchange = exchange();
        UpstreamException failure = fails("https://no-such-host.invalid/v1", exchange, 0, false);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failure.code()).isEqualTo("unreachable");
    }

    @Test
    void aServerThatDoesNotSpeakTlsWasNotSentAnything() throws Exception {
        TaskExchange exchange = exchange();
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
            TaskExchange exchange = exchange(Duration.ofMillis(1_500));
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

    static Stream<Arguments> silences() {
        return Stream.of(arguments("hang in the body", (Script) Wire::hang), arguments("slow drip", (Script)
                wire -> wire.drip(20)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("silences")
    void whatEndsWithTheDeadlineClosesTheSocket(String name, Script then) throws Exception {
        whatBreaksAfterSendingIsUnknownAndNotSentAgain(name, 5_000_000, then, "timeout");
    }

    @Test
    void anInterruptIsACancel() throws Exception {
        upstream.then(Script.class.cast((Script) Wire::hang));
        TaskExchange exchange = exchange();
        CompletableFuture<UpstreamException> failure = new CompletableFuture<>();
        Thread worker = Thread.ofVirtual().start(() -> failure.complete(fails(exchange, 2, true)));
        assertThat(upstream.awaitRequest()).isTrue();
        worker.interrupt();
        assertThat(failure.get(10, TimeUnit.SECONDS).code()).isEqualTo("canceled");
        assertThat(upstream.awaitClosedByClient()).isTrue();
    }

    @Test
    void aCancelEndsTheWaitForTheNextTry() throws Exception {
        upstream.then(wire -> wire.json(429, "{}", "Retry-After: 30"));
        TaskExchange exchange = exchange(Duration.ofMinutes(1));
        CompletableFuture<UpstreamException> failure = CompletableFuture.supplyAsync(() -> fails(exchange, 1, false));
        org.awaitility.Awaitility.await().until(() -> exchange.failures.size() == 1);
        exchange.cancel();
        assertThat(failure.get(10, TimeUnit.SECONDS).code()).isEqualTo("canceled");
        assertThat(upstream.posts()).isEqualTo(1);
    }
}
