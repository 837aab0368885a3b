package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import studio.files.Sha256;
import studio.model.ModelEntry;
import studio.model.Price;
import studio.upstream.Connection;
import studio.upstream.FailureCode;
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
        return calls.json(Target.bearer(connection, url), LIMIT, null);
    }

    /** Never the key itself. */
    private static String key(Connection connection) {
        return HexFormat.of().formatHex(Sha256.of(connection.apiKey())) + " "
                + ApiBase.of(connection.endpoint()).at("") + " ";
    }

    /**
     * Answers of an upstream, remembered for an hour, or for a minute where there was none. Those who ask at the same time wait for one
     * request.
     *
     * @param <V> small, since many are kept
     */
    private static final class Remembered<V> {
        private static final Duration ANSWER = Duration.ofHours(1);
        private static final Duration FAILURE = Duration.ofMinutes(1);

        private final Cache<String, V> answers;
        private final Cache<String, UpstreamException> failures;

        Remembered(int max, Ticker ticker) {
            answers = cache(max, ANSWER, ticker);
            failures = cache(max, FAILURE, ticker);
        }

        private static <T> Cache<String, T> cache(int max, Duration lasting, Ticker ticker) {
            return Caffeine.newBuilder()
                    .maximumSize(max)
                    .expireAfterWrite(lasting)
                    .ticker(ticker)
                    .build();
        }

        /** @throws UpstreamException the failure of this or of a recent question */
        V get(String key, Supplier<V> ask) {
            return answers.get(key, missing -> {
                UpstreamException failed = failures.getIfPresent(missing);
                if (failed != null) {
                    throw failed;
                }
                try {
                    return ask.get();
                } catch (UpstreamException e) {
                    if (e.failure() != FailureCode.CANCELED) {
                        failures.put(missing, e);
                    }
                    throw e;
                }
            });
        }
    }
}
