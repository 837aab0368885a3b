package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.files.Sha256;
import studio.model.ExactSizes;
import studio.model.ModelEntry;
import studio.model.Option;
import studio.model.PixelSize;
import studio.model.Price;
import studio.upstream.Connection;
import studio.upstream.FailureCode;
import studio.upstream.UpstreamException;
import studio.upstream.answer.ModelList;
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

    private static final int MAX_MODELS = 1_000;
    private static final int MAX_REFERENCES = 64;
    private static final int MAX_PICTURES = 100;
    private static final int MAX_PARTIAL = 3;
    private static final int MAX_VALUES = 64;

    /**
     * A model of {@code GET /images/models}.
     *
     * @param streams whether it shows unfinished pictures on the way
     * @param described what it can do, prices aside
     */
    record ImageModel(String id, boolean streams, ModelEntry described) {}

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
        return lists.get(key(connection), () -> models(ask(connection, "/images/models"))).stream()
                .flatMap(List::stream)
                .filter(m -> m.id().equals(model))
                .findFirst();
    }

    /** What is known of a model, prices too when they can be had. */
    Optional<ModelEntry> describe(Connection connection, String model) {
        return find(connection, model)
                .map(found ->
                        price(connection, model).map(found.described()::price).orElse(found.described()));
    }

    private Optional<Price> price(Connection connection, String model) {
        String path = "/images/models/" + model + "/endpoints";
        return MODEL.matcher(model).matches()
                ? prices.get(key(connection) + model, () -> Prices.of(ask(connection, path)))
                        .flatMap(known -> known)
                : Optional.empty();
    }

    private JsonNode ask(Connection connection, String path) {
        return calls.json(Target.of(connection, path), LIMIT, null);
    }

    /** Entries without an id are left out. */
    private static List<ImageModel> models(JsonNode answer) {
        List<ImageModel> models = new ArrayList<>();
        for (JsonNode entry : answer.path("data")) {
            String id = entry.path("id").asText("");
            if (!id.isBlank() && id.length() <= 200 && models.size() < MAX_MODELS) {
                boolean streams = entry.path("supports_streaming").asBoolean(false);
                models.add(new ImageModel(id, streams, describe(entry, streams)));
            }
        }
        return List.copyOf(models);
    }

    /** A parameter that is not among the supported ones does not exist; where none are listed, nothing is concluded. */
    private static ModelEntry describe(JsonNode entry, boolean streams) {
        String name = entry.path("name").asText("").strip();
        ModelEntry told = name.isEmpty() || name.length() > 200 ? ModelEntry.NOTHING : ModelEntry.NOTHING.name(name);
        if (!entry.path("supported_parameters").isObject()) {
            return told;
        }
        Parameters parameters = new Parameters(entry.path("supported_parameters"));
        // A limit of its own, or else whether the model sees pictures at all: then at least one.
        boolean sees = ModelList.has(entry.at("/architecture/input_modalities"), "image");
        return told.with(
                        Option.ASPECT_RATIO,
                        parameters.values("aspect_ratio", "[0-9]{1,3}(\\.[0-9]{1,3})?:[0-9]{1,3}(\\.[0-9]{1,3})?"))
                .with(Option.IMAGE_SIZE, parameters.values("resolution", "512|1K|1\\.5K|2K|3K|4K"))
                .exactSizes(parameters.sizes())
                .with(Option.QUALITY, parameters.values("quality", "[a-z]{2,20}"))
                .with(Option.OUTPUT_FORMAT, parameters.values("output_format", "png|jpeg|webp|svg"))
                .with(Option.OUTPUT_COMPRESSION, parameters.has("output_compression"))
                .with(Option.BACKGROUND, parameters.values("background", "auto|transparent|opaque"))
                .with(Option.GOOGLE_SEARCH, false)
                .references(
                        parameters.end("input_references", "min", 0, MAX_REFERENCES),
                        parameters.end("input_references", "max", sees ? 1 : 0, MAX_REFERENCES))
                .pictures(0, parameters.end("n", "max", 1, MAX_PICTURES))
                .maxPartialImages(streams ? MAX_PARTIAL : 0);
    }

    /** Never the key itself. */
    private static String key(Connection connection) {
        return HexFormat.of().formatHex(Sha256.of(connection.apiKey())) + " "
                + ApiBase.of(connection.endpoint()).at("") + " ";
    }

    /**
     * For each parameter a descriptor, {@code {"type": "enum", "values": […]}}, {@code {"type": "range", "min": 1, "max": 4}} or
     * {@code {"type": "boolean"}}. Types that are not known are as if the parameter were not there.
     */
    private record Parameters(JsonNode descriptors) {
        private String type(String name) {
            return descriptors.path(name).path("type").asText("");
        }

        boolean has(String name) {
            return List.of("enum", "range", "boolean").contains(type(name));
        }

        /** The values of an enumeration, as far as they are written as expected; empty when there is none. */
        List<String> values(String name, String pattern) {
            JsonNode values = descriptors.path(name).path("values");
            return type(name).equals("enum")
                    ? values.valueStream()
                            .map(value -> value.asText(""))
                            .filter(value -> value.matches(pattern))
                            .limit(MAX_VALUES)
                            .toList()
                    : List.of();
        }

        /** An end of a range; {@code otherwise} when there is none. */
        int end(String name, String which, int otherwise, int most) {
            JsonNode end = descriptors.path(name).path(which);
            boolean told = type(name).equals("range") && end.isNumber();
            return told ? Math.clamp(end.asLong(), 0, most) : otherwise;
        }

        /** Sizes in pixels: those that are listed, or any when the parameter is merely there. */
        @Nullable
        ExactSizes sizes() {
            List<PixelSize> listed = values("size", "[1-9][0-9]{0,4}x[1-9][0-9]{0,4}").stream()
                    .flatMap(size -> PixelSize.parse(size).stream())
                    .toList();
            boolean free = listed.isEmpty() && type("size").equals("boolean");
            return listed.isEmpty() && !free ? null : new ExactSizes(listed, free, 0, 0, 0, 0, 0, true);
        }
    }

    /**
     * Answers of an upstream, remembered for an hour, or for a minute that there was none. Those who ask at the same time wait for
     * one request.
     *
     * @param <V> small, since many are kept
     */
    private static final class Remembered<V> {
        private final Cache<String, V> answers;
        private final Cache<String, UpstreamException> failures;

        Remembered(int max, Ticker ticker) {
            answers = cache(max, Duration.ofHours(1), ticker);
            failures = cache(max, Duration.ofMinutes(1), ticker);
        }

        private static <T> Cache<String, T> cache(int max, Duration lasting, Ticker ticker) {
            return Caffeine.newBuilder()
                    .maximumSize(max)
                    .expireAfterWrite(lasting)
                    .ticker(ticker)
                    .build();
        }

        /** Empty after a failure, or a recent one. */
        Optional<V> get(String key, Supplier<V> ask) {
            try {
                return Optional.of(answers.get(key, missing -> answer(missing, ask)));
            } catch (UpstreamException unavailable) {
                return Optional.empty();
            }
        }

        private V answer(String key, Supplier<V> ask) {
            UpstreamException recent = failures.getIfPresent(key);
            if (recent != null) {
                throw recent;
            }
            try {
                return ask.get();
            } catch (UpstreamException e) {
                if (e.failure() != FailureCode.CANCELED) {
                    failures.put(key, e);
                }
                throw e;
            }
        }
    }
}
