package studio.usage;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import studio.model.Amount;

/**
 * Calls added up.
 *
 * @param cost US dollars that upstreams reported
 * @param estimatedCost US dollars worked out from listed prices, of calls whose upstream told none
 * @param unknown calls whose cost nobody knows; they are in neither sum
 */
@Schema(name = "UsageSums")
record Sums(long calls, long pictures, Amount cost, Amount estimatedCost, long unknown) {
    static final Sums NONE = new Sums(0, 0, amount(BigDecimal.ZERO), amount(BigDecimal.ZERO), 0);

    Sums minus(Sums other) {
        return new Sums(
                calls - other.calls,
                pictures - other.pictures,
                amount(cost.value().subtract(other.cost.value())),
                amount(estimatedCost.value().subtract(other.estimatedCost.value())),
                unknown - other.unknown);
    }

    static Amount amount(BigDecimal value) {
        return new Amount(value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros());
    }
}
