package studio.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import studio.problem.Message;

/** The database of all instances as a command sees it, which runs without the server, and perhaps beside one. */
public final class SharedDatabase {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(30);

    /** Of the lock that a restore holds: no other restore begins meanwhile, and no instance starts. */
    private static final long ALONE = 0x7374_7564_6970L;

    private final PostgresAddress address;
    private final DataSource connections;
    private final Database database;

    private SharedDatabase(PostgresAddress address) {
        this.address = address;
        this.connections = new PostgresConnections(address, "");
        this.database = new PostgresDatabase(
                new PostgresConnections(address, "SET lock_timeout = '10s'"),
                new PostgresConnections(
                        address,
                        "SET default_transaction_read_only = on; SET default_transaction_isolation = 'repeatable read'"),
                LONGEST_WAIT,
                LONGEST_SEARCH);
    }

    /** Empty when the settings name none. */
    public static Optional<SharedDatabase> of(DatabaseSettings settings) {
        return settings.url().map(SharedDatabase::at);
    }

    /** @throws StartRefusedException when it cannot be reached or used */
    public static SharedDatabase at(PostgresAddress address) {
        SharedDatabase shared = new SharedDatabase(address);
        try (Handle handle = shared.open()) {
            handle.execute("SELECT 1");
        } catch (JdbiException e) {
            throw JoinCluster.refused(e, address);
        }
        return shared;
    }

    public Database database() {
        return database;
    }

    /** Where it is, for people. */
    public String place() {
        return address.place();
    }

    /** Each opens a connection anew. */
    public DataSource connections() {
        return connections;
    }

    /** A connection of the caller's own, to be closed. */
    public Handle open() {
        return Jdbi.open(connections);
    }

    /** The schema that tables are in, quoted. */
    public String schema() {
        try (Handle handle = open()) {
            return handle.select("SELECT quote_ident(current_schema())")
                    .mapTo(String.class)
                    .one();
        }
    }

    /** Whether there are the tables of a studio, empty or not. */
    public boolean holdsStudio() {
        try (Handle handle = open()) {
            return has(handle, "config_document");
        }
    }

    /** The newest migration that it has seen; 0: it holds no studio. */
    public int schemaVersion() {
        try (Handle handle = open()) {
            return version(handle);
        }
    }

    /** The newest migration of the PostgreSQL of a handle; 0: it holds no studio. */
    public static int version(Handle handle) {
        return has(handle, "flyway_schema_history")
                ? handle.select("SELECT coalesce(max(version::integer), 0) FROM flyway_schema_history WHERE success")
                        .mapTo(Integer.class)
                        .one()
                : 0;
    }

    /** Whether there is a studio with anything in it. */
    public boolean occupied() {
        try (Handle handle = open()) {
            for (String table : List.of("gallery_entry", "task", "draft", "config_document")) {
                if (has(handle, table)
                        && handle.select("SELECT EXISTS (SELECT 1 FROM " + table + ")")
                                .mapTo(Boolean.class)
                                .one()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The names of the instances that work on it, or did some seconds ago. */
    public List<String> atWork() {
        try (Handle handle = open()) {
            return has(handle, "instance")
                    ? handle.select(
                                    "SELECT name FROM instance WHERE seen_at > extract(epoch FROM clock_timestamp()) * 1000 - "
                                            + PostgresInstances.ALIVE_FOR.toMillis() + " ORDER BY name")
                            .mapTo(String.class)
                            .list()
                    : List.of();
        }
    }

    private static boolean has(Handle handle, String table) {
        return handle.select("SELECT to_regclass(?) IS NOT NULL", table)
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether no restore has taken it; asked with a connection of the caller's. */
    static boolean isFree(Handle handle) {
        return handle.select("SELECT pg_try_advisory_xact_lock_shared(" + ALONE + ")")
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Takes the database for one restore, until what is returned is closed.
     *
     * @throws StartRefusedException when instances are at work, or another restore
     */
    public Handle alone() {
        Handle held = open();
        if (!held.select("SELECT pg_try_advisory_lock(" + ALONE + ")")
                .mapTo(Boolean.class)
                .one()) {
            held.close();
            throw new StartRefusedException(Message.of("storage.database_taken", place()));
        }
        // Those that started before; from here on none does.
        List<String> workers = atWork();
        if (!workers.isEmpty()) {
            held.close();
            throw new StartRefusedException(
                    Message.of("storage.instances_at_work", place(), String.join(", ", workers)));
        }
        return held;
    }
}
