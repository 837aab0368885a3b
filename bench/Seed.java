import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fills galleries with entries that have no files. */
final class Seed {
    private static final String[] WORDS = {
        "lake", "city", "forest", "sunset", "猫", "雪山", "neon", "garden", "dragon", "花"
    };
    private static final int BATCH = 5_000;

    private Seed() {}

    /** By itself: the folder with the database, and how many entries. */
    public static void main(String[] arguments) throws SQLException {
        gallery(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    }

    /** Into the file that a server imports on its first start. */
    static void json(Path data, int entries) throws IOException {
        String text = IntStream.range(0, entries)
                .mapToObj(i -> """
                        {"id":"00000000-0000-4000-9000-%1$012d","prompt":"%2$s","responseText":"Here is your image.",\
                        "imagePath":"/gallery/%1$012d.png","thumbnailPath":"/gallery/thumbnails/thumb-%1$012d.png",\
                        "fileName":"%1$012d.png","configLabel":"Bench","configId":"one","modelId":"google/gemini-2.5-flash-image",\
                        "aspectRatio":"1:1","imageSize":"","createdAt":"%3$s"}""".formatted(entries - i, prompt(i), Instant.ofEpochSecond(1_790_000_000L - 60L * i)))
                .collect(Collectors.joining(",\n", "[", "]"));
        Files.writeString(data.resolve("gallery.json"), text);
    }

    /** Straight into the database of a running server. */
    static void gallery(Path data, int entries) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("studio.db"))) {
            try (Statement statement = db.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 20000");
                statement.execute("PRAGMA synchronous = OFF");
            }
            db.setAutoCommit(false);
            String sql =
                    "INSERT INTO gallery_entry (id, prompt, response_text, file_name, has_thumbnail, config_id, config_label,"
                            + " model_id, aspect_ratio, image_size, created_at, width, height, bytes, format, favorite)"
                            + " VALUES (?, ?, '', ?, 1, ?, 'Bench', ?, '1:1', '1K', ?, 1024, ?, 1500000, 'png', ?)";
            try (PreparedStatement insert = db.prepareStatement(sql)) {
                for (int i = 0; i < entries; i++) {
                    String id = "bench-%08d".formatted(i);
                    insert.setString(1, id);
                    insert.setString(2, prompt(i));
                    insert.setString(3, id + ".png");
                    insert.setString(4, "bench-" + i % 3);
                    insert.setString(5, "model-" + i % 5);
                    insert.setLong(6, 1_790_000_000_000L + i * 1000L);
                    insert.setInt(7, 512 + i % 9 * 64);
                    insert.setInt(8, i % 100 == 0 ? 1 : 0);
                    insert.addBatch();
                    // The server is running: it gets its turn to write between the batches.
                    if (i % BATCH == BATCH - 1) {
                        insert.executeBatch();
                        db.commit();
                    }
                }
                insert.executeBatch();
                db.commit();
            }
        }
    }

    private static String prompt(int i) {
        return "A " + WORDS[i % 10] + " and a " + WORDS[i / 10 % 10] + ", number " + i
                + ", painted with long soft strokes in the light of a late afternoon";
    }
}
