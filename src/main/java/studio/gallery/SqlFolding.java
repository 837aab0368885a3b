package studio.gallery;

import java.time.Duration;
import java.util.List;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.Database;
import studio.storage.Sql;

/**
 * Gives the entries that have none their folded text, the newest first: those of a database that an earlier version wrote. Done in
 * short transactions, so that others may write in between.
 */
final class SqlFolding {
    private static final int BATCH = 500;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    private record Unfolded(long seq, String prompt, String response) {}

    private final Database database;

    SqlFolding(Database database) {
        this.database = database;
    }

    /** Works for about this long; returns whether every entry has its folded text now. Costs a look at an index when so. */
    boolean finish(Duration longest) {
        long start = System.nanoTime();
        while (pending()) {
            if (System.nanoTime() - start > longest.toNanos()) {
                return false;
            }
            foldBatch();
        }
        return true;
    }

    /** @throws ProblemException 503 {@code search_preparing} while there is more to fold than can be waited for */
    <T> T search(Database.Work<T> search) {
        if (!finish(LONGEST_WAIT)) {
            throw ProblemException.of(ProblemCode.SEARCH_PREPARING).withHeader("Retry-After", "5");
        }
        return database.search(search);
    }

    private boolean pending() {
        return database.query(c -> Sql.number(c, "SELECT EXISTS (SELECT 1 FROM gallery_entry WHERE folded IS NULL)"))
                > 0;
    }

    private void foldBatch() {
        database.update(c -> {
            List<Unfolded> batch = Sql.list(
                    c,
                    "SELECT seq, prompt, response_text FROM gallery_entry WHERE folded IS NULL ORDER BY seq DESC LIMIT "
                            + BATCH,
                    row -> new Unfolded(row.getLong("seq"), row.getString("prompt"), row.getString("response_text")));
            for (Unfolded row : batch) {
                Sql.execute(
                        c,
                        "UPDATE gallery_entry SET folded = ? WHERE seq = ?",
                        Folding.fold(row.prompt(), row.response()),
                        row.seq());
            }
            return batch.size();
        });
    }
}
