package studio.usage;

import java.math.BigDecimal;

/**
 * What a call cost.
 *
 * @param usd US dollars, exact
 * @param estimated true: worked out from the model's listed price, because the upstream told no sum
 */
public record Cost(BigDecimal usd, boolean estimated) {}
