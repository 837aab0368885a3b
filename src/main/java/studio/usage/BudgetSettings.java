package studio.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.math.BigDecimal;
import java.util.Optional;
import studio.config.Amount;

/** What may be spent on each API config that has no budget of its own, in US dollars; absent: no limit. */
@ConfigMapping(prefix = "studio.budget")
public interface BudgetSettings {

    /** {@code BUDGET_DAILY}, for a day in UTC. */
    Optional<@WithConverter(Amount.class) BigDecimal> daily();

    /** {@code BUDGET_MONTHLY}, for a calendar month in UTC. */
    Optional<@WithConverter(Amount.class) BigDecimal> monthly();

    /**
     * {@code BUDGET_UNKNOWN_PRICE}: what a picture counts for whose price is not known; absent: where there is a budget, such a
     * picture is not requested.
     */
    Optional<@WithConverter(Amount.class) BigDecimal> unknownPrice();
}
