package studio.proof;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL of one cluster, which can be killed and started again at the same address with the same rows. */
final class ClusterPostgres implements AutoCloseable {
    private static final String SCHEMA = "studio";

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    ClusterPostgres(Path folder) throws IOException, SQLException {
        data = folder.resolve("postgres");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + SCHEMA);
        }
    }

    /** The value of {@code STUDIO_DATABASE_URL}. */
    String url() {
        return "postgresql://postgres:a-password-that-appears-nowhere@localhost:" + port + "/" + SCHEMA;
    }

    /** Its files survive the death of its processes, which is all that happens to it here: so nothing waits for the disk. */
    void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("max_connections", "100")
                .setServerConfig("shared_buffers", "64MB")
                .setLocaleConfig("locale", "C.UTF-8")
                .setLocaleConfig("encoding", "UTF-8")
                .setPGStartupWait(Duration.ofMinutes(2))
                .start();
    }

    /** All of its processes end at once, in the midst of whatever they do; the next start recovers. */
    void kill() throws IOException, InterruptedException {
        String pid =
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
        // What it takes for an "immediate shutdown": no transaction ends, nothing is written.
        int failed = new ProcessBuilder("kill", "-QUIT", pid)
                .redirectErrorStream(true)
                .start()
                .waitFor();
        if (failed != 0) {
            throw new IOException("PostgreSQL " + pid + " cannot be killed");
        }
        ProcessHandle.of(Long.parseLong(pid))
                .ifPresent(postmaster ->
                        postmaster.onExit().orTimeout(30, TimeUnit.SECONDS).join());
        server.close();
    }

    Connection connect() throws SQLException {
        return server.getDatabase("postgres", SCHEMA).getConnection();
    }

    /** The first column of the answer. */
    List<String> column(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        }
    }

    /** The first column of the only row. */
    String one(String sql) throws SQLException {
        List<String> found = column(sql);
        if (found.size() != 1) {
            throw new AssertionError("%d rows of %s: %s".formatted(found.size(), sql, found));
        }
        return found.getFirst();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** No instance writes to the database until the answer is closed; they wait. */
    AutoCloseable holdWrites() throws SQLException {
        Connection connection = connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + 0x7374_7564_696FL + ")");
        }
        return connection;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
