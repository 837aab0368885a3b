package studio.gallery;

import java.time.Instant;
import java.util.List;
import studio.storage.Database;
import studio.storage.Sql;

/** Finds the entries that a limit has no room for. */
final class SqlRetention {
    private static final int BATCH = 500;

    private final Database database;

    SqlRetention(Database database) {
        this.database = database;
    }

    /** Entries, favourites excepted, that are older than a time: the oldest, at most a batch. */
    List<String> olderThan(Instant time) {
        return ids("AND created_at < ? ORDER BY created_at, id LIMIT " + BATCH, time);
    }

    /** Entries, favourites excepted, that come after so many newer ones: at most a batch. */
    List<String> beyond(int entries) {
        return ids("ORDER BY created_at DESC, id DESC LIMIT " + BATCH + " OFFSET ?", entries);
    }

    /** Entries, favourites excepted, that make those that are as new or newer larger than this together: at most a batch. */
    List<String> beyondBytes(long bytes) {
        return database.query(c -> Sql.list(
                c,
                "SELECT id FROM (SELECT id, sum(bytes) OVER (ORDER BY created_at DESC, id DESC) AS together"
                        + " FROM gallery_entry WHERE deleted_at IS NULL AND favorite = 0) WHERE together > ?"
                        + " ORDER BY together DESC LIMIT " + BATCH,
                row -> row.getString("id"),
                bytes));
    }

    private List<String> ids(String rest, Object value) {
        return database.query(c -> Sql.list(
                c,
                "SELECT id FROM gallery_entry WHERE deleted_at IS NULL AND favorite = 0 " + rest,
                row -> row.getString("id"),
                value));
    }
}
