package studio.storage;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Access for the SQL classes of the features; nothing else sees Jdbi or JDBC. Times are bound and read as milliseconds since
 * 1970, days as ISO dates, JSON as text, switches as 0 and 1.
 */
public interface Database extends Transactions {

    /** Writes inside the transaction under way, or in one of its own. */
    <T> T update(Function<Handle, T> work);

    /**
     * Reads from the last committed state, on a pooled read-only connection. Inside a write transaction it uses that one's
     * connection, so that it sees what was just written.
     */
    <T> T query(Function<Handle, T> work);

    /**
     * A {@link #query} that may take long, such as a search. Two run at a time, so that quick reads always find a reader, and
     * none for longer than a few seconds.
     *
     * @throws studio.problem.ProblemException 503 {@code search_busy} or {@code search_too_long}
     */
    <T> T search(Function<Handle, T> work);

    /**
     * One statement outside of any transaction, without a turn among the writers of other instances: for what no other write depends
     * on and may be lost.
     */
    <T> T aside(Function<Handle, T> work);

    /** How this database writes what the two write differently. */
    Dialect dialect();

    /** For the log: product and version, for example {@code SQLite 3.54.1}. */
    String describe();

    /** What it takes on the disk of this machine or of its server. */
    long bytes();

    /** For metrics: how many writes of this process wait for their turn. */
    int waitingWriters();

    /** Does what is best done once when the process ends. */
    void settle();
}
