package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.model.ModelEntry;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;
import studio.upstream.transport.ApiBase;
import studio.upstream.transport.RequestFile;
import studio.upstream.transport.Target;
import studio.upstream.transport.UpstreamCalls;

/**
 * Pictures through OpenRouter's {@code POST /images}. OpenRouter's guide says of it: a picture is billed in full when it is
 * complete, and a request that failed is not billed ({@link Billing#FAILURES_ARE_FREE}).
 */
@Singleton
class OpenRouterProvider implements ImageProvider {
    /** The name that OpenRouter's usage page shows for these calls. */
    private static final String TITLE = "Image Studio";

    /** What an upstream answers that does not know the filter of the list. */
    private static final Set<Integer> FILTER_UNKNOWN = Set.of(400, 404, 422);

    private final UpstreamCalls calls;
    private final Discovery discovery;

    OpenRouterProvider(UpstreamCalls calls, Discovery discovery) {
        this.calls = calls;
        this.discovery = discovery;
    }

    @Override
    public Protocol protocol() {
        return Protocol.OPENROUTER_IMAGES;
    }

    @Override
    public Answer generate(ImageRequest request, Exchange exchange) {
        Connection connection = request.connection();
        URI url = ApiBase.of(connection.endpoint()).at("/images");
        boolean stream = request.options().partialImages() > 0
                && discovery
                        .find(connection, request.model())
                        .filter(ImageModel::streams)
                        .isPresent();
        return calls.paid(
                Target.bearer(connection, url).with("X-OpenRouter-Title", TITLE),
                exchange,
                Billing.FAILURES_ARE_FREE,
                folder -> RequestFile.write(folder, ImageCall.json(request, stream)));
    }

    /** Both lists: the general one has names and prices, the Image API's may have models that the other leaves out. */
    @Override
    public List<UpstreamModel> models(Connection connection) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        general(connection).path("data").forEach(all::add);
        JsonNode images = perhaps(connection, "/images/models");
        if (images != null) {
            images.path("data").forEach(all::add);
        }
        return ModelList.read(all);
    }

    /** Without the filter OpenRouter leaves out the models that make nothing but pictures. */
    private JsonNode general(Connection connection) {
        ApiBase endpoint = ApiBase.of(connection.endpoint());
        try {
            return calls.json(Target.bearer(connection, endpoint.at("/models", "output_modalities=image")));
        } catch (UpstreamException refused) {
            if (!FILTER_UNKNOWN.contains(refused.status())) {
                throw refused;
            }
            return calls.json(Target.bearer(connection, endpoint.at("/models")));
        }
    }

    /** The key first: the lists are public. */
    @Override
    public ConnectionCheck check(Connection connection, String model) {
        JsonNode key = perhaps(connection, "/key");
        ConnectionCheck.Balance balance = key == null ? null : Account.balance(key);
        return ConnectionCheck.of(models(connection), model, balance);
    }

    @Override
    public Optional<ModelEntry> discover(Connection connection, String model) {
        return discovery.describe(connection, model);
    }

    @Override
    public boolean offers(Connection connection, String model) {
        return discovery.find(connection, model).isPresent();
    }

    /** Null where there is nothing at this path, as behind gateways that copy only a part of OpenRouter. */
    private @Nullable JsonNode perhaps(Connection connection, String path) {
        try {
            URI url = ApiBase.of(connection.endpoint()).at(path);
            return calls.json(Target.bearer(connection, url));
        } catch (UpstreamException e) {
            if (e.failure() != FailureCode.WRONG_PATH) {
                throw e;
            }
            return null;
        }
    }
}
