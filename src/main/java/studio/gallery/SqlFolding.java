package studio.gallery;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.Database;

/**
 * Gives the entries that have none their folded text, the newest first: those of a database that an earlier version wrote. Done in
 * short transactions, so that others may write in between.
 */
final class SqlFolding {
    private static final int BATCH = 500;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    /** The texts of a row that has no folded one. */
    @RegisterForReflection
    public record Unfolded(long seq, String prompt, String responseText) {}

    private final Database database;
    private final RowMapper<Unfolded> rows = ConstructorMapper.of(Unfolded.class);

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
    <T> T search(Function<Handle, T> search) {
        if (!finish(LONGEST_WAIT)) {
            throw ProblemException.of(ProblemCode.SEARCH_PREPARING).withHeader("Retry-After", "5");
        }
        return database.search(search);
    }

    private boolean pending() {
        return !unfolded(1).isEmpty();
    }

    private List<Unfolded> unfolded(int limit) {
        return database.query(
                handle -> handle.createQuery("""
                        SELECT seq, prompt, response_text FROM gallery_entry
                        WHERE folded IS NULL ORDER BY seq DESC LIMIT :limit""").bind("limit", limit).map(rows).list());
    }

    private void foldBatch() {
        database.update(handle -> {
            PreparedBatch batch = handle.prepareBatch("UPDATE gallery_entry SET folded = :folded WHERE seq = :seq");
            for (Unfolded row : unfolded(BATCH)) {
                batch.bind("seq", row.seq())
                        .bind("folded", Folding.fold(row.prompt(), row.responseText()))
                        .add();
            }
            return batch.execute().length;
        });
    }
}
