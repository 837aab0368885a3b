package studio.gallery;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Update;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.Database;
import studio.storage.RecordMapper;

/**
 * The index of texts. Entries that an earlier version wrote have no folded text; they get it in short transactions, the newest
 * first, so that others may write in between.
 */
final class SqlSearch {
    private static final int BATCH = 500;
    private static final int TOGETHER = 50;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    /** The texts of a row that has no folded one. */
    @RegisterForReflection
    public record Unfolded(long seq, String prompt, String responseText) {}

    private final Database database;
    private final RowMapper<Unfolded> rows = RecordMapper.of(Unfolded.class);

    SqlSearch(Database database) {
        this.database = database;
    }

    /** Works for about this long; returns whether every entry has its folded text now. Costs a look at an index when so. */
    boolean prepare(Duration longest) {
        long start = System.nanoTime();
        while (!unfolded(1).isEmpty()) {
            if (System.nanoTime() - start > longest.toNanos()) {
                return false;
            }
            foldBatch();
        }
        return true;
    }

    /** @throws ProblemException 503 {@code search_preparing} while there is more to fold than can be waited for */
    <T> T search(Function<Handle, T> search) {
        if (!prepare(LONGEST_WAIT)) {
            throw ProblemException.of(ProblemCode.SEARCH_PREPARING).withHeader("Retry-After", "5");
        }
        return database.search(search);
    }

    /** Counts the entries, live or in the trash, whose text the index finds. */
    static long matches(Handle handle, SqlTextIndex index) {
        return count(handle, index.all(), index);
    }

    /** Counts those of them that are in the trash, which is small. */
    static long trashedMatches(Handle handle, SqlTextIndex index) {
        return count(
                handle, "SELECT count(*) FROM gallery_entry WHERE deleted_at IS NOT NULL AND " + index.walked(), index);
    }

    private static long count(Handle handle, String sql, SqlTextIndex index) {
        return handle.createQuery(sql).bindMap(index.values()).mapTo(Long.class).one();
    }

    private List<Unfolded> unfolded(int limit) {
        return database.query(
                handle -> handle.createQuery("""
                        SELECT seq, prompt, response_text FROM gallery_entry
                        WHERE folded IS NULL ORDER BY seq DESC LIMIT :limit""").bind("limit", limit).map(rows).list());
    }

    private void foldBatch() {
        database.run(() ->
                unfolded(BATCH).stream().gather(Gatherers.windowFixed(TOGETHER)).forEach(this::fold));
    }

    /** In one statement, for each of which PostgreSQL's triggers run once. */
    private void fold(List<Unfolded> some) {
        String given = IntStream.range(0, some.size())
                .mapToObj(i -> "SELECT :seq" + i + " AS seq, :folded" + i + " AS folded")
                .collect(Collectors.joining(" UNION ALL "));
        database.update(handle -> {
            Update update = handle.createUpdate("UPDATE gallery_entry SET folded = given.folded FROM (" + given
                    + ") AS given WHERE gallery_entry.seq = given.seq");
            for (int i = 0; i < some.size(); i++) {
                Unfolded row = some.get(i);
                update.bind("seq" + i, row.seq()).bind("folded" + i, Folding.fold(row.prompt(), row.responseText()));
            }
            return update.execute();
        });
    }
}
