package studio.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import studio.model.PictureOptions;
import studio.model.Price;

/** Finds what a call cost, or will cost: as the upstream told it, else worked out from the model's price. */
public final class CostEstimate {
    /** Budgets and sums are in this one; a price in another is no help. */
    private static final String CURRENCY = "USD";

    private CostEstimate() {}

    /**
     * After an answer.
     *
     * @param told in US dollars, by the upstream; null when it told none
     * @param usage tokens as told; null when there are none, as for an outcome that is unknown
     * @param price of the model; null when nobody knows it
     * @param options as asked for
     * @param pictures that came, or were asked for when that is unknown
     * @return null when nobody knows
     */
    public static @Nullable Cost of(
            @Nullable BigDecimal told,
            @Nullable JsonNode usage,
            @Nullable Price price,
            PictureOptions options,
            int pictures) {
        if (told != null) {
            return new Cost(told, false);
        }
        BigDecimal estimate = estimate(price, options, pictures, usage == null ? null : ToldTokens.in(usage));
        return estimate == null ? null : new Cost(estimate, true);
    }

    /**
     * Before sending: what {@link Budgets#reserve} takes. Where the model chooses tier and quality itself, the dearest counts.
     *
     * @return US dollars; null when nobody knows
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
        if (price == null || !CURRENCY.equals(price.currency())) {
            return null;
        }
        return price.estimate(options.imageSize(), options.quality(), pictures, used)
                .orElse(null);
    }
}
