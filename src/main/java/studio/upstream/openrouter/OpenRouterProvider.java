package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.model.ModelEntry;
import studio.model.PictureOptions;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.ConnectionCheck;
import studio.upstream.ConnectionCheck.Balance;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;
import studio.upstream.transport.ApiBase;
import studio.upstream.transport.Body;
import studio.upstream.transport.Body.Fields;
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
        boolean stream = request.options().partialImages() > 0
                && discovery
                        .find(connection, request.model())
                        .filter(Discovery.ImageModel::streams)
                        .isPresent();
        return calls.paid(
                Target.of(connection, "/images").with("X-OpenRouter-Title", TITLE),
                exchange,
                Billing.FAILURES_ARE_FREE,
                Body.json(picture(request, stream)));
    }

    /** @param stream whether the model can show unfinished pictures; how many come is the provider's to choose */
    private static Fields picture(ImageRequest request, boolean stream) {
        PictureOptions options = request.options();
        List<Object> references =
                request.references().stream().map(Body::imageUrl).toList();
        // Exact pixels say everything; a tier or ratio that does not match them is refused.
        boolean exact = options.size() != null;
        return new Fields()
                .with("model", request.model())
                .with("prompt", request.prompt())
                .with("n", request.count() > 1 ? request.count() : null)
                .with("size", options.size())
                .with("aspect_ratio", exact ? null : options.aspectRatio())
                .with("resolution", exact ? null : options.imageSize())
                .with("quality", options.quality())
                .with("output_format", options.outputFormat())
                .with("output_compression", options.outputCompression())
                .with("background", options.background())
                .with("input_references", references.isEmpty() ? null : references)
                .with("stream", stream ? true : null);
    }

    /** Both lists: the general one has names and prices, the Image API's may have models that the other leaves out. */
    @Override
    public List<UpstreamModel> models(Connection connection) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        general(connection).path("data").forEach(all::add);
        calls.found(Target.of(connection, "/images/models"))
                .ifPresent(images -> images.path("data").forEach(all::add));
        return ModelList.read(all);
    }

    /** Without the filter OpenRouter leaves out the models that make nothing but pictures. */
    private JsonNode general(Connection connection) {
        URI filtered = ApiBase.of(connection.endpoint()).at("/models", "output_modalities=image");
        try {
            return calls.json(Target.bearer(connection, filtered));
        } catch (UpstreamException refused) {
            if (!FILTER_UNKNOWN.contains(refused.status())) {
                throw refused;
            }
            return calls.json(Target.of(connection, "/models"));
        }
    }

    /** The key first: the lists are public. */
    @Override
    public ConnectionCheck check(Connection connection, String model) {
        Balance balance = calls.found(Target.of(connection, "/key"))
                .flatMap(OpenRouterProvider::balance)
                .orElse(null);
        return ConnectionCheck.of(models(connection), model, balance);
    }

    /** Of the key's own limit, if it has one; the credit of the whole account is shown to management keys only. */
    private static Optional<Balance> balance(JsonNode key) {
        BigDecimal left = dollars(key.at("/data/limit_remaining"));
        if (left == null) {
            return Optional.empty();
        }
        BigDecimal limit = dollars(key.at("/data/limit"));
        if (left.signum() <= 0) {
            String words = left.toPlainString() + " USD left" + (limit == null ? "" : " of " + limit.toPlainString());
            throw FailureCode.INSUFFICIENT_BALANCE.because(words);
        }
        return Optional.of(new Balance(left, limit));
    }

    private static @Nullable BigDecimal dollars(JsonNode amount) {
        String written = amount.asText("");
        return written.matches("-?[0-9]{1,12}(\\.[0-9]{1,20})?([eE]-?[0-9]{1,2})?") ? new BigDecimal(written) : null;
    }

    @Override
    public Optional<ModelEntry> discover(Connection connection, String model) {
        return discovery.describe(connection, model);
    }

    @Override
    public boolean offers(Connection connection, String model) {
        return discovery.find(connection, model).isPresent();
    }
}
