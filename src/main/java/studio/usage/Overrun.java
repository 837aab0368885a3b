package studio.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.web.ProblemException;

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
                        402,
                        "budget_exceeded",
                        chinese() + (neverFits ? "单次费用已高于预算，请调高预算或换更便宜的选项。" : "预算将于 " + until + " 重新计算，也可以在设置里调高。"),
                        english()
                                + (neverFits
                                        ? " This one request costs more than the whole budget: raise it, or ask for less."
                                        : " The budget starts anew at " + until
                                                + "; it can also be raised in the settings."))
                .withExtra("budget", details(end));
        long seconds = Duration.between(now, end).plusMillis(999).toSeconds();
        return neverFits ? problem : problem.withHeader("Retry-After", Long.toString(seconds));
    }

    private String chinese() {
        return "“" + label + "”的" + (period == Period.DAY ? "今日" : "本月") + "预算为 " + text(limit) + " 美元，已用 "
                + text(spent) + " 美元"
                + (held.signum() == 0 ? "" : "，进行中的任务预留 " + text(held) + " 美元")
                + "，本次预计 " + text(expected) + " 美元。为免超支，请求没有发出，不会计费。";
    }

    private String english() {
        return "The " + period.wire() + " budget of \"" + label + "\" is " + text(limit) + " US dollars: " + text(spent)
                + " are spent"
                + (held.signum() == 0 ? "" : ", " + text(held) + " are held for tasks under way")
                + ", this request is expected to cost " + text(expected) + ". Nothing was sent and nothing is billed.";
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
