package studio.upstream;

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
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import studio.upstream.failure.ErrorEnvelope;
import studio.upstream.failure.FailureFlags;
import studio.web.WholeJson;

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

    /** Calls the annotated method of a REST client with the call that it is given. */
    @FunctionalInterface
    public interface Sending {
        Answer send(UpstreamCall<Answer> call, PaidPost post) throws IOException;
    }

    /** A paid call of a form that promises nothing about failures. */
    public Answer paid(Connection connection, Exchange exchange, Writing writing, Sending sending) {
        return paid(connection, exchange, Billing.FAILURES_MAY_COST, writing, sending);
    }

    /**
     * A paid call.
     *
     * @throws UpstreamException for everything that keeps the picture away
     * @throws UncheckedIOException when the disk fails
     */
    public Answer paid(Connection connection, Exchange exchange, Billing billing, Writing writing, Sending sending) {
        try {
            PaidPost post = writing.write(exchange.folder());
            try {
                return paid(connection, exchange, billing, call -> {
                    try {
                        return sending.send(call, post);
                    } catch (IOException disk) {
                        throw new UncheckedIOException(disk);
                    }
                });
            } finally {
                Files.deleteIfExists(post.body());
            }
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    /**
     * A paid call to an upstream with tasks: pictures, a ticket that is on disk when this returns, or its last word.
     *
     * @param sending calls the REST client's method with the call and what to send
     */
    public TaskReply submit(
            Connection connection, Exchange exchange, Dialect dialect, Writing writing, Submitting sending) {
        String apiKey = connection.apiKey();
        TaskReader reader = reader(connection, exchange, dialect);
        try {
            PaidPost post = writing.write(exchange.folder());
            try {
                return ended(
                        new UpstreamCall<>(
                                exchange,
                                vertx,
                                retries,
                                apiKey,
                                Billing.FAILURES_MAY_COST,
                                settings.timeout(),
                                reply -> {
                                    TaskReply read = reader.submitted(reply);
                                    return read instanceof TaskReply.Working working
                                            ? accepted(working, dialect, reply.status(), exchange)
                                            : read;
                                }),
                        call -> {
                            try {
                                return sending.send(call, post);
                            } catch (IOException disk) {
                                throw new UncheckedIOException(disk);
                            }
                        });
            } finally {
                Files.deleteIfExists(post.body());
            }
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    /** Calls the annotated method of a REST client for an upstream with tasks. */
    @FunctionalInterface
    public interface Submitting {
        TaskReply send(UpstreamCall<TaskReply> call, PaidPost post) throws IOException;
    }

    private static TaskReply accepted(TaskReply.Working working, Dialect dialect, int status, Exchange exchange) {
        String id = working.id() == null ? String.valueOf(working.address()) : working.id();
        Ticket ticket = new Ticket(id, working.address(), dialect.protocol(), dialect.name(), Instant.now());
        exchange.submitted(ticket);
        exchange.answerStarts(status, id);
        return new TaskReply.Accepted(ticket);
    }

    /** A free question for the result of a task, on its behalf and into its folder. */
    public TaskReply poll(
            Connection connection,
            Exchange exchange,
            Dialect dialect,
            Function<UpstreamCall<TaskReply>, TaskReply> run) {
        TaskReader reader = reader(connection, exchange, dialect);
        return ended(
                new UpstreamCall<>(
                        FreeExchange.of(exchange, settings.timeout()),
                        vertx,
                        retries,
                        connection.apiKey(),
                        dialect.billing(),
                        settings.timeout(),
                        reader::polled),
                run);
    }

    private static TaskReader reader(Connection connection, Exchange exchange, Dialect dialect) {
        String apiKey = connection.apiKey();
        AnswerReader answers = new AnswerReader(exchange.folder(), apiKey, dialect.billing(), exchange::partial);
        return new TaskReader(
                Objects.requireNonNull(dialect.task()), answers, exchange.folder(), apiKey, dialect.billing());
    }

    private Answer paid(
            Connection connection, Exchange exchange, Billing billing, Function<UpstreamCall<Answer>, Answer> run) {
        String apiKey = connection.apiKey();
        AnswerReader reader = new AnswerReader(exchange.folder(), apiKey, billing, exchange::partial);
        return ended(
                new UpstreamCall<>(exchange, vertx, retries, apiKey, billing, settings.timeout(), reader::read), run);
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

    private static JsonNode json(LiveCall.Reply reply, String apiKey) throws IOException {
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
