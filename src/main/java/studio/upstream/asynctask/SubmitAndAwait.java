package studio.upstream.asynctask;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
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
import studio.upstream.Ticket;
import studio.upstream.Told;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;
import studio.upstream.dialect.AsyncTask;
import studio.upstream.dialect.Dialect;
import studio.upstream.dialect.Dialects;
import studio.upstream.dialect.KeyHeaders;
import studio.upstream.dialect.Submission;
import studio.upstream.failure.UpstreamErrors;
import studio.upstream.transport.UpstreamCalls;

/** Sends a call and, where its answer is a task's id, asks for the result: what the protocols with tasks share. */
abstract class SubmitAndAwait implements ImageProvider {
    private static final Logger LOG = Logger.getLogger(SubmitAndAwait.class);
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(5);

    private final AsyncTaskClient client;
    private final UpstreamCalls calls;
    private final Dialects dialects;

    SubmitAndAwait(AsyncTaskClient client, UpstreamCalls calls, Dialects dialects) {
        this.client = client;
        this.calls = calls;
        this.dialects = dialects;
    }

    @Override
    public Answer generate(ImageRequest request, Exchange exchange) {
        Connection connection = request.connection();
        Dialect dialect = dialects.of(connection);
        Submission submission = dialect.submission(request.model());
        boolean references = !request.references().isEmpty();
        if (references && dialect.references() == Dialect.References.NONE && submission.references() == null) {
            throw new UpstreamException(
                    FailureCode.BAD_REQUEST,
                    Outcome.FINAL,
                    Told.of("Nothing was sent: " + dialect.label() + " has no place for reference pictures"),
                    null);
        }
        URI url = new TaskAddresses(connection, dialect).submit(submission, request.model(), references);
        KeyHeaders key = KeyHeaders.of(connection, dialect);
        CallBody body = new CallBody(request, dialect, submission);
        if (!submission.task()) {
            return calls.paid(
                    connection,
                    exchange,
                    dialect.billing(),
                    folder -> body.write(url, folder),
                    (call, post) -> client.generate(call, post, key));
        }
        String dashScopeAsync = dialect.protocol() == Protocol.DASHSCOPE ? "enable" : null;
        TaskReader reader = new TaskReader(connection, exchange, dialect);
        TaskReply reply = calls.paid(
                connection,
                exchange,
                Billing.FAILURES_MAY_COST,
                folder -> body.write(url, folder),
                reader::submitted,
                (call, post) -> client.submit(call, post, key, dashScopeAsync));
        return switch (reply) {
            case TaskReply.Done done -> done.answer();
            case TaskReply.Failed failed -> throw failed.why();
            case TaskReply.Accepted accepted -> await(connection, accepted.ticket(), exchange, dialect);
            case TaskReply.Empty empty -> throw empty.why();
            case TaskReply.Gone ignored -> throw lost();
            case TaskReply.Working ignored -> throw lost();
        };
    }

    private static UpstreamException lost() {
        return new UpstreamException(FailureCode.RESULT_EXPIRED, Outcome.UNKNOWN, Told.NOTHING, null);
    }

    @Override
    public Answer resume(Connection connection, Ticket ticket, Exchange exchange) {
        return await(connection, ticket, exchange, dialects.of(connection));
    }

    private Answer await(Connection connection, Ticket ticket, Exchange exchange, Dialect dialect) {
        AsyncTask task = Objects.requireNonNull(dialect.task());
        TaskAddresses addresses = new TaskAddresses(connection, dialect);
        KeyHeaders key = KeyHeaders.of(connection, dialect);
        URI url = addresses.poll(ticket);
        try {
            return new AwaitResult(ticket, exchange, every(task))
                    .by(() -> calls.free(
                            connection,
                            exchange,
                            dialect.billing(),
                            new TaskReader(connection, exchange, dialect)::polled,
                            call -> client.poll(call, url, key)));
        } catch (UpstreamException e) {
            URI cancel = addresses.cancel(ticket);
            boolean calledOff = exchange.canceled() && cancel != null && callOff(connection, cancel, key);
            throw calledOff ? UpstreamErrors.canceled(false, e) : e;
        }
    }

    /** The shortest wait between two questions. */
    Duration every(AsyncTask task) {
        return task.every();
    }

    /** @return whether the upstream has taken it; then there is nothing left to ask for */
    private boolean callOff(Connection connection, URI url, KeyHeaders key) {
        boolean interrupted = Thread.interrupted();
        try {
            JsonNode unused = calls.free(connection, CANCEL_LIMIT, call -> client.cancel(call, url, key));
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

    @Override
    public List<UpstreamModel> models(Connection connection) {
        Dialect dialect = dialects.of(connection);
        JsonNode answer = ask(connection, dialect);
        return dialect.listsModels() ? ModelList.read(answer) : ModelList.of(dialect.knownModels());
    }

    @Override
    public ConnectionCheck check(Connection connection, String model) {
        ConnectionCheck check = ConnectionCheck.of(models(connection), model, null);
        return dialects.of(connection).listsModels() ? check : check.withoutModel();
    }

    /** The list of models, or whatever else is free and wants the key. */
    private JsonNode ask(Connection connection, Dialect dialect) {
        URI url = new TaskAddresses(connection, dialect).at(dialect.listsModels() ? "/models" : dialect.checkPath());
        KeyHeaders key = KeyHeaders.of(connection, dialect);
        return calls.free(connection, call -> client.json(call, url, key));
    }
}
