package studio.upstream.images;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import studio.model.Option;
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
import studio.upstream.Told;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;
import studio.upstream.dialect.Dialect;
import studio.upstream.dialect.Dialects;
import studio.upstream.dialect.JsonCall;
import studio.upstream.dialect.KeyHeaders;
import studio.upstream.dialect.MultipartCall;
import studio.upstream.transport.ApiBase;
import studio.upstream.transport.PaidPost;
import studio.upstream.transport.UpstreamCalls;

/** Pictures through {@code POST /images/generations} and {@code /images/edits}: OpenAI, Azure, and whoever speaks like them. */
@Singleton
class ImagesProvider implements ImageProvider {
    private final ImagesClient client;
    private final UpstreamCalls calls;
    private final Dialects dialects;
    private final OneAtATime turns;

    ImagesProvider(@RestClient ImagesClient client, UpstreamCalls calls, Dialects dialects, OneAtATime turns) {
        this.turns = turns;
        this.client = client;
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
        checkPictures(request, dialect);
        boolean edits = !request.references().isEmpty() && dialect.references().edits();
        URI url = base(connection, dialect).at(edits ? "/images/edits" : "/images/generations");
        KeyHeaders key = KeyHeaders.of(connection, dialect);
        Supplier<Answer> call = () -> calls.paid(
                connection,
                exchange,
                Billing.FAILURES_MAY_COST,
                folder -> post(request, dialect, url, folder),
                (sent, post) -> client.generate(sent, post, key));
        return dialect.oneAtATime() ? turns.run(connection, exchange, call) : call.get();
    }

    private static PaidPost post(ImageRequest request, Dialect dialect, URI url, Path folder) throws IOException {
        String key = request.connection().apiKey();
        if (!request.references().isEmpty() && dialect.references().multipart()) {
            MultipartCall form = MultipartCall.write(request, dialect, folder);
            return new PaidPost(url, key, form.body(), form.contentType());
        }
        return new PaidPost(url, key, JsonCall.write(request, dialect, folder), JsonCall.CONTENT_TYPE);
    }

    /** Capabilities say so before; a picture that is left out here would be paid for and not wanted. */
    private static void checkPictures(ImageRequest request, Dialect dialect) {
        boolean tooMany = !request.references().isEmpty() && dialect.references() == Dialect.References.NONE;
        boolean masked = request.mask() != null && !dialect.fields().containsKey(Option.MASK);
        if (tooMany || masked) {
            String what = masked ? "a mask" : "reference pictures";
            throw new UpstreamException(
                    FailureCode.BAD_REQUEST,
                    Outcome.FINAL,
                    Told.of("Nothing was sent: " + dialect.label() + " has no place for " + what),
                    null);
        }
    }

    @Override
    public List<UpstreamModel> models(Connection connection) {
        Dialect dialect = dialects.of(connection);
        URI url = listed(base(connection, dialect)).at("/models");
        KeyHeaders key = KeyHeaders.of(connection, dialect);
        JsonNode answer = calls.free(connection, call -> client.models(call, url, key));
        return ModelList.read(answer);
    }

    @Override
    public ConnectionCheck check(Connection connection, String model) {
        ConnectionCheck check = ConnectionCheck.of(models(connection), model, null);
        return dialects.of(connection).listsModels() ? check : check.withoutModel();
    }

    private static ApiBase base(Connection connection, Dialect dialect) {
        return ApiBase.of(connection.endpoint(), dialect.basePath());
    }

    /** Azure's deployments have a path of their own; what there is to deploy is listed beside it. */
    private static ApiBase listed(ApiBase base) {
        return new ApiBase(base.base().replaceFirst("/deployments/[^/]+$", ""), base.query());
    }
}
