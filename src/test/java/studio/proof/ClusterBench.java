package studio.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import studio.testing.Client;

/**
 * Measures several instances on one machine: {@code make bench-cluster}. Prints medians; nothing is asserted. Everything shares the
 * processors: clients, upstream, database, S3 server and instances.
 */
@EnabledIfSystemProperty(named = "cluster.bench", matches = "true")
class ClusterBench {
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final int AT_ONCE = 8;
    private static final int TASKS = Integer.getInteger("bench.tasks", 120);
    private static final int EVENTS = Integer.getInteger("bench.events", 40);
    private static final int ENTRIES = Integer.getInteger("bench.entries", 100_000);
    private static final int READS = Integer.getInteger("bench.reads", 40);
    private static final String[] WORDS = {
        "lake", "city", "forest", "sunset", "猫", "雪山", "neon", "garden", "dragon", "花"
    };

    private static void print(String what, String figure) {
        System.out.printf(Locale.ROOT, "%-78s %s%n", what, figure);
    }

    private static String millis(List<Double> values) {
        values.sort(null);
        return "%.1f ms (90 %%: %.1f)"
                .formatted(values.get(values.size() / 2), values.get((int) (values.size() * 0.9)));
    }

    @Test
    void tasksPerSecondAndMemory() throws Exception {
        for (int size = 1; size <= 3; size++) {
            try (Cluster cluster = new Cluster("bench-" + size, size)
                    .with("MAX_CONCURRENT_TASKS", Integer.toString(AT_ONCE))
                    .with("MAX_QUEUE_SIZE", "1000")
                    .start()) {
                run(cluster, "quick", 20 * size);
                double seconds = run(cluster, PromptedUpstream.PATIENT, TASKS);
                print(
                        "tasks/s, %d instances with %d at once, upstream of 2 s (at best %d)"
                                .formatted(size, AT_ONCE, size * AT_ONCE / 2),
                        "%.1f".formatted(TASKS / seconds));
                long[] resident = new long[size];
                for (int i = 0; i < size; i++) {
                    resident[i] = cluster.instance(i).megabytes("VmRSS");
                }
                print("resident after that, each of %d".formatted(size), Arrays.toString(resident) + " MB");
            }
        }
    }

    private static double run(Cluster cluster, String verb, int count) throws Exception {
        long begin = System.nanoTime();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(cluster.client(i % cluster.size()).create("{\"prompt\":\"" + verb + " " + begin + " " + i + "\"}"));
        }
        for (int i = 0; i < count; i++) {
            cluster.client(i % cluster.size()).end(ids.get(i));
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    @Test
    void eventsAcrossInstancesAndClaims() throws Exception {
        try (Cluster cluster = new Cluster("bench-events", 3).start()) {
            run(cluster, "quick", 60);
            List<WatchedFeed> feeds = new ArrayList<>();
            for (int i = 0; i < cluster.size(); i++) {
                feeds.add(WatchedFeed.at(cluster.client(i)));
            }
            List<Double> across = new ArrayList<>();
            List<Double> waiting = new ArrayList<>();
            List<Double> whole = new ArrayList<>();
            for (int n = 0; n < EVENTS; n++) {
                long begin = System.nanoTime();
                String id = cluster.client(n % 3).create("{\"prompt\":\"quick event " + n + "\"}");
                long[] seen = new long[3];
                for (int i = 0; i < 3; i++) {
                    seen[i] = feeds.get(i).awaitEnd(id, LONGEST).at();
                }
                long first = LongStream.of(seen).min().orElseThrow();
                LongStream.of(seen).filter(at -> at > first).forEach(at -> across.add((at - first) / 1e6));
                whole.add((first - begin) / 1e6);
                JsonNode task =
                        cluster.client(0).get("/api/generate/task/" + id).body();
                waiting.add((double) Duration.between(
                                Instant.parse(task.path("createdAt").asText()),
                                Instant.parse(task.path("startedAt").asText()))
                        .toMillis());
            }
            print("end of a task: from its event at the first instance to that at another", millis(across));
            print("from the request to its start at some instance, nothing else waiting", millis(waiting));
            print("from the request to the end, upstream of 0 s", millis(whole));
            for (WatchedFeed feed : feeds) {
                feed.close();
            }
        }
    }

    @Test
    void aLargeGalleryOnEitherDatabase() throws Exception {
        try (PackagedServer embedded = new PackagedServer("bench-sqlite", "http://127.0.0.1:9/v1")) {
            embedded.flag("-XX:+UseSerialGC", "-Xmx256m").start();
            try (Connection db =
                    DriverManager.getConnection("jdbc:sqlite:" + embedded.data().resolve("studio.db"))) {
                try (Statement statement = db.createStatement()) {
                    statement.execute("PRAGMA busy_timeout = 20000");
                }
                fill(db);
            }
            reads("SQLite", embedded.client());
        }
        try (Cluster cluster = new Cluster("bench-postgres", 1).start()) {
            try (Connection db = cluster.database().connect()) {
                fill(db);
                db.setAutoCommit(true);
                try (Statement statement = db.createStatement()) {
                    statement.execute("ANALYZE");
                }
            }
            reads("PostgreSQL", cluster.client(0));
        }
    }

    private static void fill(Connection db) throws SQLException {
        db.setAutoCommit(false);
        String sql =
                "INSERT INTO gallery_entry (id, prompt, response_text, file_name, has_thumbnail, config_id, config_label,"
                        + " model_id, aspect_ratio, image_size, created_at, width, height, bytes, format, favorite)"
                        + " VALUES (?, ?, '', ?, 1, ?, 'Bench', ?, '1:1', '1K', ?, 1024, ?, 1500000, 'png', ?)";
        try (PreparedStatement insert = db.prepareStatement(sql)) {
            for (int i = 0; i < ENTRIES; i++) {
                String id = "bench-%08d".formatted(i);
                insert.setString(1, id);
                insert.setString(
                        2,
                        "A " + WORDS[i % 10] + " and a " + WORDS[i / 10 % 10] + ", number " + i
                                + ", painted with long soft strokes in the light of a late afternoon");
                insert.setString(3, id + ".png");
                insert.setString(4, "bench-" + i % 3);
                insert.setString(5, "model-" + i % 5);
                insert.setLong(6, 1_790_000_000_000L + i * 1000L);
                insert.setInt(7, 512 + i % 9 * 64);
                insert.setInt(8, i % 100 == 0 ? 1 : 0);
                insert.addBatch();
                if (i % 5000 == 4999) {
                    insert.executeBatch();
                    db.commit();
                }
            }
            insert.executeBatch();
            db.commit();
        }
    }

    private static void reads(String database, Client client) throws Exception {
        long begin = System.nanoTime();
        // The first search folds the texts; until that is over it answers 503.
        while (client.get("/api/gallery?limit=50&q=lake").status() != 200) {
            Thread.sleep(200);
        }
        print(
                database + ": texts of " + ENTRIES + " prepared for the search",
                "%.1f s".formatted((System.nanoTime() - begin) / 1e9));
        String cursor =
                client.get("/api/gallery?limit=50").body().path("nextCursor").asText();
        read(database, client, "first page of 50", "/api/gallery?limit=50");
        if (!cursor.isEmpty()) {
            read(database, client, "next page", "/api/gallery?limit=50&cursor=" + cursor);
        }
        read(database, client, "page of favourites", "/api/gallery?limit=50&favorite=true");
        read(database, client, "facets", "/api/gallery/facets");
        read(database, client, "search, one word in five", "/api/gallery?limit=50&q=lake");
        read(database, client, "search, two words", "/api/gallery?limit=50&q=lake%20dragon");
        read(database, client, "search, one character", "/api/gallery?limit=50&q=%E8%8A%B1");
        read(database, client, "search, one entry of all", "/api/gallery?limit=50&q=%22number%2077777%22");
        read(database, client, "search, nothing found", "/api/gallery?limit=50&q=submarine");
    }

    private static void read(String database, Client client, String what, String path)
            throws IOException, InterruptedException {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < READS + 5; i++) {
            long begin = System.nanoTime();
            Client.Answer answer = client.get(path);
            if (answer.status() != 200) {
                throw new IOException(path + ": " + answer.status() + " " + answer.body());
            }
            if (i >= 5) {
                values.add((System.nanoTime() - begin) / 1e6);
            }
        }
        print(database + ": " + what, millis(values));
    }
}
