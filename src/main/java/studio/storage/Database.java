package studio.storage;

import java.sql.Connection;
import java.sql.SQLException;

/** Access for the SQL classes of the features; nobody else may see JDBC. */
public interface Database extends Transactions {

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T apply(Connection connection) throws SQLException;
    }

    /** Writes inside the transaction under way, or in one of its own. */
    <T> T update(Work<T> work);

    /**
     * Reads from the last committed state on a pooled read-only connection; inside a write transaction, on that
     * transaction's own connection, so that it sees what was just written.
     */
    <T> T query(Work<T> work);

    /**
     * A {@link #query} that may take long, such as a search: two at a time, so that quick reads always find a reader, and none for
     * longer than a few seconds.
     *
     * @throws studio.problem.ProblemException 503 {@code search_busy} or {@code search_too_long}
     */
    <T> T search(Work<T> work);
}
