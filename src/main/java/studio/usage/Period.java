package studio.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The spans that budgets are for. Days and months are those of UTC, as providers bill. */
enum Period {
    DAY,
    MONTH;

    /** When the span that holds the moment is over. */
    Instant end(Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate next = this == DAY ? day.plusDays(1) : day.withDayOfMonth(1).plusMonths(1);
        return next.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    String wire() {
        return this == DAY ? "daily" : "monthly";
    }
}
