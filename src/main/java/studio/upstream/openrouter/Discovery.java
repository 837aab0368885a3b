package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import studio.files.Sha256;
import studio.model.ModelEntry;
import studio.model.Price;
import studio.upstream.Connection;
import studio.upstream.UpstreamException;
import studio.upstream.transport.ApiBase;
import studio.upstream.transport.Target;
import studio.upstream.transport.UpstreamCalls;

/**
 * Which models the Image API offers, what they can do and what they cost, as OpenRouter itself says. Remembered by endpoint
 * and key, since a key's account may see other models.
 */
@Singleton
class Discovery {
    /** A form or a task waits for it. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int UPSTREAMS = 32;
    private static final int MODELS = 500;

    /** What may stand in the path: an author and a name, with a variant. */
    private static final Pattern MODEL = Pattern.compile("[\\w.-]{1,100}/[\\w.:-]{1,100}");

    private final UpstreamCalls calls;
    private final Remembered<List<ImageModel>> lists;
    private final Remembered<Optional<Price>> prices;

    @Inject
    Discovery(UpstreamCalls calls) {
        this(calls, Ticker.systemTicker());
    }

    Discovery(UpstreamCalls calls, Ticker ticker) {
        this.calls = calls;
        this.lists = new Remembered<>(UPSTREAMS, ticker);
        this.prices = new Remembered<>(MODELS, ticker);
    }

    /** Empty also when the list cannot be had. */
    Optional<ImageModel> find(Connection connection, String model) {
        try {
            return list(connection).stream().filter(m -> m.id().equals(model)).findFirst();
        } catch (UpstreamException unavailable) {
            return Optional.empty();
        }
    }

    /** What is known of a model, prices too when they can be had. */
    Optional<ModelEntry> describe(Connection connection, String model) {
        return find(connection, model)
                .map(found ->
                        price(connection, model).map(found.described()::price).orElse(found.described()));
    }

    private List<ImageModel> list(Connection connection) {
        return lists.get(key(connection), () -> ImageModel.list(ask(connection, "/images/models")));
    }

    private Optional<Price> price(Connection connection, String model) {
        if (!MODEL.matcher(model).matches()) {
            return Optional.empty();
        }
        try {
            return prices.get(
                    key(connection) + model,
                    () -> Prices.of(ask(connection, "/images/models/" + model + "/endpoints")));
        } catch (UpstreamException unavailable) {
            return Optional.empty();
        }
    }

    private JsonNode ask(Connection connection, String path) {
        URI url = ApiBase.of(connection.endpoint()).at(path);
        return calls.json(Target.bearer(connection, url), LIMIT);
    }

    /** Never the key itself. */
    private static String key(Connection connection) {
        return HexFormat.of().formatHex(Sha256.of(connection.apiKey())) + " "
                + ApiBase.of(connection.endpoint()).at("") + " ";
    }
}
