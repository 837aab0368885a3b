package studio.usage;

import java.math.BigDecimal;

/**
 * What has been spent on one API config, in US dollars, told and estimated together.
 *
 * @param today the day of UTC
 * @param thisMonth the calendar month of UTC, today included
 */
public record Spent(BigDecimal today, BigDecimal thisMonth) {}
