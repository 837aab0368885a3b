package studio.gallery;

import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery.Listing;

/** Entries as JSON that SQLite writes, field by field as the mapper of the API writes a {@link GalleryEntry}. */
final class SqlEntryJson {
    /** {@code concat} takes null for nothing, so what an entry lacks is left out. */
    static final String SELECT = """
            SELECT concat(
                '{"id":', json_quote(id),
                ',"prompt":', json_quote(prompt),
                ',"responseText":', json_quote(response_text),
                ',"fileName":', json_quote(file_name),
                ',"configId":', json_quote(config_id),
                ',"configLabel":', json_quote(config_label),
                ',"modelId":', json_quote(model_id),
                ',"aspectRatio":' || nullif(json_quote(aspect_ratio), 'null'),
                ',"imageSize":' || nullif(json_quote(image_size), 'null'),
                ',"createdAt":"', strftime(
                    iif(created_at % 1000 = 0, '%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%dT%H:%M:%fZ'), created_at / 1000.0, 'unixepoch'),
                '","width":', width, ',"height":', height, ',"bytes":', bytes,
                ',"format":', json_quote(format),
                ',"placeholder":' || nullif(json_quote(placeholder), 'null'),
                ',"favorite":', iif(favorite, 'true', 'false'),
                ',"taskId":' || nullif(json_quote(task_id), 'null'),
                ',"durationMs":' || duration_ms,
                ',"usage":' || usage,
                ',"parameters":' || parameters,
                ',"missing":', iif(missing, 'true', 'false'),
                ',"imagePath":', json_quote(:base || '/gallery/' || file_name),
                ',"thumbnailPath":', json_quote(
                    :base || iif(has_thumbnail, '/gallery/thumbnails/thumb-', '/gallery/') || file_name),
                ',"previewPath":' || nullif(json_quote(:base || '/gallery/previews/' || preview_name), 'null'),
                '}'), created_at, id""";

    private SqlEntryJson() {}

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
