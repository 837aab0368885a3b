package studio.storage;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * PostgreSQL, shared with other instances. Write transactions of all instances take turns by an advisory lock, so that everything
 * which holds with one writer holds here: what is read before a write is still true, commits have an order, and none waits for another
 * in a circle. The lock ends with the transaction, and that with the connection.
 */
public final class PostgresDatabase extends SqlDatabase {
    /** Of the lock that writers take turns by; a lock is one of its database. */
    private static final long WRITING = 0x7374_7564_696FL;

    private final long longestSearch;

    /**
     * @param writer connections with a {@code lock_timeout}, and an end for transactions in which nothing happens
     * @param readers connections that read only, each transaction in one state ({@code repeatable read})
     * @see SqlDatabase#SqlDatabase
     */
    public PostgresDatabase(DataSource writer, DataSource readers, Duration longestWait, Duration longestSearch) {
        super(writer, readers, longestWait, longestSearch);
        this.longestSearch = longestSearch.toMillis();
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public String describe() {
        return "PostgreSQL "
                + query(handle -> handle.select("SELECT split_part(current_setting('server_version'), ' ', 1)")
                        .mapTo(String.class)
                        .one());
    }

    @Override
    public long bytes() {
        return query(handle -> handle.select("SELECT pg_database_size(current_database())")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void settle() {
        // What is committed is on the database's disk.
    }

    @Override
    void begin(Handle handle) {
        boolean unused = handle.select("SELECT pg_advisory_xact_lock(" + WRITING + ") IS NULL")
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public <T> T aside(Function<Handle, T> work) {
        return onWriter(work);
    }

    @Override
    <T> T limited(LongReads searches, Handle handle, Function<Handle, T> work) {
        handle.execute("SET LOCAL statement_timeout = " + longestSearch);
        return work.apply(handle);
    }

    /** By the five characters of PostgreSQL's appendix A; the first two are the class. */
    @Override
    RuntimeException meaning(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        return switch (state) {
            // A lock, a deadlock, too many connections; without a state, no connection of the pool became free in time.
            case "55P03", "40P01", "40001", "53300", "" -> busy().causedBy(e);
            // A server that stops, has crashed, starts.
            case "57P01", "57P02", "57P03" -> unreachable(e);
            case "57014" -> ProblemException.of(ProblemCode.SEARCH_TOO_LONG).causedBy(e);
            case "53100" -> ProblemException.of(ProblemCode.STORAGE_FULL).causedBy(e);
            case "25006" -> ProblemException.of(ProblemCode.STORAGE_READ_ONLY).causedBy(e);
            default -> {
                if (state.startsWith("08")) {
                    yield unreachable(e);
                }
                yield state.startsWith("23") ? brokenRule(e) : failed(e);
            }
        };
    }

    /** Whether a commit that was under way has succeeded is not known. */
    private static ProblemException unreachable(SQLException e) {
        return ProblemException.of(ProblemCode.STORAGE_UNREACHABLE)
                .withHeader("Retry-After", "2")
                .causedBy(e);
    }
}
