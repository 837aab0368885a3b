package studio.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * A budget that a call would go beyond.
 *
 * @param spent in the period
 * @param held for other tasks under way
 * @param expected of this call
 */
record Overrun(String label, Period period, BigDecimal limit, BigDecimal spent, BigDecimal held, BigDecimal expected) {

    /** Null when the call fits in. */
    static @Nullable Overrun of(
            String label,
            Period period,
            @Nullable BigDecimal limit,
            BigDecimal spent,
            BigDecimal held,
            BigDecimal expected) {
        if (limit == null) {
            return null;
        }
        boolean fits = spent.add(held).add(expected).compareTo(limit) <= 0;
        return fits ? null : new Overrun(label, period, limit, spent, held, expected);
    }

    /** 402 {@code budget_exceeded}; with {@code Retry-After} unless the call is too dear for any period. */
    ProblemException problem(Instant now) {
        boolean neverFits = expected.compareTo(limit) > 0;
        Instant end = period.end(now);
        // "2026-11-25 00:00 UTC": minutes are enough, for periods end at midnight.
        String until = end.toString().substring(0, 16).replace('T', ' ') + " UTC";
        ProblemException problem = ProblemException.of(
                        ProblemCode.BUDGET_EXCEEDED,
                        state().followedBy(
                                        neverFits
                                                ? Message.of("usage.never_fits")
                                                : Message.of("usage.starts_anew", until)))
                .withExtra("budget", details(end));
        long seconds = Duration.between(now, end).plusMillis(999).toSeconds();
        return neverFits ? problem : problem.withHeader("Retry-After", Long.toString(seconds));
    }

    private Message state() {
        Message reserved = held.signum() == 0 ? Message.of("text.nothing") : Message.of("usage.held", text(held));
        String key = period == Period.DAY ? "usage.daily_budget" : "usage.monthly_budget";
        return Message.of(key, label, text(limit), text(spent), reserved, text(expected));
    }

    private Map<String, Object> details(Instant end) {
        return Map.of(
                "period",
                period.wire(),
                "limit",
                text(limit),
                "spent",
                text(spent),
                "held",
                text(held),
                "resetsAt",
                end.toString());
    }

    private static String text(BigDecimal amount) {
        return Sums.amount(amount).toString();
    }
}
