package studio.usage;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * Stops calls that would spend more than people allow. What tasks that wait or run are expected to cost is held for them, so
 * that several together do not go beyond what each alone would keep.
 *
 * <p>A reservation lives in memory, from {@link #reserve} to {@link #release}; after a restart the one made right before
 * sending is the first. While a call's cost is in the ledger and its reservation not yet lowered or released, it counts
 * twice, which errs on the safe side.
 */
@Singleton
public class Budgets {

    private record Reservation(String configId, BigDecimal amount) {}

    private final Ledger ledger;
    private final BudgetSettings server;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Reservation> reservations = new HashMap<>();

    @Inject
    public Budgets(Ledger ledger, BudgetSettings settings) {
        this(ledger, settings, Clock.systemUTC());
    }

    Budgets(Ledger ledger, BudgetSettings server, Clock clock) {
        this.ledger = ledger;
        this.server = server;
        this.clock = clock;
    }

    /**
     * Holds what a task is expected to cost, in place of what was held for it before. Asked when a task is accepted, and
     * again right before each of its calls, because budgets and spending change meanwhile.
     *
     * @param model whose pictures they are
     * @param expected US dollars for all that the task has yet to send; null: not known, then {@link #assumed}
     * @param pictures that the task has yet to send for
     * @throws ProblemException 402 {@code budget_exceeded}, with {@code Retry-After} and {@code budget}, or 402 {@code
     *     price_unknown} where there is a budget and neither a price nor an assumption; what was held for the task before
     *     is then held on
     */
    public void reserve(String taskId, ApiConfig config, String model, @Nullable BigDecimal expected, int pictures) {
        lock.lock();
        try {
            BigDecimal amount = expected == null ? assumed(pictures) : expected;
            Limits limits = Limits.of(config, server);
            if (!limits.none()) {
                if (amount == null) {
                    throw unknownPrice(config.label(), model);
                }
                refuseOverrun(taskId, config, limits, amount);
            }
            reservations.put(taskId, new Reservation(config.id(), amount == null ? BigDecimal.ZERO : amount));
        } finally {
            lock.unlock();
        }
    }

    /** Holds nothing for the task any more: it has ended, in whatever way. Harmless when nothing was held. */
    public void release(String taskId) {
        lock.lock();
        try {
            reservations.remove(taskId);
        } finally {
            lock.unlock();
        }
    }

    /** What pictures whose price nobody knows count for, in US dollars; null when {@code BUDGET_UNKNOWN_PRICE} is not set. */
    public @Nullable BigDecimal assumed(int pictures) {
        BigDecimal each =
                pictures == 0 ? BigDecimal.ZERO : server.unknownPrice().orElse(null);
        return each == null ? null : each.multiply(BigDecimal.valueOf(pictures));
    }

    private static ProblemException unknownPrice(String label, String model) {
        return ProblemException.of(ProblemCode.PRICE_UNKNOWN, label, model);
    }

    private void refuseOverrun(String taskId, ApiConfig config, Limits limits, BigDecimal expected) {
        Instant now = clock.instant();
        Spent spent = ledger.spent(config.id(), now);
        BigDecimal held = heldForOthers(taskId, config.id());
        // The month first, because its end is the later one to wait for.
        Overrun overrun = Overrun.of(config.label(), Period.MONTH, limits.monthly(), spent.thisMonth(), held, expected);
        if (overrun == null) {
            overrun = Overrun.of(config.label(), Period.DAY, limits.daily(), spent.today(), held, expected);
        }
        if (overrun != null) {
            throw overrun.problem(now);
        }
    }

    private BigDecimal heldForOthers(String taskId, String configId) {
        return reservations.entrySet().stream()
                .filter(held -> !held.getKey().equals(taskId))
                .map(Map.Entry::getValue)
                .filter(reservation -> reservation.configId().equals(configId))
                .map(Reservation::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
