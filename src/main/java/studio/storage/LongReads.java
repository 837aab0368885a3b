package studio.storage;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConnection;
import studio.files.Uninterrupted;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** Keeps reads of unknown length, such as searches, from occupying every reader, and ends those that take too long. */
final class LongReads {
    private static final Logger LOG = Logger.getLogger(LongReads.class);

    /** Of four readers; the others stay free for what is quick. */
    private static final int PLACES = 2;

    private static final int MAX_WAITING = 20;
    private static final long LOOK_MS = 250;

    private final Duration longest;
    private final Semaphore places = new Semaphore(PLACES, true);

    /** @param longest for the wait for a place, and then for the read itself */
    LongReads(Duration longest) {
        this.longest = longest;
    }

    /** @throws ProblemException 503 {@code search_busy} when others search for so long that no place becomes free */
    <T> T inTurn(Supplier<T> read) {
        boolean place = places.getQueueLength() < MAX_WAITING
                && Uninterrupted.call(() -> places.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS));
        if (!place) {
            throw ProblemException.of(ProblemCode.SEARCH_BUSY).withHeader("Retry-After", "2");
        }
        try {
            return read.get();
        } finally {
            places.release();
        }
    }

    /** Runs the work, and makes the database break it off with {@code SQLITE_INTERRUPT} once its time is over. */
    <T> T limited(Handle handle, Function<Handle, T> work) {
        AtomicBoolean running = new AtomicBoolean(true);
        watch(handle, running, System.nanoTime() + longest.toNanos());
        try {
            return work.apply(handle);
        } finally {
            // From here on the connection is another's, whose work must not be broken off.
            synchronized (running) {
                running.set(false);
            }
        }
    }

    /** Looks again and again: between two statements an interrupt is lost. */
    private static void watch(Handle handle, AtomicBoolean running, long deadline) {
        CompletableFuture.delayedExecutor(LOOK_MS, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> {
                    synchronized (running) {
                        if (running.get()) {
                            if (System.nanoTime() - deadline >= 0) {
                                interrupt(handle);
                            }
                            watch(handle, running, deadline);
                        }
                    }
                });
    }

    private static void interrupt(Handle handle) {
        try {
            handle.getConnection().unwrap(SQLiteConnection.class).getDatabase().interrupt();
        } catch (SQLException e) {
            LOG.warn("A read could not be broken off", e);
        }
    }
}
