package studio.upstream.transport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import studio.json.WholeJson;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamSettings;
import studio.upstream.answer.AnswerReader;
import studio.upstream.answer.Reply;
import studio.upstream.failure.AnswerSigns;
import studio.upstream.failure.Answered;
import studio.upstream.failure.ErrorEnvelope;
import studio.upstream.transport.UpstreamCall.Order;

/** Makes calls to upstreams: what every adapter's request goes through. */
@Singleton
public class UpstreamCalls {
    private static final Duration FREE_LIMIT = Duration.ofSeconds(30);
    private static final int MAX_FREE = 16 << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper(new WholeJson());
    private static final String ACCEPT = "application/json, text/event-stream;q=0.5, image/*;q=0.5";

    private final UpstreamClient client;
    private final Vertx vertx;
    private final RetryPolicy retries;
    private final UpstreamSettings settings;

    public UpstreamCalls(@RestClient UpstreamClient client, Vertx vertx, UpstreamSettings settings) {
        this.client = client;
        this.vertx = vertx;
        this.retries = new RetryPolicy(settings);
        this.settings = settings;
    }

    /** Reads the answer; an {@link IOException} means that the connection broke or the disk failed. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(Reply reply) throws IOException;
    }

    /**
     * A paid call whose answer is the pictures.
     *
     * @param billing what the protocol promises about failures
     * @throws UpstreamException for everything that keeps the picture away
     * @throws UncheckedIOException when the disk fails
     */
    public Answer paid(Target target, Exchange exchange, Billing billing, Body body) {
        AnswerReader reader = new AnswerReader(exchange.folder(), target.apiKey(), billing, exchange);
        return paid(target, exchange, billing, body, reader::read);
    }

    /** A paid call whose answer the caller reads. */
    public <T> T paid(Target target, Exchange exchange, Billing billing, Body body, Reading<T> reading) {
        return run(new Order<>(accepting(target, ACCEPT), body, exchange, billing, settings.timeout(), reading));
    }

    /** A free GET on behalf of a task, within its time; ends with its cancel. */
    public <T> T free(Target target, Exchange task, Billing billing, Reading<T> reading) {
        Duration limit = settings.timeout();
        Exchange exchange = Exchange.Free.of(task, limit);
        return run(new Order<>(accepting(target, ACCEPT), null, exchange, billing, limit, reading));
    }

    /** A free GET for a JSON document, of half a minute at most. */
    public JsonNode json(Target target) {
        return json(target, FREE_LIMIT, null);
    }

    /**
     * A free question for a JSON document of at most 16 MB.
     *
     * @param limit for all its tries together
     * @param body of a POST; null: a GET
     * @throws UpstreamException when it cannot be had; {@code wrong_path} when something else than a model API answers
     */
    public JsonNode json(Target target, Duration limit, @Nullable Body body) {
        try {
            return run(new Order<>(
                    accepting(target, Body.JSON),
                    body,
                    Exchange.Free.in(Path.of(""), limit),
                    Billing.FAILURES_ARE_FREE,
                    limit,
                    reply -> document(reply, target.apiKey())));
        } catch (UpstreamException e) {
            int status = e.status();
            boolean noApi = e.failure() == FailureCode.UNREADABLE_ANSWER || status / 100 == 3;
            boolean nothing = noApi || status == 404 || status == 405;
            throw nothing ? new UpstreamException(FailureCode.WRONG_PATH, Outcome.FINAL, e.told(), e) : e;
        }
    }

    /** The same; empty where nothing is served at the address. */
    public Optional<JsonNode> found(Target target) {
        try {
            return Optional.of(json(target));
        } catch (UpstreamException e) {
            if (e.failure() == FailureCode.WRONG_PATH) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Target accepting(Target target, String types) {
        return target.with("Accept", types).with("Accept-Encoding", "identity");
    }

    private <T> T run(Order<T> order) {
        try {
            return client.attempt(new UpstreamCall<>(vertx, retries, order));
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    private static JsonNode document(Reply reply, String apiKey) throws IOException {
        byte[] body = reply.body().readNBytes(MAX_FREE + 1);
        JsonNode tree = body.length > MAX_FREE ? null : MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
        Answered answered = Answered.of(reply.status(), reply.header(), apiKey, Billing.FAILURES_ARE_FREE);
        if (tree == null || !tree.isContainerNode()) {
            throw answered.unreadable("not a list of models", null);
        }
        boolean listed = tree.isArray()
                || tree.path("data").isArray()
                || tree.path("models").isArray();
        if (!listed && AnswerSigns.failed(tree)) {
            throw answered.said(ErrorEnvelope.of(tree));
        }
        return tree;
    }
}
