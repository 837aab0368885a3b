package studio.gallery;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery.Listing;
import studio.storage.Dialect;

/** Entries as JSON that the database writes, field by field as the mapper of the API writes a {@link GalleryEntry}. */
final class SqlEntryJson {
    private static final String THUMBNAIL =
            ":base || CASE has_thumbnail WHEN 1 THEN '/gallery/thumbnails/thumb-' ELSE '/gallery/' END || file_name";

    private SqlEntryJson() {}

    /** The statement up to its columns: the entry, its time and its id. {@code :base} is what addresses start with. */
    static String select(Dialect dialect) {
        // What is null is nothing to concat, so what an entry lacks is left out.
        return "SELECT concat('{\"id\":', " + dialect.json("id")
                + texts(dialect, "prompt", "prompt", "responseText", "response_text", "fileName", "file_name")
                + texts(dialect, "configId", "config_id", "configLabel", "config_label", "modelId", "model_id")
                + texts(dialect, "aspectRatio", "aspect_ratio", "imageSize", "image_size")
                + ", ',\"createdAt\":\"', " + dialect.isoTime("created_at")
                + ", '\",\"width\":', width, ',\"height\":', height, ',\"bytes\":', bytes"
                + texts(dialect, "format", "format", "placeholder", "placeholder")
                + ", ',\"favorite\":', CASE favorite WHEN 1 THEN 'true' ELSE 'false' END"
                + texts(dialect, "taskId", "task_id")
                + ", ',\"durationMs\":' || duration_ms, ',\"usage\":' || usage, ',\"parameters\":' || parameters"
                + ", ',\"missing\":', CASE missing WHEN 1 THEN 'true' ELSE 'false' END"
                + texts(dialect, "imagePath", ":base || '/gallery/' || file_name", "thumbnailPath", THUMBNAIL)
                + texts(dialect, "previewPath", ":base || '/gallery/previews/' || preview_name")
                + ", '}'), created_at, id";
    }

    /** Fields in pairs: the name of the field, and what is in it. */
    private static String texts(Dialect dialect, String... fields) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            sql.append(", ',\"").append(fields[i]).append("\":' || ").append(dialect.json(fields[i + 1]));
        }
        return sql.toString();
    }

    /**
     * Reads the rows of a query for one entry more than wanted.
     *
     * @param limit how many entries are wanted
     * @param enough bytes after which the list ends early
     */
    static Listing read(Query query, int limit, int enough) {
        return query.scanResultSet((rows, context) -> read(rows.get(), limit, enough));
    }

    private static Listing read(ResultSet rows, int limit, int enough) throws SQLException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        int count = 0;
        @Nullable Cursor last = null;
        while (rows.next()) {
            if (last != null) {
                return new Listing(json.toByteArray(), count, last);
            }
            if (count++ > 0) {
                json.write(',');
            }
            json.writeBytes(rows.getBytes(1));
            if (count == limit || json.size() >= enough) {
                last = new Cursor(Instant.ofEpochMilli(rows.getLong(2)), rows.getString(3));
            }
        }
        return new Listing(json.toByteArray(), count, null);
    }
}
