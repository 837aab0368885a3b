package studio.usage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;

/**
 * What a call cost.
 *
 * @param usd US dollars, exact
 * @param estimated true: worked out from the model's listed price, because the upstream told no sum
 */
@RegisterForReflection
public record Cost(BigDecimal usd, boolean estimated) {}
