package studio.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.math.BigDecimal;
import java.util.Optional;
import studio.config.WrittenAmount;

/** The budgets, in US dollars, of API configs without their own. Absent: no limit. */
@RegisterForReflection
@ConfigMapping(prefix = "studio.budget")
public interface BudgetSettings {

    /** {@code BUDGET_DAILY}, for a day in UTC. */
    Optional<@WithConverter(WrittenAmount.class) BigDecimal> daily();

    /** {@code BUDGET_MONTHLY}, for a calendar month in UTC. */
    Optional<@WithConverter(WrittenAmount.class) BigDecimal> monthly();

    /**
     * {@code BUDGET_UNKNOWN_PRICE}: what a picture of unknown price counts for. Absent: where there is a budget, it is not
     * requested.
     */
    Optional<@WithConverter(WrittenAmount.class) BigDecimal> unknownPrice();
}
