package studio.upstream.images;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;
import studio.upstream.dialect.CallBody;
import studio.upstream.dialect.Dialect;
import studio.upstream.dialect.Dialects;
import studio.upstream.failure.UpstreamErrors;
import studio.upstream.transport.ApiBase;
import studio.upstream.transport.UpstreamCalls;

/** Pictures through {@code POST /images/generations} and {@code /images/edits}: OpenAI, Azure and compatible providers. */
@Singleton
class ImagesProvider implements ImageProvider {
    /** Keys share a few turns: two that meet by chance only wait for each other. */
    private static final int TURNS = 64;

    private final UpstreamCalls calls;
    private final Dialects dialects;
    private final List<Semaphore> turns =
            Stream.generate(() -> new Semaphore(1, true)).limit(TURNS).toList();

    ImagesProvider(UpstreamCalls calls, Dialects dialects) {
        this.calls = calls;
        this.dialects = dialects;
    }

    @Override
    public Protocol protocol() {
        return Protocol.OPENAI_IMAGES;
    }

    @Override
    public Answer generate(ImageRequest request, Exchange exchange) {
        Connection connection = request.connection();
        Dialect dialect = dialects.of(connection);
        CallBody.check(request, dialect, null);
        if (!dialect.oneAtATime()) {
            return call(request, exchange, dialect);
        }
        Semaphore turn = turn(connection, exchange);
        try {
            return call(request, exchange, dialect);
        } finally {
            turn.release();
        }
    }

    private Answer call(ImageRequest request, Exchange exchange, Dialect dialect) {
        Connection connection = request.connection();
        Dialect.References place = dialect.references();
        boolean edits = !request.references().isEmpty() && place != null && place.edits();
        URI url = base(connection, dialect).at(edits ? "/images/edits" : "/images/generations");
        return calls.paid(
                dialect.target(connection, url),
                exchange,
                Billing.FAILURES_MAY_COST,
                CallBody.write(request, dialect, null));
    }

    /**
     * Waits for a key's turn, for providers that refuse a second call of it (Zhipu: 429 with code 1302), as long as the call may take.
     *
     * @throws UpstreamException {@code rate_limited} when its turn did not come in time, {@code canceled}
     */
    private Semaphore turn(Connection connection, Exchange exchange) {
        Semaphore turn = turns.get(Math.floorMod(connection.apiKey().hashCode(), TURNS));
        try {
            if (turn.tryAcquire(exchange.deadline().left().toMillis(), TimeUnit.MILLISECONDS)) {
                return turn;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UpstreamErrors.canceled(false, e);
        }
        ReportedError busy =
                ReportedError.of("This provider takes one call at a time for each key, and others were first");
        throw new UpstreamException(FailureCode.RATE_LIMITED, Outcome.NOT_SENT, busy, null);
    }

    @Override
    public List<UpstreamModel> models(Connection connection) {
        Dialect dialect = dialects.of(connection);
        ApiBase base = base(connection, dialect);
        // Azure's deployments have a path of their own; what there is to deploy is listed beside it.
        ApiBase listed = new ApiBase(base.base().replaceFirst("/deployments/[^/]+$", ""), base.query());
        return ModelList.read(calls.json(dialect.target(connection, listed.at("/models"))));
    }

    @Override
    public ConnectionCheck check(Connection connection, String model) {
        return dialects.of(connection).check(models(connection), model);
    }

    private static ApiBase base(Connection connection, Dialect dialect) {
        return ApiBase.of(connection.endpoint(), dialect.basePath());
    }
}
