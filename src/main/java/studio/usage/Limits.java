package studio.usage;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;

/**
 * What may be spent on one API config, in US dollars; null: as much as people like.
 *
 * @param daily in a day
 * @param monthly in a calendar month
 */
record Limits(@Nullable BigDecimal daily, @Nullable BigDecimal monthly) {

    /** The config's own, else the server's. */
    static Limits of(ApiConfig config, BudgetSettings server) {
        return new Limits(
                config.budgetDaily() == null ? server.daily().orElse(null) : config.budgetDaily(),
                config.budgetMonthly() == null ? server.monthly().orElse(null) : config.budgetMonthly());
    }

    boolean none() {
        return daily == null && monthly == null;
    }
}
