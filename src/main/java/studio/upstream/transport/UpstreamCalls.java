package studio.upstream.transport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import studio.json.WholeJson;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamSettings;
import studio.upstream.answer.AnswerReader;
import studio.upstream.answer.Reply;
import studio.upstream.failure.ErrorEnvelope;
import studio.upstream.failure.FailureFlags;
import studio.upstream.failure.RequestIds;
import studio.upstream.failure.UpstreamErrors;

/** Makes calls to upstreams: what every adapter's request goes through. */
@Singleton
public class UpstreamCalls {
    private static final Duration LIST_LIMIT = Duration.ofSeconds(30);
    private static final int MAX_LIST = 16 << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper(new WholeJson());

    private final Vertx vertx;
    private final RetryPolicy retries;
    private final UpstreamSettings settings;

    public UpstreamCalls(Vertx vertx, RetryPolicy retries, UpstreamSettings settings) {
        this.vertx = vertx;
        this.retries = retries;
        this.settings = settings;
    }

    /** Writes what is sent into a folder; the body's file is removed when the call has ended. */
    @FunctionalInterface
    public interface Writing {
        PaidPost write(Path folder) throws IOException;
    }

    /** Reads the answer; an {@link IOException} means that the connection broke or the disk failed. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(Reply reply) throws IOException;
    }

    /** Calls the annotated method of a REST client with the call and what to send. */
    @FunctionalInterface
    public interface Sending<T> {
        T send(UpstreamCall<T> call, PaidPost post) throws IOException;
    }

    /**
     * A paid call whose answer is the pictures.
     *
     * @param billing what the protocol promises about failures
     * @throws UpstreamException for everything that keeps the picture away
     * @throws UncheckedIOException when the disk fails
     */
    public Answer paid(
            Connection connection, Exchange exchange, Billing billing, Writing writing, Sending<Answer> sending) {
        AnswerReader reader = new AnswerReader(exchange.folder(), connection.apiKey(), billing, exchange::partial);
        return paid(connection, exchange, billing, writing, reader::read, sending);
    }

    /** A paid call whose answer the caller reads. */
    public <T> T paid(
            Connection connection,
            Exchange exchange,
            Billing billing,
            Writing writing,
            Reading<T> reading,
            Sending<T> sending) {
        try {
            PaidPost post = writing.write(exchange.folder());
            UpstreamCall<T> call = new UpstreamCall<>(
                    exchange, vertx, retries, connection.apiKey(), billing, settings.timeout(), reading);
            try {
                return sending.send(call, post);
            } catch (FaultToleranceException limit) {
                throw call.ended(limit);
            } finally {
                Files.deleteIfExists(post.body());
            }
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    /** A free call on behalf of a task, within its time; ends with its cancel. */
    public <T> T free(
            Connection connection,
            Exchange task,
            Billing billing,
            Reading<T> reading,
            Function<UpstreamCall<T>, T> run) {
        return ended(
                new UpstreamCall<>(
                        FreeExchange.of(task, settings.timeout()),
                        vertx,
                        retries,
                        connection.apiKey(),
                        billing,
                        settings.timeout(),
                        reading),
                run);
    }

    /** A free call that may take half a minute. */
    public JsonNode free(Connection connection, Function<UpstreamCall<JsonNode>, JsonNode> run) {
        return free(connection, LIST_LIMIT, run);
    }

    /**
     * A free call for a JSON document of at most 16 MB.
     *
     * @param limit for all its tries together
     * @throws UpstreamException when it cannot be had; {@code wrong_path} when something else than a model API answers
     */
    public JsonNode free(Connection connection, Duration limit, Function<UpstreamCall<JsonNode>, JsonNode> run) {
        String apiKey = connection.apiKey();
        try {
            return ended(
                    new UpstreamCall<>(
                            new FreeExchange(limit),
                            vertx,
                            retries,
                            apiKey,
                            Billing.FAILURES_ARE_FREE,
                            limit,
                            reply -> json(reply, apiKey)),
                    run);
        } catch (UpstreamException e) {
            throw UpstreamErrors.ofFreeCall(e);
        }
    }

    private static JsonNode json(Reply reply, String apiKey) throws IOException {
        byte[] body = reply.body().readNBytes(MAX_LIST + 1);
        JsonNode tree = body.length > MAX_LIST ? null : MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
        if (tree == null || !tree.isContainerNode()) {
            throw UpstreamErrors.unreadable(
                    "not a list of models", reply.status(), RequestIds.of(reply.header()), apiKey, null);
        }
        boolean listed = tree.isArray()
                || tree.path("data").isArray()
                || tree.path("models").isArray();
        if (!listed && FailureFlags.in(tree)) {
            throw UpstreamErrors.saidInBody(
                    reply.status(),
                    ErrorEnvelope.of(tree),
                    RequestIds.of(reply.header()),
                    apiKey,
                    Billing.FAILURES_ARE_FREE);
        }
        return tree;
    }

    private static <T> T ended(UpstreamCall<T> call, Function<UpstreamCall<T>, T> run) {
        try {
            return run.apply(call);
        } catch (FaultToleranceException limit) {
            throw call.ended(limit);
        }
    }
}
