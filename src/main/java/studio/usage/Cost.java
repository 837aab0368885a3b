package studio.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import studio.model.PictureOptions;
import studio.model.Price;

/**
 * What a call cost: as the upstream reported it, else worked out from the model's listed price.
 *
 * @param usd US dollars, exact
 * @param estimated true: worked out, because the upstream reported no sum
 */
@RegisterForReflection
public record Cost(BigDecimal usd, boolean estimated) {
    /** Budgets and sums are in this one; a price in another is no help. */
    private static final String CURRENCY = "USD";

    /**
     * After an answer.
     *
     * @param reported US dollars; null when the upstream reported none
     * @param usage tokens as reported; null when there are none, as for an outcome that is unknown
     * @param price of the model; null when unknown
     * @param options as requested
     * @param pictures that came, or were requested when that is unknown
     * @return null when unknown
     */
    public static @Nullable Cost of(
            @Nullable BigDecimal reported,
            @Nullable JsonNode usage,
            @Nullable Price price,
            PictureOptions options,
            int pictures) {
        if (reported != null) {
            return new Cost(reported, false);
        }
        BigDecimal estimate = estimate(price, options, pictures, usage == null ? null : ReportedTokens.in(usage));
        return estimate == null ? null : new Cost(estimate, true);
    }

    /**
     * Before sending: what {@link Budgets#reserve} takes. Where the model chooses tier and quality itself, the dearest counts.
     *
     * @return US dollars; null when unknown
     */
    public static @Nullable BigDecimal expected(@Nullable Price price, PictureOptions options, int pictures) {
        BigDecimal listed = estimate(price, options, pictures, null);
        boolean left = options.imageSize() == null
                && (options.quality() == null || options.quality().equals("auto"));
        return listed == null && left && price != null && CURRENCY.equals(price.currency())
                ? price.dearest(pictures).orElse(null)
                : listed;
    }

    private static @Nullable BigDecimal estimate(
            @Nullable Price price, PictureOptions options, int pictures, Price.@Nullable Tokens used) {
        return price == null || !CURRENCY.equals(price.currency())
                ? null
                : price.estimate(options.imageSize(), options.quality(), pictures, used)
                        .orElse(null);
    }
}
