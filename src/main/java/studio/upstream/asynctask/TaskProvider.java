package studio.upstream.asynctask;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.ReportedError;
import studio.upstream.Ticket;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;
import studio.upstream.asynctask.TaskReader.TaskReply;
import studio.upstream.dialect.CallBody;
import studio.upstream.dialect.Dialect;
import studio.upstream.dialect.Dialect.Submission;
import studio.upstream.dialect.Dialects;
import studio.upstream.failure.UpstreamErrors;
import studio.upstream.transport.Body;
import studio.upstream.transport.Target;
import studio.upstream.transport.UpstreamCalls;

/** Sends a call and, where its answer is a task's id, asks for the result. One bean for each protocol with tasks. */
class TaskProvider implements ImageProvider {
    static class Beans {
        /** Providers and relays whose answer is a task: Black Forest Labs, APIMart, sub2api and what resembles them. */
        @Produces
        @Singleton
        ImageProvider asyncTasks(UpstreamCalls calls, Dialects dialects) {
            return new TaskProvider(Protocol.ASYNC_TASKS, calls, dialects, null);
        }

        /** Alibaba's native form (DashScope, Model Studio): some models answer at once, others with a task. */
        @Produces
        @Singleton
        ImageProvider dashScope(UpstreamCalls calls, Dialects dialects) {
            return new TaskProvider(Protocol.DASHSCOPE, calls, dialects, null);
        }
    }

    private static final Logger LOG = Logger.getLogger(TaskProvider.class);
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(5);

    private final Protocol protocol;
    private final UpstreamCalls calls;
    private final Dialects dialects;
    private final @Nullable Duration every;

    /** @param every the shortest wait between two questions; null: the dialect's */
    TaskProvider(Protocol protocol, UpstreamCalls calls, Dialects dialects, @Nullable Duration every) {
        this.protocol = protocol;
        this.calls = calls;
        this.dialects = dialects;
        this.every = every;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public Answer generate(ImageRequest request, Exchange exchange) {
        Connection connection = request.connection();
        Dialect dialect = dialects.of(connection);
        Submission submission = dialect.submission(request.model());
        boolean references = !request.references().isEmpty();
        CallBody.check(request, dialect, submission);
        URI url = new TaskAddresses(connection, dialect).submit(submission, request.model(), references);
        Target target = dialect.target(connection, url);
        Body body = CallBody.write(request, dialect, submission);
        if (submission.atOnce()) {
            return calls.paid(target, exchange, dialect.billing(), body);
        }
        TaskReader reader = new TaskReader(connection, exchange, dialect);
        TaskReply reply = calls.paid(
                target.with("X-DashScope-Async", protocol == Protocol.DASHSCOPE ? "enable" : null),
                exchange,
                Billing.FAILURES_MAY_COST,
                body,
                reader::submitted);
        return switch (reply) {
            case TaskReply.Done done -> done.answer();
            case TaskReply.Failed failed -> throw failed.why();
            case TaskReply.Accepted accepted -> await(connection, accepted.ticket(), exchange, dialect);
            case TaskReply.Gone _, TaskReply.Working _ ->
                throw new UpstreamException(FailureCode.RESULT_EXPIRED, Outcome.UNKNOWN, ReportedError.NOTHING, null);
        };
    }

    @Override
    public Answer resume(Connection connection, Ticket ticket, Exchange exchange) {
        return await(connection, ticket, exchange, dialects.of(connection));
    }

    private Answer await(Connection connection, Ticket ticket, Exchange exchange, Dialect dialect) {
        TaskAddresses addresses = new TaskAddresses(connection, dialect);
        Target target = dialect.target(connection, addresses.poll(ticket));
        Duration pause =
                every != null ? every : Objects.requireNonNull(dialect.task()).every();
        try {
            return new AwaitResult(ticket, exchange, pause)
                    .by(() -> calls.free(
                            target,
                            exchange,
                            dialect.billing(),
                            new TaskReader(connection, exchange, dialect)::polled));
        } catch (UpstreamException e) {
            URI cancel = addresses.cancel(ticket);
            boolean calledOff = exchange.canceled() && cancel != null && callOff(dialect.target(connection, cancel));
            throw calledOff ? UpstreamErrors.canceled(false, e) : e;
        }
    }

    /** @return whether the upstream has taken it; then there is nothing left to ask for */
    private boolean callOff(Target cancel) {
        boolean interrupted = Thread.interrupted();
        try {
            JsonNode unused = calls.json(cancel, CANCEL_LIMIT, Body.empty());
            return true;
        } catch (RuntimeException e) {
            LOG.debugf(e, "The upstream did not take the cancel");
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** From the list of models, or whatever else is free and wants the key. */
    @Override
    public List<UpstreamModel> models(Connection connection) {
        Dialect dialect = dialects.of(connection);
        URI url = new TaskAddresses(connection, dialect).at(dialect.listsModels() ? "/models" : dialect.checkPath());
        JsonNode answer = calls.json(dialect.target(connection, url));
        return dialect.listsModels() ? ModelList.read(answer) : ModelList.of(dialect.knownModels());
    }

    @Override
    public ConnectionCheck check(Connection connection, String model) {
        return dialects.of(connection).check(models(connection), model);
    }
}
