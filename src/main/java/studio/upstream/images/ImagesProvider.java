package studio.upstream.images;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.Exchange;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;
import studio.upstream.dialect.CallBody;
import studio.upstream.dialect.Dialect;
import studio.upstream.dialect.Dialects;
import studio.upstream.transport.ApiBase;
import studio.upstream.transport.UpstreamCalls;

/** Pictures through {@code POST /images/generations} and {@code /images/edits}: OpenAI, Azure and compatible providers. */
@Singleton
class ImagesProvider implements ImageProvider {
    private final UpstreamCalls calls;
    private final Dialects dialects;
    private final OneAtATime turns;

    ImagesProvider(UpstreamCalls calls, Dialects dialects, OneAtATime turns) {
        this.turns = turns;
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
        boolean edits = !request.references().isEmpty() && dialect.references().edits();
        URI url = base(connection, dialect).at(edits ? "/images/edits" : "/images/generations");
        Supplier<Answer> call = () -> calls.paid(
                dialect.target(connection, url),
                exchange,
                Billing.FAILURES_MAY_COST,
                folder -> CallBody.write(request, dialect, folder));
        return dialect.oneAtATime() ? turns.run(connection, exchange, call) : call.get();
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
