package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.model.Amount;
import studio.model.Note;
import studio.model.Price;
import studio.problem.Message;

/**
 * The prices of a model from the pricing lines of its endpoints ({@code GET /images/models/{author}/{slug}/endpoints}), in US
 * dollars. Who serves a request is decided by OpenRouter, so that the dearest endpoint is what to expect; the range is shown.
 */
final class Prices {
    private static final BigDecimal MAX = new BigDecimal("100000");
    private static final int MAX_DECIMALS = 18;
    private static final int A_MILLION = 6;
    private static final int MAX_KINDS = 64;
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,20})?([eE]-?[0-9]{1,2})?");
    private static final String OF_A_VARIANT = "output_image/image/";

    /** The side of a square at each tier, in pixels: what a price per megapixel means for a picture. */
    private static final Map<String, Integer> SIDES = Map.of("512", 512, "1K", 1_024, "2K", 2_048, "4K", 4_096);

    /** The lowest and the highest amount for one kind of line. */
    private record Range(BigDecimal low, BigDecimal high) {
        Range with(Range other) {
            return new Range(low.min(other.low), high.max(other.high));
        }

        Note note(String key) {
            return Note.of(Message.of(key, written(low) + "–" + written(high) + " USD"));
        }
    }

    private final Map<String, Range> ranges = new HashMap<>();

    private Prices() {}

    /** Empty when no line is understood. */
    static Optional<Price> of(JsonNode answer) {
        JsonNode endpoints = answer.has("endpoints") ? answer.path("endpoints") : answer.at("/data/endpoints");
        Prices prices = new Prices();
        endpoints.forEach(endpoint -> endpoint.path("pricing").forEach(prices::line));
        return prices.ranges.isEmpty() ? Optional.empty() : Optional.of(prices.price());
    }

    private void line(JsonNode line) {
        String written = line.path("cost_usd").asText("");
        String kind = line.path("billable").asText("") + "/" + line.path("unit").asText("");
        String variant = line.path("variant").asText("").strip().toLowerCase(Locale.ROOT);
        if (!AMOUNT.matcher(written).matches() || ranges.size() >= MAX_KINDS || variant.length() > 40) {
            return;
        }
        BigDecimal amount = new BigDecimal(written).stripTrailingZeros();
        if (amount.compareTo(MAX) <= 0 && amount.scale() <= MAX_DECIMALS) {
            ranges.merge(kind + (variant.isEmpty() ? "" : "/" + variant), new Range(amount, amount), Range::with);
        }
    }

    private Price price() {
        Map<String, Amount> perTier = new TreeMap<>();
        Range area = ranges.get("output_image/megapixel");
        if (area != null) {
            SIDES.forEach((tier, side) -> perTier.put(
                    tier, written(area.high().multiply(BigDecimal.valueOf((long) side * side, A_MILLION)))));
        }
        ranges.forEach((kind, range) -> {
            if (kind.startsWith(OF_A_VARIANT)) {
                perTier.put(tier(kind.substring(OF_A_VARIANT.length())), written(range.high()));
            }
        });
        Range picture = ranges.getOrDefault("output_image/image", ranges.get("output_image/request"));
        return new Price(
                "USD",
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
        if (told == null) {
            return null;
        }
        if (told.low().compareTo(told.high()) != 0) {
            return told.note(picture != null ? "upstream.price_varies" : "upstream.price_varies_by_megapixel");
        }
        return picture != null ? null : Note.of(Message.of("upstream.price_by_megapixel"));
    }
}
