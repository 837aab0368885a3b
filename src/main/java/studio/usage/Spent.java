package studio.usage;

import java.math.BigDecimal;

/**
 * What has been spent on one API config, in US dollars, told and estimated together.
 *
 * @param today the day of UTC
 * @param thisMonth the calendar month of UTC, today included
 * @param unknownToday calls of today whose cost nobody knows; they are in no sum
 * @param unknownThisMonth the same of this month
 */
public record Spent(BigDecimal today, BigDecimal thisMonth, long unknownToday, long unknownThisMonth) {
    public static final Spent NOTHING = new Spent(BigDecimal.ZERO, BigDecimal.ZERO, 0, 0);
}
