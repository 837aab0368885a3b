package studio.storage.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import studio.files.Uninterrupted;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.StorageException;

/**
 * Turns over all instances: an advisory lock of a connection, which ends with it. The threads of this process wait in a queue of
 * their own first, so that each name takes one connection at most.
 */
final class PostgresTurns implements Turns {
    private static final Logger LOG = Logger.getLogger(PostgresTurns.class);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** Sets these locks apart from those of others in the same database. */
    private static final int SEED = 0x7374_7564;

    private final DataSource connections;
    private final long longestMs;
    private final LocalTurns own = new LocalTurns();

    PostgresTurns(DataSource connections) {
        this(connections, LONGEST);
    }

    /** @param longest how long another instance is waited for */
    PostgresTurns(DataSource connections, Duration longest) {
        this.connections = connections;
        this.longestMs = longest.toMillis();
    }

    @Override
    public <T> T take(String of, Supplier<T> work) {
        return own.has(of) ? work.get() : own.take(of, () -> locked(of, work));
    }

    private <T> T locked(String of, Supplier<T> work) {
        try (Connection connection = Uninterrupted.call(connections::getConnection)) {
            lock(connection, of);
            try {
                return work.get();
            } finally {
                unlock(connection);
            }
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                throw ProblemException.of(ProblemCode.STORAGE_BUSY)
                        .withHeader("Retry-After", "5")
                        .causedBy(e);
            }
            throw new StorageException("A turn of " + of + " could not be taken: " + e.getMessage(), e);
        }
    }

    /** The lock is the connection's; the time to wait for it is this transaction's alone. */
    private void lock(Connection connection, String of) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement wait = connection.createStatement();
                PreparedStatement lock =
                        connection.prepareStatement("SELECT pg_advisory_lock(hashtextextended(?, " + SEED + "))")) {
            wait.execute("SET LOCAL lock_timeout = " + longestMs);
            lock.setString(1, of);
            lock.execute();
            connection.commit();
        } catch (SQLException e) {
            rollBack(connection);
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("The connection has gone", e);
        }
    }

    private static void unlock(Connection connection) {
        try (Statement unlock = connection.createStatement()) {
            unlock.execute("SELECT pg_advisory_unlock_all()");
        } catch (SQLException e) {
            // It has gone with its connection.
            LOG.debug("A turn could not be given back", e);
        }
    }
}
