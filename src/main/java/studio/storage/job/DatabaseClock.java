package studio.storage.job;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import studio.storage.Database;

/**
 * The database's clock, the same for all instances: with their own, one that is some seconds ahead would take the others for dead.
 * It is asked once in half a minute; while it does not answer, the difference found last holds.
 */
public final class DatabaseClock implements Clock {
    private static final Logger LOG = Logger.getLogger(DatabaseClock.class);
    private static final long FRESH = Duration.ofSeconds(30).toNanos();
    /** An answer that took longer says too little. */
    private static final long QUICK_MS = 500;

    private final LongSupplier theirs;
    private final LongSupplier ours;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile long aheadMs;
    private volatile long askedAt = System.nanoTime() - 2 * FRESH;

    public DatabaseClock(Database database) {
        this(
                () -> database.query(
                        handle -> handle.select("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
                                .mapTo(Long.class)
                                .one()),
                System::currentTimeMillis);
    }

    /** @param theirs may throw what a database throws */
    DatabaseClock(LongSupplier theirs, LongSupplier ours) {
        this.theirs = theirs;
        this.ours = ours;
    }

    @Override
    public Instant now() {
        if (System.nanoTime() - askedAt > FRESH && asking.tryLock()) {
            try {
                ask();
            } finally {
                asking.unlock();
            }
        }
        return Instant.ofEpochMilli(ours.getAsLong() + aheadMs);
    }

    private void ask() {
        try {
            long before = ours.getAsLong();
            long answer = theirs.getAsLong();
            long after = ours.getAsLong();
            if (after - before <= QUICK_MS) {
                aheadMs = answer - (before + (after - before) / 2);
            }
        } catch (RuntimeException e) {
            LOG.debug("The database's clock is not known; what was known goes on", e);
        }
        askedAt = System.nanoTime();
    }
}
