package studio.storage;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import studio.files.Uninterrupted;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * One writer and many readers, over any database. A fair lock queues the writers of this process, so that each waits its turn without
 * a connection; readers never wait for the writer.
 */
abstract class SqlDatabase implements Database {
    private static final Logger LOG = Logger.getLogger(SqlDatabase.class);

    private record Transaction(Handle handle, List<Runnable> afterCommit) {}

    private final Jdbi writer;
    private final Jdbi readers;
    private final Duration longestWait;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final ScopedValue<Transaction> current = ScopedValue.newInstance();
    private final ScopedValue<Handle> reading = ScopedValue.newInstance();
    private final LongReads searches;

    /**
     * @param writer hands out connections that may write
     * @param readers a small pool of connections that may not
     * @param longestWait for one's turn to write; then {@code storage_busy}, 503
     * @param longestSearch for one's turn to search, and for the search; then {@code search_busy} or {@code search_too_long}, 503
     */
    SqlDatabase(DataSource writer, DataSource readers, Duration longestWait, Duration longestSearch) {
        this.writer = SqlValues.jdbi(() -> Uninterrupted.call(writer::getConnection));
        this.readers = SqlValues.jdbi(() -> Uninterrupted.call(readers::getConnection));
        this.longestWait = longestWait;
        this.searches = new LongReads(longestSearch);
    }

    /** Does what comes first in a write transaction. */
    abstract void begin(Handle handle);

    /** Runs a read that is broken off when it takes too long. */
    abstract <T> T limited(LongReads searches, Handle handle, Function<Handle, T> work);

    /** What a failure of the database means. It names no values: those of a statement are prompts and do not belong into a log. */
    abstract RuntimeException meaning(SQLException failure);

    @Override
    public final <T> T write(Supplier<T> work) {
        return update(handle -> work.get());
    }

    @Override
    public final <T> T update(Function<Handle, T> work) {
        if (current.isBound()) {
            return translated(() -> work.apply(current.get().handle()));
        }
        if (reading.isBound()) {
            throw new IllegalStateException("A write inside a read would not see what the read sees");
        }
        return inTurn(() -> {
            List<Runnable> afterCommit = new ArrayList<>();
            T result = committed(work, afterCommit);
            // Before the next writer's turn, so that follow-ups come in the order of commits.
            afterCommit.forEach(SqlDatabase::followUp);
            return result;
        });
    }

    private <T> T committed(Function<Handle, T> work, List<Runnable> afterCommit) {
        return translated(() -> {
            try (Handle handle = writer.open()) {
                return ScopedValue.where(current, new Transaction(handle, afterCommit))
                        .call(() -> handle.inTransaction(begun -> {
                            begin(begun);
                            return work.apply(begun);
                        }));
            }
        });
    }

    /** All statements of one read see the same committed state. */
    @Override
    public final <T> T query(Function<Handle, T> work) {
        return translated(() -> {
            if (current.isBound()) {
                return work.apply(current.get().handle());
            }
            if (reading.isBound()) {
                return work.apply(reading.get());
            }
            try (Handle handle = readers.open()) {
                return ScopedValue.where(reading, handle).call(() -> handle.inTransaction(work::apply));
            }
        });
    }

    @Override
    public final <T> T search(Function<Handle, T> work) {
        return searches.inTurn(() -> query(handle -> limited(searches, handle, work)));
    }

    @Override
    public final void afterCommit(Runnable action) {
        if (current.isBound()) {
            current.get().afterCommit().add(action);
        } else {
            action.run();
        }
    }

    @Override
    public final int waitingWriters() {
        return writing.getQueueLength();
    }

    @Override
    public <T> T aside(Function<Handle, T> work) {
        return alone(work);
    }

    /** Runs work on the writer's connection in one's turn, outside of any transaction. */
    final <T> T alone(Function<Handle, T> work) {
        return inTurn(() -> onWriter(work));
    }

    final <T> T onWriter(Function<Handle, T> work) {
        return translated(() -> {
            try (Handle handle = writer.open()) {
                return work.apply(handle);
            }
        });
    }

    private <T> T inTurn(Supplier<T> work) {
        if (!Uninterrupted.call(() -> writing.tryLock(longestWait.toMillis(), TimeUnit.MILLISECONDS))) {
            throw busy();
        }
        try {
            return work.get();
        } finally {
            writing.unlock();
        }
    }

    private static void followUp(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // The data is safe, so the caller must not hear of a failure.
            LOG.error("A step after a commit failed", e);
        }
    }

    private <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException failure) {
            SQLException e = cause(failure);
            if (e == null) {
                throw failure;
            }
            throw meaning(e);
        }
    }

    static @Nullable SQLException cause(JdbiException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return e;
            }
        }
        return null;
    }

    static IllegalStateException brokenRule(SQLException e) {
        return new IllegalStateException("A row broke a rule of the database: " + e.getMessage(), e);
    }

    static StorageException failed(SQLException e) {
        return new StorageException("The database failed: " + e.getMessage(), e);
    }

    static ProblemException busy() {
        return ProblemException.of(ProblemCode.STORAGE_BUSY).withHeader("Retry-After", "2");
    }
}
