package studio.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import studio.files.Uninterrupted;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * SQLite with one writer and many readers (WAL): a fair lock queues the writers, because the database itself would let
 * them retry in no order. Readers never wait for the writer.
 */
public final class SqliteDatabase implements Database {

    private static final Logger LOG = Logger.getLogger(SqliteDatabase.class);

    private record Transaction(Connection connection, List<Runnable> afterCommit) {}

    private final DataSource writer;
    private final DataSource readers;
    private final Duration longestWait;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final ScopedValue<Transaction> current = ScopedValue.newInstance();
    private final ScopedValue<Connection> reading = ScopedValue.newInstance();
    private final LongReads searches;

    /**
     * @param writer hands out the one connection that may write
     * @param readers a small pool of connections that may not
     * @param longestWait for one's turn to write; then {@code storage_busy}, 503
     * @param longestSearch for one's turn to search, and for the search; then {@code search_busy} or {@code search_too_long}, 503
     */
    public SqliteDatabase(DataSource writer, DataSource readers, Duration longestWait, Duration longestSearch) {
        this.writer = writer;
        this.readers = readers;
        this.longestWait = longestWait;
        this.searches = new LongReads(longestSearch);
    }

    @Override
    public <T> T write(Supplier<T> work) {
        return update(connection -> work.get());
    }

    @Override
    public <T> T update(Work<T> work) {
        if (current.isBound()) {
            return joined(current.get().connection(), work);
        }
        if (reading.isBound()) {
            throw new IllegalStateException("A write inside a read would not see what the read sees");
        }
        Transaction transaction = new Transaction(begin(), new ArrayList<>());
        try {
            T result = ScopedValue.where(current, transaction).call(() -> committed(transaction.connection(), work));
            // Before the next writer's turn, so that follow-ups come in the order of commits.
            transaction.afterCommit().forEach(SqliteDatabase::followUp);
            return result;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public <T> T query(Work<T> work) {
        if (current.isBound()) {
            return joined(current.get().connection(), work);
        }
        if (reading.isBound()) {
            return joined(reading.get(), work);
        }
        try (Connection connection = Uninterrupted.call(readers::getConnection)) {
            return ScopedValue.where(reading, connection).call(() -> snapshot(connection, work));
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    @Override
    public <T> T search(Work<T> work) {
        return searches.inTurn(() -> query(connection -> searches.limited(connection, work)));
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
                + query(connection -> Sql.first(connection, "SELECT sqlite_version()", row -> row.getString(1))
                        .orElse("?"));
    }

    /** For metrics: how many writes wait for their turn. */
    int waitingWriters() {
        return writing.getQueueLength();
    }

    /** Moves the write-ahead log into the database file, so that a copy of that one file is complete. */
    void checkpoint() {
        acquire();
        try (Connection connection = Uninterrupted.call(writer::getConnection)) {
            Sql.list(connection, "PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
        } catch (SQLException e) {
            throw translated(e);
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

    private Connection begin() {
        acquire();
        try {
            Connection connection = Uninterrupted.call(writer::getConnection);
            try {
                connection.setAutoCommit(false);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            writing.unlock();
            throw translated(e);
        }
    }

    private void acquire() {
        boolean locked = Uninterrupted.call(() -> writing.tryLock(longestWait.toMillis(), TimeUnit.MILLISECONDS));
        if (!locked) {
            throw busy();
        }
    }

    private <T> T committed(Connection connection, Work<T> work) {
        try (connection) {
            T result;
            try {
                result = work.apply(connection);
                connection.commit();
            } catch (Throwable e) {
                undo(connection, e);
                throw e;
            }
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    /** SQLite has undone some failures itself, as that of a full disk, and says so to whoever undoes them again. */
    private static void undo(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** All statements of one read see the same committed state. */
    private static <T> T snapshot(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            return work.apply(connection);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static <T> T joined(Connection connection, Work<T> work) {
        try {
            return work.apply(connection);
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    private static RuntimeException translated(SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException sqlite ? sqlite.getResultCode() : null;
        if (code == null) {
            return new StorageException("The database failed: " + e.getMessage(), e);
        }
        // Extended codes carry the primary one in their low byte.
        return switch (code.code & 0xff) {
            case 5, 6 -> busy().causedBy(e);
            case 9 -> ProblemException.of(ProblemCode.SEARCH_TOO_LONG).causedBy(e);
            case 13 -> ProblemException.of(ProblemCode.STORAGE_FULL).causedBy(e);
            case 8 -> ProblemException.of(ProblemCode.STORAGE_READ_ONLY).causedBy(e);
            case 19 -> new IllegalStateException("A row broke a rule of the database: " + e.getMessage(), e);
            default -> new StorageException("The database failed: " + e.getMessage(), e);
        };
    }

    private static ProblemException busy() {
        return ProblemException.of(ProblemCode.STORAGE_BUSY).withHeader("Retry-After", "2");
    }
}
