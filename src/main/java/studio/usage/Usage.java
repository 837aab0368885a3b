package studio.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.model.Amount;

/**
 * What calls cost in a span of days. Lists that were not requested are null; API configs and models come costliest first.
 *
 * @param currency of all amounts
 * @param to included
 * @param days only those with calls, oldest first
 * @param others what the lists leave out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Usage(
        String currency,
        LocalDate from,
        LocalDate to,
        Sums total,
        @Nullable List<Day> days,
        @Nullable List<Config> configs,
        @Nullable List<Model> models,
        Others others) {

    /**
     * Calls added up.
     *
     * @param cost US dollars that upstreams reported
     * @param estimatedCost US dollars worked out from listed prices, of calls whose upstream reported none
     * @param unknown calls of unknown cost; they are in neither sum
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
    }

    /** The calls of one day of UTC. */
    @Schema(name = "DayUsage")
    record Day(LocalDate day, @JsonUnwrapped Sums sums) {}

    /**
     * The calls to one API config. Budgets and what is spent of them now are there where there is a limit.
     *
     * @param label of today, or of its last call when the API config is gone
     * @param unknownToday calls of today whose cost is unknown, so that they are not in {@code spentToday}
     * @param unknownThisMonth the same of this month
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ConfigUsage")
    record Config(
            String configId,
            String label,
            @JsonUnwrapped Sums sums,
            @Nullable Amount budgetDaily,
            @Nullable Amount spentToday,
            @Nullable Long unknownToday,
            @Nullable Amount budgetMonthly,
            @Nullable Amount spentThisMonth,
            @Nullable Long unknownThisMonth) {}

    /** The calls that requested one model. */
    @Schema(name = "ModelUsage")
    record Model(String model, @JsonUnwrapped Sums sums) {}

    /** The sums of what did not fit into a list; null when all did. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "OtherUsage")
    record Others(@Nullable Sums configs, @Nullable Sums models) {}

    static Amount amount(BigDecimal usd) {
        return new Amount(usd.signum() == 0 ? BigDecimal.ZERO : usd.stripTrailingZeros());
    }
}
