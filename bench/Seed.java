import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills the gallery of a running server with entries that have no files, straight into its database. */
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
}
