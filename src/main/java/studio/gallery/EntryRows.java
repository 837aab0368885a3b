package studio.gallery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.storage.Sql;

/** Entries to rows and back. */
final class EntryRows {
    private static final List<String> NAMES = List.of(
            "id",
            "prompt",
            "response_text",
            "file_name",
            "preview_name",
            "has_thumbnail",
            "config_id",
            "config_label",
            "model_id",
            "aspect_ratio",
            "image_size",
            "created_at",
            "width",
            "height",
            "bytes",
            "format",
            "placeholder",
            "favorite",
            "task_id",
            "duration_ms",
            "usage",
            "parameters",
            "missing");

    static final String COLUMNS = String.join(", ", NAMES);

    /** The last column is what the search reads. */
    private static final String INSERT = "INSERT INTO gallery_entry(" + COLUMNS + ", folded) VALUES ("
            + NAMES.stream().map(name -> "?, ").collect(Collectors.joining()) + "?)";

    /** A file that was found before its entry was written has one already. */
    private static final String INSERT_OR_COMPLETE = INSERT + " ON CONFLICT(id) DO UPDATE SET "
            + Stream.concat(NAMES.stream(), Stream.of("folded"))
                    .filter(name -> !name.equals("id") && !name.equals("favorite"))
                    .map(name -> name + " = excluded." + name)
                    .collect(Collectors.joining(", "))
            + " WHERE file_name = excluded.file_name";

    private static final String INSERT_NEW = INSERT + " ON CONFLICT DO NOTHING";

    private final ObjectReader reader;

    EntryRows(ObjectMapper mapper) {
        // What a picture cost stays exactly as it was told.
        this.reader = mapper.reader(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /** Inserts an entry, or completes the one of the same picture's file; returns 0 when the id is another picture's. */
    int insert(Connection connection, GalleryEntry entry) throws SQLException {
        return Sql.execute(connection, INSERT_OR_COMPLETE, values(entry));
    }

    /** Inserts those whose id and file are new; returns how many. */
    int insertNew(Connection connection, List<GalleryEntry> entries) throws SQLException {
        int inserted = 0;
        try (PreparedStatement statement = connection.prepareStatement(INSERT_NEW)) {
            for (GalleryEntry entry : entries) {
                Sql.bind(statement, values(entry));
                inserted += statement.executeUpdate();
            }
        }
        return inserted;
    }

    GalleryEntry entry(ResultSet row) throws SQLException {
        return new GalleryEntry(
                row.getString("id"),
                row.getString("prompt"),
                row.getString("response_text"),
                row.getString("file_name"),
                row.getString("preview_name"),
                row.getBoolean("has_thumbnail"),
                row.getString("config_id"),
                row.getString("config_label"),
                row.getString("model_id"),
                row.getString("aspect_ratio"),
                row.getString("image_size"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getInt("width"),
                row.getInt("height"),
                row.getLong("bytes"),
                row.getString("format"),
                row.getString("placeholder"),
                row.getBoolean("favorite"),
                row.getString("task_id"),
                Sql.nullableLong(row, "duration_ms"),
                json(row.getString("usage")),
                json(row.getString("parameters")),
                row.getBoolean("missing"));
    }

    private static @Nullable Object[] values(GalleryEntry e) {
        return new @Nullable Object[] {
            e.id(),
            e.prompt(),
            e.responseText(),
            e.fileName(),
            e.previewName(),
            e.hasThumbnail(),
            e.configId(),
            e.configLabel(),
            e.modelId(),
            e.aspectRatio(),
            e.imageSize(),
            e.createdAt(),
            e.width(),
            e.height(),
            e.bytes(),
            e.format(),
            e.placeholder(),
            e.favorite(),
            e.taskId(),
            e.durationMs(),
            text(e.usage()),
            text(e.parameters()),
            e.missing(),
            Folding.fold(e.prompt(), e.responseText())
        };
    }

    private static @Nullable String text(@Nullable JsonNode json) {
        return json == null || json.isNull() ? null : json.toString();
    }

    private @Nullable JsonNode json(@Nullable String text) {
        try {
            return text == null ? null : reader.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row holds broken JSON", e);
        }
    }
}
