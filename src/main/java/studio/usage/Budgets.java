package studio.usage;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.Database;

/**
 * Refuses calls that would exceed a budget. What tasks that wait or run are expected to cost is held for them, so that several
 * together stay within a limit that each alone would keep.
 *
 * <p>A reservation lasts from {@link #reserve} to {@link #release}, and counts for all instances ({@link Reservations}). While a
 * call's cost is in the ledger and its reservation not yet lowered or released, it counts twice, which errs on the safe side.
 */
@Singleton
public class Budgets {

    /**
     * What may be spent on one API config, in US dollars; null: no limit.
     *
     * @param daily in a day of UTC
     * @param monthly in a calendar month of UTC
     */
    record Limits(@Nullable BigDecimal daily, @Nullable BigDecimal monthly) {

        /** The API config's own, else the server's. */
        static Limits of(ApiConfig config, BudgetSettings server) {
            return new Limits(
                    config.budgetDaily() == null ? server.daily().orElse(null) : config.budgetDaily(),
                    config.budgetMonthly() == null ? server.monthly().orElse(null) : config.budgetMonthly());
        }

        boolean none() {
            return daily == null && monthly == null;
        }
    }

    private final Ledger ledger;
    private final BudgetSettings server;
    private final Clock clock;
    private final Reservations reservations;

    @Inject
    public Budgets(Ledger ledger, BudgetSettings settings, Database database) {
        this(ledger, settings, Reservations.over(database), Clock.systemUTC());
    }

    Budgets(Ledger ledger, BudgetSettings server, Reservations reservations, Clock clock) {
        this.ledger = ledger;
        this.server = server;
        this.reservations = reservations;
        this.clock = clock;
    }

    /**
     * Holds what a task is expected to cost, in place of what was held for it before. Asked when a task is accepted, and
     * again right before each of its calls, because budgets and spending change meanwhile. Joins the transaction under way.
     *
     * @param model whose pictures they are
     * @param expected US dollars for all that the task has yet to send; null: not known, then {@link #assumed}
     * @param pictures that the task has yet to send for
     * @throws ProblemException 402 {@code budget_exceeded}, with {@code Retry-After} and {@code budget}, or 402 {@code
     *     price_unknown} where there is a budget and neither a price nor an assumption; what was held for the task before
     *     is then held on
     */
    public void reserve(String taskId, ApiConfig config, String model, @Nullable BigDecimal expected, int pictures) {
        BigDecimal amount = expected == null ? assumed(pictures) : expected;
        Limits limits = Limits.of(config, server);
        if (limits.none()) {
            reservations.hold(taskId, config.id(), amount == null ? BigDecimal.ZERO : amount);
            return;
        }
        if (amount == null) {
            throw ProblemException.of(ProblemCode.PRICE_UNKNOWN, config.label(), model);
        }
        reservations.inTurn(config.id(), () -> {
            Instant now = clock.instant();
            Ledger.Spent spent = ledger.spent(config.id(), now);
            BigDecimal held = reservations.held(config.id(), taskId);
            // The month first, because its end is the later one to wait for.
            new Claim(config.label(), true, spent.thisMonth(), held, amount).refuseBeyond(limits.monthly(), now);
            new Claim(config.label(), false, spent.today(), held, amount).refuseBeyond(limits.daily(), now);
            reservations.hold(taskId, config.id(), amount);
        });
    }

    /**
     * What a budget leaves.
     *
     * @param monthly whether it is that of a calendar month, else of a day; both of UTC
     * @param left after what is spent, and held for tasks under way; negative when more was spent
     * @param resetsAt when it starts anew
     */
    public record Left(boolean monthly, BigDecimal limit, BigDecimal left, Instant resetsAt) {}

    /** The budget of an API config that leaves least; empty when there is none. */
    public Optional<Left> left(ApiConfig config) {
        Limits limits = Limits.of(config, server);
        if (limits.none()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Ledger.Spent spent = ledger.spent(config.id(), now);
        BigDecimal held = reservations.held(config.id(), "");
        return Stream.of(
                        left(true, limits.monthly(), spent.thisMonth().add(held), now),
                        left(false, limits.daily(), spent.today().add(held), now))
                .flatMap(Optional::stream)
                .min(Comparator.comparing(Left::left));
    }

    private static Instant end(boolean monthly, Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate next = monthly ? day.withDayOfMonth(1).plusMonths(1) : day.plusDays(1);
        return next.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Optional<Left> left(boolean monthly, @Nullable BigDecimal limit, BigDecimal used, Instant now) {
        return Optional.ofNullable(limit)
                .map(known -> new Left(monthly, known, known.subtract(used), end(monthly, now)));
    }

    /** Holds nothing for the task any more: it has ended, in whatever way. Harmless when nothing was held. */
    public void release(String taskId) {
        reservations.release(taskId);
    }

    /** What pictures of unknown price count for, in US dollars; null when {@code BUDGET_UNKNOWN_PRICE} is not set. */
    public @Nullable BigDecimal assumed(int pictures) {
        BigDecimal each =
                pictures == 0 ? BigDecimal.ZERO : server.unknownPrice().orElse(null);
        return each == null ? null : each.multiply(BigDecimal.valueOf(pictures));
    }

    /**
     * A call that is to fit into a budget.
     *
     * @param monthly whether the budget is that of a month, else of a day; both are those of UTC, as providers bill
     * @param spent in the period
     * @param held for other tasks under way
     * @param expected of this call
     */
    private record Claim(String label, boolean monthly, BigDecimal spent, BigDecimal held, BigDecimal expected) {

        /** @throws ProblemException 402; with {@code Retry-After} unless the call is too dear for any period */
        void refuseBeyond(@Nullable BigDecimal limit, Instant now) {
            if (limit == null || spent.add(held).add(expected).compareTo(limit) <= 0) {
                return;
            }
            Instant end = end(monthly, now);
            boolean neverFits = expected.compareTo(limit) > 0;
            // "2026-11-25 00:00 UTC": minutes are enough, for periods end at midnight.
            String until = end.toString().substring(0, 16).replace('T', ' ') + " UTC";
            Message next = neverFits ? Message.of("usage.never_fits") : Message.of("usage.starts_anew", until);
            Map<String, Object> details = Map.of(
                    "period",
                    monthly ? "monthly" : "daily",
                    "limit",
                    text(limit),
                    "spent",
                    text(spent),
                    "held",
                    text(held),
                    "resetsAt",
                    end.toString());
            ProblemException problem = ProblemException.of(
                            ProblemCode.BUDGET_EXCEEDED, state(limit).followedBy(next))
                    .withExtra("budget", details);
            long seconds = Duration.between(now, end).plusMillis(999).toSeconds();
            throw neverFits ? problem : problem.withHeader("Retry-After", Long.toString(seconds));
        }

        private Message state(BigDecimal limit) {
            Message reserved = held.signum() == 0 ? Message.of("text.nothing") : Message.of("usage.held", text(held));
            String key = monthly ? "usage.monthly_budget" : "usage.daily_budget";
            return Message.of(key, label, text(limit), text(spent), reserved, text(expected));
        }

        private static String text(BigDecimal amount) {
            return Usage.amount(amount).toString();
        }
    }
}
