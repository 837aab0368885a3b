package studio.usage;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.model.Amount;

/**
 * Calls added up.
 *
 * @param cost US dollars that upstreams told, exactly
 * @param estimatedCost US dollars worked out from listed prices, of calls whose upstream told none
 * @param unknown calls whose cost nobody knows; they are in neither sum
 */
@Schema(name = "UsageSums")
record Sums(long calls, long pictures, Amount cost, Amount estimatedCost, long unknown) {
    static final Sums NONE = new Sums(0, 0, amount(BigDecimal.ZERO), amount(BigDecimal.ZERO), 0);

    /** @param each what every one of these calls cost; null: not known */
    static Sums of(long calls, long pictures, @Nullable Cost each) {
        if (each == null) {
            return new Sums(calls, pictures, NONE.cost, NONE.estimatedCost, calls);
        }
        Amount together = amount(each.usd().multiply(BigDecimal.valueOf(calls)));
        return each.estimated()
                ? new Sums(calls, pictures, NONE.cost, together, 0)
                : new Sums(calls, pictures, together, NONE.estimatedCost, 0);
    }

    Sums plus(Sums other) {
        return new Sums(
                calls + other.calls,
                pictures + other.pictures,
                amount(cost.value().add(other.cost.value())),
                amount(estimatedCost.value().add(other.estimatedCost.value())),
                unknown + other.unknown);
    }

    /** Told and estimated together. */
    BigDecimal spent() {
        return cost.value().add(estimatedCost.value());
    }

    static Amount amount(BigDecimal value) {
        return new Amount(value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros());
    }
}
