package studio.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.problem.Language;
import studio.testing.UpstreamDouble.Script;
import studio.testing.UpstreamDouble.Wire;
import studio.upstream.transport.UpstreamCalls;

/**
 * What every adapter makes of an upstream that refuses, fails or breaks off: how it is called, how it stands, and how many paid
 * requests it causes, counted on a real socket. A subclass lends the adapter, a request for it and an answer with a picture.
 */
public abstract class FaultsConformance extends ProviderScene {
    private static final int RETRIES = 1;

    protected abstract ImageProvider provider(UpstreamCalls calls);

    protected abstract ImageRequest request(String endpoint) throws IOException;

    /** A whole answer with the picture {@link #PNG}. */
    protected abstract String answer();

    protected final ImageProvider provider(int retries, boolean retryUnknown) {
        return provider(calls(client, vertx, retries, retryUnknown));
    }

    /** Whether the provider promises that a failure costs nothing, so that none is left open and each may be sent again. */
    protected boolean failuresAreFree() {
        return false;
    }

    /** @param code the upstream's own; empty: any, {@code -}: none */
    public record Fault(int status, String expected, boolean billed, String code, String name, String body) {
        private static Fault of(String line) {
            String[] cells = line.split("\\|", 6);
            return new Fault(
                    Integer.parseInt(cells[0]),
                    cells[1],
                    cells[2].equals("$"),
                    cells[3],
                    cells[4],
                    cells[5].replace("{key}", KEY).replace("\\n", "\n").replace("\\r", "\r"));
        }

        /** Where failures are free, none that was answered is left open. */
        private String expected(boolean free) {
            return !free
                    ? expected
                    : expected.replaceFirst("UNKNOWN (timeout|upstream_error)", "REFUSED failed_unbilled")
                            .replace("UNKNOWN rate_limited", "REFUSED rate_limited");
        }

        @Override
        public String toString() {
            return status + " " + name;
        }
    }

    static List<Fault> faults() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/corpus/faults.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(Fault::of)
                .toList();
    }

    protected final TaskExchange exchange(Duration limit) throws IOException {
        return new TaskExchange(folder.resolve("task"), limit);
    }

    protected final TaskExchange exchange() throws IOException {
        return exchange(Duration.ofSeconds(20));
    }

    protected final UpstreamException fails(String endpoint, TaskExchange exchange, int retries, boolean retryUnknown) {
        UpstreamException failure = catchThrowableOfType(
                UpstreamException.class, () -> provider(retries, retryUnknown).generate(request(endpoint), exchange));
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.message().in(Language.CHINESE))
                .as("Chinese")
                .containsPattern("[\\u4e00-\\u9fff]")
                .endsWith("。");
        assertThat(failure.message().in(Language.ENGLISH))
                .as("English")
                .endsWith(".")
                .doesNotContainPattern("[\\u4e00-\\u9fff]");
        assertThat(failure.toString()).doesNotContain(KEY);
        assertThat(exchange.folder().toFile().list()).as("leftovers").allMatch(file -> file.startsWith("partial-"));
        return failure;
    }

    protected final UpstreamException fails(TaskExchange exchange, int retries, boolean retryUnknown) {
        return fails(upstream.base(), exchange, retries, retryUnknown);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void isCalledWhatItIsAndSentAgainOnlyWhereItCostsNothing(Fault fault) throws Exception {
        upstream.then(
                wire -> wire.json(fault.status(), fault.body(), "X-Request-Id: r-1", "Location: http://127.0.0.1:1/"));
        TaskExchange exchange = exchange();
        String expected = fault.expected(failuresAreFree());
        boolean again = expected.startsWith("REFUSED") || expected.startsWith("NOT_SENT");

        UpstreamException failure = fails(exchange, RETRIES, false);

        assertThat(failure.outcome() + " " + failure.code()).isEqualTo(expected);
        assertThat(failure.status()).isEqualTo(fault.status());
        assertThat(failure.mayBeBilled()).isEqualTo(fault.billed() && !again);
        if (!fault.code().isEmpty()) {
            assertThat(failure.upstreamCode()).isEqualTo(fault.code().equals("-") ? null : fault.code());
        }
        assertThat(upstream.requests()).hasSize(again ? RETRIES + 1 : 1);
        assertThat(exchange.events)
                .startsWith("starts 1", "answer " + fault.status() + " r-1", "failed 1 " + expected)
                .hasSize(again ? 3 * (RETRIES + 1) : 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aRefusalIsSentAgainAsOftenAsConfigured(int retries) throws Exception {
        upstream.then(wire -> wire.json(503, "{\"error\":{\"message\":\"overloaded\"}}"));
        TaskExchange exchange = exchange();

        UpstreamException failure = fails(exchange, retries, false);

        assertThat(failure.code()).isEqualTo("overloaded");
        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(upstream.posts()).isEqualTo(retries + 1);
        assertThat(exchange.failures).hasSize(retries + 1);
        assertThat(exchange.events.stream().filter(e -> e.startsWith("starts"))).hasSize(retries + 1);
    }

    @Test
    void afterARefusalTheSameIsSentAndMaySucceed() throws Exception {
        upstream.then(wire -> wire.json(529, "{}"), wire -> wire.json(200, answer()));
        TaskExchange exchange = exchange();
        provider(1, false).generate(request(upstream.base()), exchange);
        assertThat(upstream.posts()).isEqualTo(2);
        assertThat(exchange.events)
                .containsExactly(
                        "starts 1", "answer 529 null", "failed 1 REFUSED overloaded", "starts 2", "answer 200 null");
        assertThat(upstream.requests().get(0).body())
                .isEqualTo(upstream.requests().get(1).body());
    }

    @Test
    void anUnknownOutcomeIsSentAgainOnlyWhenTheUserWantsIt() throws Exception {
        upstream.then(Script.class.cast((Script) Wire::reset));
        assertThat(fails(exchange(), 2, true).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(upstream.posts()).isEqualTo(3);
    }

    /** An answer up to the middle of its picture, then what happens. */
    protected final Script inTheBody(int length, Script then) {
        byte[] start = answer().substring(0, answer().indexOf(base64(PNG)) + 6).getBytes(StandardCharsets.UTF_8);
        return wire -> {
            wire.head(200, "application/json", length);
            wire.write(start);
            then.run(wire);
        };
    }

    static Stream<Arguments> breaks() {
        return Stream.of(
                arguments("reset before headers", 0, (Script) Wire::reset, "cut"),
                arguments("closed before headers", 0, (Script) Wire::close, "cut"),
                arguments("reset in the body", 5_000_000, (Script) Wire::reset, "cut"),
                arguments("closed in the body", 5_000_000, (Script) Wire::close, "cut"),
                arguments("closed in a body without length", -1, (Script) Wire::close, "cut"),
                arguments("hang before headers", 0, (Script) Wire::hang, "timeout"));
    }

    /** @param length of the answer's body; 0: it breaks before its headers */
    @ParameterizedTest(name = "{0}")
    @MethodSource("breaks")
    protected void whatBreaksAfterSendingIsUnknownAndNotSentAgain(String name, int length, Script then, String code)
            throws Exception {
        upstream.then(length == 0 ? then : inTheBody(length, then));
        Instant start = Instant.now();
        TaskExchange exchange = exchange(code.equals("timeout") ? Duration.ofMillis(1_200) : Duration.ofSeconds(20));

        UpstreamException failure = fails(exchange, 2, false);

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.code()).as(name, failure).isEqualTo(code);
        assertThat(upstream.posts()).isEqualTo(1);
        assertThat(exchange.failures).hasSize(1);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
        if (code.equals("timeout")) {
            assertThat(upstream.awaitClosedByClient())
                    .as("the socket was closed")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5_000_000})
    void aCancelClosesTheSocketForReal(int length) throws Exception {
        upstream.then(length == 0 ? Wire::hang : inTheBody(length, Wire::hang));
        TaskExchange exchange = exchange(Duration.ofMinutes(1));
        CompletableFuture<UpstreamException> failure = CompletableFuture.supplyAsync(() -> fails(exchange, 2, true));
        assertThat(upstream.awaitRequest()).isTrue();
        if (length > 0) {
            Awaitility.await().until(() -> exchange.events.contains("answer 200 null"));
        }

        exchange.cancel();

        assertThat(failure.get(10, TimeUnit.SECONDS).code()).isEqualTo("canceled");
        assertThat(failure.get().outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(upstream.awaitClosedByClient()).isTrue();
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aCancelBeforeTheCallSendsNothing() throws Exception {
        TaskExchange exchange = exchange();
        exchange.cancel();
        UpstreamException failure = fails(exchange, 2, true);
        assertThat(failure.code()).isEqualTo("canceled");
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(upstream.connections()).isZero();
        assertThat(exchange.events).isEmpty();
    }

    @Test
    void aCancelWhileTheAttemptIsRecordedSendsNothing() throws Exception {
        TaskExchange exchange = exchange();
        exchange.whenAttemptStarts(exchange::cancel);
        assertThat(fails(exchange, 2, true).code()).isEqualTo("canceled");
        assertThat(upstream.posts()).isZero();
    }
}
