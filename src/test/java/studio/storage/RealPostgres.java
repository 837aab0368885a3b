package studio.storage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A real PostgreSQL of this JVM's own, started when a test first needs it. Databases are copies of one that has the schema. */
public final class RealPostgres {
    private static final String TEMPLATE = "studio_template";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final int KEPT = 20;
    private static final Queue<PostgresAddress> MADE = new ArrayDeque<>();

    private static EmbeddedPostgres server;

    private RealPostgres() {}

    /** The server, for tests of what comes before a schema. */
    static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                // Nothing here must survive a crash, so nothing waits for the disk.
                server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("shared_buffers", "64MB")
                        .setLocaleConfig("locale", "C.UTF-8")
                        .setLocaleConfig("encoding", "UTF-8")
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            execute("CREATE DATABASE " + TEMPLATE);
            migrate(address(TEMPLATE));
        }
        return server;
    }

    /** Makes a database with the schema and nothing in it. It lives until {@value #KEPT} others have been made. */
    public static synchronized PostgresAddress fresh() {
        PostgresAddress made = copy(TEMPLATE);
        MADE.add(made);
        if (MADE.size() > KEPT) {
            drop(MADE.remove());
        }
        return made;
    }

    /** What people would set for a database with the schema and nothing in it. */
    public static String freshUrl() {
        String place = fresh().place();
        return url(place.substring(place.lastIndexOf('/') + 1), "postgres");
    }

    /** The same with what the next version might have added: a column in each table, a table, and its number. */
    public static String newerUrl() {
        PostgresAddress made = fresh();
        int newer = DatabaseFile.SCHEMA + 1;
        try (Handle handle = Jdbi.open(made.jdbcUrl(), made.user(), made.password())) {
            for (String table : handle.select("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                            + " AND tablename <> 'flyway_schema_history'")
                    .mapTo(String.class)
                    .list()) {
                handle.execute("ALTER TABLE \"" + table + "\" ADD COLUMN of_newer TEXT NOT NULL DEFAULT 'x'");
            }
            handle.execute("CREATE TABLE newer (id TEXT PRIMARY KEY)");
            handle.execute(
                    "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                            + " execution_time, success) VALUES (99, ?, 'newer', 'SQL', 'newer.sql', 'x', 1, true)",
                    Integer.toString(newer));
        }
        String place = made.place();
        return url(place.substring(place.lastIndexOf('/') + 1), "postgres");
    }

    /** Makes a database without any schema. */
    public static PostgresAddress empty() {
        return copy("template0");
    }

    private static synchronized PostgresAddress copy(String template) {
        EmbeddedPostgres unused = server();
        String name = "studio_" + NUMBER.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        return address(name);
    }

    /** Removes what {@link #fresh} has made, whoever still uses it. */
    static void drop(PostgresAddress address) {
        String place = address.place();
        execute("DROP DATABASE IF EXISTS " + place.substring(place.lastIndexOf('/') + 1) + " WITH (FORCE)");
    }

    static PostgresAddress address(String database) {
        PostgresAddress address = PostgresAddress.parse(url(database, "postgres"));
        if (address == null) {
            throw new IllegalStateException(database);
        }
        return address;
    }

    /** What people would set, with a password that the server does not ask for. */
    static String url(String database, String user) {
        return "postgresql://" + user + ":secret@localhost:" + server().getPort() + "/" + database;
    }

    static Flyway flyway(PostgresAddress address) {
        return Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .locations("classpath:db/postgresql")
                .load();
    }

    private static void migrate(PostgresAddress address) {
        JoinCluster.migrate(() -> flyway(address), address);
    }

    private static void execute(String sql) {
        try (Handle handle = Jdbi.open(server.getPostgresDatabase())) {
            handle.execute(sql);
        }
    }
}
