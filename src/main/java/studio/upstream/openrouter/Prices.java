package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import studio.model.Amount;
import studio.model.Note;
import studio.model.Price;
import studio.problem.Message;

/**
 * The prices of a model from the pricing lines of its endpoints ({@code GET /images/models/{author}/{slug}/endpoints}), in US
 * dollars. Who serves a request is decided by OpenRouter, so that the dearest endpoint is what to expect; the range is told.
 */
final class Prices {
    private static final String USD = "USD";
    private static final BigDecimal MAX = new BigDecimal("100000");
    private static final int MAX_DECIMALS = 18;
    private static final int A_MILLION = 6;
    private static final int MAX_KINDS = 64;

    /** Pixels of a square at each tier, in millions: what a price per megapixel means for a picture. */
    private static final Map<String, BigDecimal> MEGAPIXELS = new LinkedHashMap<>(Map.of(
            "512", new BigDecimal("0.262144"),
            "1K", new BigDecimal("1.048576"),
            "2K", new BigDecimal("4.194304"),
            "4K", new BigDecimal("16.777216")));

    /** The lowest and the highest amount for one kind of line. */
    private record Range(BigDecimal low, BigDecimal high) {
        Range with(Range other) {
            return new Range(low.min(other.low), high.max(other.high));
        }
    }

    private final Map<String, Range> ranges = new HashMap<>();

    private Prices() {}

    /** Empty when no line is understood. */
    static Optional<Price> of(JsonNode answer) {
        JsonNode endpoints = answer.has("endpoints") ? answer.path("endpoints") : answer.at("/data/endpoints");
        Prices prices = new Prices();
        for (JsonNode endpoint : endpoints) {
            endpoint.path("pricing").forEach(prices::line);
        }
        return prices.ranges.isEmpty() ? Optional.empty() : Optional.of(prices.price());
    }

    private void line(JsonNode line) {
        BigDecimal amount = amount(line.path("cost_usd").asText(""));
        String kind = line.path("billable").asText("") + "/" + line.path("unit").asText("");
        String variant = line.path("variant").asText("").strip().toLowerCase(Locale.ROOT);
        if (amount != null && ranges.size() < MAX_KINDS && variant.length() <= 40) {
            ranges.merge(kind + (variant.isEmpty() ? "" : "/" + variant), new Range(amount, amount), Range::with);
        }
    }

    private static @Nullable BigDecimal amount(String written) {
        if (!written.matches("[0-9]{1,9}(\\.[0-9]{1,20})?([eE]-?[0-9]{1,2})?")) {
            return null;
        }
        BigDecimal value = new BigDecimal(written).stripTrailingZeros();
        return value.compareTo(MAX) > 0 || value.scale() > MAX_DECIMALS ? null : value;
    }

    private Price price() {
        Map<String, Amount> perTier = new TreeMap<>();
        Range area = ranges.get("output_image/megapixel");
        if (area != null) {
            MEGAPIXELS.forEach(
                    (tier, size) -> perTier.put(tier, written(area.high().multiply(size))));
        }
        ranges.forEach((kind, range) -> {
            if (kind.startsWith("output_image/image/")) {
                perTier.put(tier(kind.substring("output_image/image/".length())), written(range.high()));
            }
        });
        Range picture = ranges.getOrDefault("output_image/image", ranges.get("output_image/request"));
        return new Price(
                USD,
                picture == null ? null : written(picture.high()),
                perTier,
                Map.of(),
                perMillion("input_text/token"),
                perMillion("input_image/token"),
                perMillion("output_image/token"),
                null,
                note(picture, area));
    }

    /** {@code 4k} is a tier, {@code 4K} elsewhere; {@code high} is a quality. */
    private static String tier(String variant) {
        return variant.matches("[0-9.]+k") ? variant.toUpperCase(Locale.ROOT) : variant;
    }

    private @Nullable Amount perMillion(String kind) {
        Range range = ranges.get(kind);
        return range == null ? null : written(range.high().movePointRight(A_MILLION));
    }

    private static Amount written(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return new Amount(stripped.scale() < 0 ? stripped.setScale(0) : stripped);
    }

    private static @Nullable Note note(@Nullable Range picture, @Nullable Range area) {
        Range told = picture != null ? picture : area;
        if (told == null || told.low().compareTo(told.high()) == 0) {
            return area == null || picture != null ? null : Note.of(Message.of("upstream.price_by_megapixel"));
        }
        String range = written(told.low()) + "–" + written(told.high()) + " USD";
        return picture != null
                ? Note.of(Message.of("upstream.price_varies", range))
                : Note.of(Message.of("upstream.price_varies_by_megapixel", range));
    }
}
