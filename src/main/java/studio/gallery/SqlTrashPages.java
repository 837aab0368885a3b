package studio.gallery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.gallery.TrashPage.TrashedEntry;
import studio.storage.Database;
import studio.storage.Sql;

/** Reads the trash in pages. */
final class SqlTrashPages {
    private static final String TRASHED =
            "SELECT " + EntryRows.COLUMNS + ", deleted_at FROM gallery_entry WHERE deleted_at IS NOT NULL";
    private static final String LATEST_FIRST = " ORDER BY deleted_at DESC, id DESC LIMIT ?";

    private final Database database;
    private final EntryRows rows;

    SqlTrashPages(Database database, EntryRows rows) {
        this.database = database;
        this.rows = rows;
    }

    /** @param after the place of the last entry of the page before, by the time of its deletion */
    TrashPage page(@Nullable Cursor after, int limit, Duration timeToLive) {
        return database.query(c -> {
            List<TrashedEntry> found = read(c, after, limit + 1, timeToLive);
            boolean more = found.size() > limit;
            List<TrashedEntry> entries = more ? found.subList(0, limit) : found;
            long total = Sql.number(c, "SELECT count(*) FROM gallery_entry WHERE deleted_at IS NOT NULL");
            return new TrashPage(entries, more ? place(entries.getLast()).encoded() : null, total);
        });
    }

    private List<TrashedEntry> read(Connection c, @Nullable Cursor after, int limit, Duration timeToLive)
            throws SQLException {
        Sql.RowMapper<TrashedEntry> mapper = row -> {
            Instant deletedAt = Instant.ofEpochMilli(row.getLong("deleted_at"));
            return new TrashedEntry(rows.entry(row), deletedAt, deletedAt.plus(timeToLive));
        };
        return after == null
                ? Sql.list(c, TRASHED + LATEST_FIRST, mapper, limit)
                : Sql.list(
                        c,
                        TRASHED + " AND (deleted_at, id) < (?, ?)" + LATEST_FIRST,
                        mapper,
                        after.time(),
                        after.id(),
                        limit);
    }

    private static Cursor place(TrashedEntry entry) {
        return new Cursor(entry.deletedAt(), entry.entry().id());
    }
}
