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
import org.sqlite.SQLiteException;
import studio.files.Uninterrupted;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * SQLite with one writer and many readers (WAL). A fair lock queues the writers, because the database itself would let them
 * retry in no order. Readers never wait for the writer.
 */
public final class SqliteDatabase implements Database {

    private static final Logger LOG = Logger.getLogger(SqliteDatabase.class);

    private record Transaction(Handle handle, List<Runnable> afterCommit) {}

    private final Jdbi writer;
    private final Jdbi readers;
    private final Duration longestWait;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final ScopedValue<Transaction> current = ScopedValue.newInstance();
    private final ScopedValue<Handle> reading = ScopedValue.newInstance();
    private final LongReads searches;

    /**
     * @param writer hands out the one connection that may write
     * @param readers a small pool of connections that may not
     * @param longestWait for one's turn to write; then {@code storage_busy}, 503
     * @param longestSearch for one's turn to search, and for the search; then {@code search_busy} or {@code search_too_long}, 503
     */
    public SqliteDatabase(DataSource writer, DataSource readers, Duration longestWait, Duration longestSearch) {
        this.writer = SqlValues.jdbi(() -> Uninterrupted.call(writer::getConnection));
        this.readers = SqlValues.jdbi(() -> Uninterrupted.call(readers::getConnection));
        this.longestWait = longestWait;
        this.searches = new LongReads(longestSearch);
    }

    @Override
    public <T> T write(Supplier<T> work) {
        return update(handle -> work.get());
    }

    @Override
    public <T> T update(Function<Handle, T> work) {
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
            afterCommit.forEach(SqliteDatabase::followUp);
            return result;
        });
    }

    private <T> T committed(Function<Handle, T> work, List<Runnable> afterCommit) {
        return translated(() -> {
            try (Handle handle = writer.open()) {
                return ScopedValue.where(current, new Transaction(handle, afterCommit))
                        .call(() -> handle.inTransaction(work::apply));
            }
        });
    }

    /** All statements of one read see the same committed state. */
    @Override
    public <T> T query(Function<Handle, T> work) {
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
    public <T> T search(Function<Handle, T> work) {
        return searches.inTurn(() -> query(handle -> searches.limited(handle, work)));
    }

    @Override
    public void afterCommit(Runnable action) {
        if (current.isBound()) {
            current.get().afterCommit().add(action);
        } else {
            action.run();
        }
    }

    /** For the log: product and version, for example {@code SQLite 3.54.1}. */
    public String describe() {
        return "SQLite "
                + query(handle -> handle.select("SELECT sqlite_version()")
                        .mapTo(String.class)
                        .one());
    }

    /** For metrics: how many writes wait for their turn. */
    int waitingWriters() {
        return writing.getQueueLength();
    }

    /** Moves the write-ahead log into the database file, so that a copy of that one file is complete. */
    void checkpoint() {
        inTurn(() -> translated(() -> {
            try (Handle handle = writer.open()) {
                return handle.select("PRAGMA wal_checkpoint(TRUNCATE)")
                        .mapToMap()
                        .list();
            }
        }));
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

    /** Names no values: those of a statement are prompts and other things that do not belong into a log. */
    private static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException failure) {
            SQLException e = cause(failure);
            if (e == null) {
                throw failure;
            }
            throw switch (code(e)) {
                case 5, 6 -> busy().causedBy(e);
                case 9 -> ProblemException.of(ProblemCode.SEARCH_TOO_LONG).causedBy(e);
                case 13 -> ProblemException.of(ProblemCode.STORAGE_FULL).causedBy(e);
                case 8 -> ProblemException.of(ProblemCode.STORAGE_READ_ONLY).causedBy(e);
                case 19 -> new IllegalStateException("A row broke a rule of the database: " + e.getMessage(), e);
                default -> new StorageException("The database failed: " + e.getMessage(), e);
            };
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

    /** SQLite's primary result code; 0 for a failure of the driver or the pool. Extended codes carry it in their low byte. */
    static int code(@Nullable SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
    }

    private static ProblemException busy() {
        return ProblemException.of(ProblemCode.STORAGE_BUSY).withHeader("Retry-After", "2");
    }
}
