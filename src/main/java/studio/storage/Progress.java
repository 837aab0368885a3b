package studio.storage;

import jakarta.inject.Singleton;

/** How far work that is done once for the whole database has come, kept over restarts. */
@Singleton
public class Progress {
    private static final String PREFIX = "progress:";

    private final Database database;

    public Progress(Database database) {
        this.database = database;
    }

    /** What was noted last; 0 before the work has begun. */
    public long of(String work) {
        return database.query(handle -> handle.select("SELECT value FROM meta WHERE name = ?", PREFIX + work)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    public void note(String work, long at) {
        database.update(handle -> handle.execute("""
                INSERT INTO meta (name, value) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value""", PREFIX + work, String.valueOf(at)));
    }
}
