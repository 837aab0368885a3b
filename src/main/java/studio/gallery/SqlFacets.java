package studio.gallery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryFacets.ConfigCount;
import studio.gallery.GalleryFacets.ModelCount;
import studio.gallery.GalleryFacets.RatioCount;
import studio.storage.Database;
import studio.storage.Sql;

/** Reads the sums that triggers keep for each value of a filter; none of it depends on how many entries there are. */
final class SqlFacets {
    private static final String MOST_FIRST = " FROM gallery_facet WHERE name = ? AND value <> '' AND entries > 0"
            + " ORDER BY entries DESC, value LIMIT " + GalleryFacets.MOST;

    private final Database database;

    SqlFacets(Database database) {
        this.database = database;
    }

    GalleryFacets read() {
        return database.query(c -> new GalleryFacets(
                Sql.list(
                        c,
                        "SELECT value, entries" + MOST_FIRST,
                        row -> new ModelCount(row.getString("value"), row.getLong("entries")),
                        "model"),
                configs(c),
                Sql.list(
                        c,
                        "SELECT value, entries" + MOST_FIRST,
                        row -> new RatioCount(row.getString("value"), row.getLong("entries")),
                        "ratio"),
                Sql.number(c, "SELECT entries FROM gallery_total"),
                Sql.number(c, "SELECT entries FROM gallery_facet WHERE name = 'favorite' AND value = '1'"),
                time(c, "ASC"),
                time(c, "DESC")));
    }

    private static List<ConfigCount> configs(Connection connection) throws SQLException {
        return Sql.list(
                connection,
                "SELECT value, entries, (SELECT config_label FROM gallery_entry WHERE config_id = value"
                        + " AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1) AS label" + MOST_FIRST,
                row -> new ConfigCount(row.getString("value"), row.getString("label"), row.getLong("entries")),
                "config");
    }

    private static @Nullable Instant time(Connection connection, String direction) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT created_at FROM gallery_entry WHERE deleted_at IS NULL ORDER BY created_at " + direction
                                + " LIMIT 1",
                        row -> Instant.ofEpochMilli(row.getLong("created_at")))
                .orElse(null);
    }
}
