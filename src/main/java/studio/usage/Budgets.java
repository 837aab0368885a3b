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
import studio.settings.Settings;
import studio.web.ProblemException;

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
    private final Settings.Budget server;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Reservation> reservations = new HashMap<>();

    @Inject
    public Budgets(Ledger ledger, Settings settings) {
        this(ledger, settings.budget(), Clock.systemUTC());
    }

    Budgets(Ledger ledger, Settings.Budget server, Clock clock) {
        this.ledger = ledger;
        this.server = server;
        this.clock = clock;
    }

    /**
     * Holds what a task is expected to cost, in place of what was held for it before. Asked when a task is accepted, and
     * again right before each of its calls, because budgets and spending change meanwhile.
     *
     * @param expected US dollars for all that the task has yet to send; null: not known, then nothing is held and the task
     *     is stopped only when the budget is used up
     * @throws ProblemException 402 {@code budget_exceeded}, with {@code Retry-After} and {@code budget}; what was held for
     *     the task before is then held on
     */
    public void reserve(String taskId, ApiConfig config, @Nullable BigDecimal expected) {
        lock.lock();
        try {
            refuseOverrun(taskId, config, expected);
            reservations.put(taskId, new Reservation(config.id(), expected == null ? BigDecimal.ZERO : expected));
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

    private void refuseOverrun(String taskId, ApiConfig config, @Nullable BigDecimal expected) {
        Limits limits = Limits.of(config, server);
        if (limits.none()) {
            return;
        }
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
