package studio.storage;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
        Watch watch = new Watch(handle, System.nanoTime() + longest.toNanos());
        watch.lookLater();
        try {
            return work.apply(handle);
        } finally {
            watch.end();
        }
    }

    /** Once the work has ended the connection is another's, whose work must not be broken off. */
    private static final class Watch {
        private final Executor later = CompletableFuture.delayedExecutor(LOOK_MS, TimeUnit.MILLISECONDS, Runnable::run);
        private final Handle handle;
        private final long deadline;
        private boolean ended;

        Watch(Handle handle, long deadline) {
            this.handle = handle;
            this.deadline = deadline;
        }

        void lookLater() {
            later.execute(this::look);
        }

        /** Again and again: between two statements an interrupt is lost. */
        private synchronized void look() {
            if (ended) {
                return;
            }
            if (System.nanoTime() - deadline >= 0) {
                try {
                    handle.getConnection()
                            .unwrap(SQLiteConnection.class)
                            .getDatabase()
                            .interrupt();
                } catch (SQLException e) {
                    LOG.warn("A read could not be broken off", e);
                }
            }
            lookLater();
        }

        synchronized void end() {
            ended = true;
        }
    }
}
