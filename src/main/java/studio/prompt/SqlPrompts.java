package studio.prompt;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import studio.storage.Database;
import studio.storage.RecordMapper;
import studio.storage.job.Job;

/**
 * The prompts that were sent, each once, the last used first. A trigger of the database keeps them, in the transaction that accepts a
 * task ({@code V17}).
 */
@Singleton
class SqlPrompts {
    private static final int KEPT = 5_000;
    private static final int MAX_WORDS = 8;

    /**
     * A prompt that was sent.
     *
     * @param uses how often
     */
    @RegisterForReflection
    @Schema(name = "SentPrompt")
    public record Sent(long id, String text, Instant usedAt, long uses) {}

    private final Database database;
    private final RowMapper<Sent> rows = RecordMapper.of(Sent.class);

    SqlPrompts(Database database) {
        this.database = database;
    }

    /**
     * A page of those that have every word, whatever the case of Latin letters.
     *
     * @param words separated by blanks; those beyond the eighth do not count
     * @param after the place of the last one of the page before; null: from the start
     */
    List<Sent> page(String words, @Nullable Place after, int limit) {
        List<String> wanted = Arrays.stream(words.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .limit(MAX_WORDS)
                .toList();
        String matching = IntStream.range(0, wanted.size())
                .mapToObj(word -> " AND text " + database.dialect().like() + " :word" + word + " ESCAPE '!'")
                .collect(Collectors.joining());
        return database.search(handle -> {
            Query query = handle.createQuery("""
                            SELECT id, text, used_at, uses FROM prompt WHERE (used_at, id) < (:usedAt, :id)""" + matching + " ORDER BY used_at DESC, id DESC LIMIT :limit")
                    .bind("usedAt", after == null ? Long.MAX_VALUE : after.usedAt())
                    .bind("id", after == null ? Long.MAX_VALUE : after.id())
                    .bind("limit", limit);
            for (int word = 0; word < wanted.size(); word++) {
                query.bind("word" + word, "%" + wanted.get(word).replaceAll("[%_!]", "!$0") + "%");
            }
            return query.map(rows).list();
        });
    }

    /** The place of a prompt in the list. */
    record Place(long usedAt, long id) {
        static Place of(Sent prompt) {
            return new Place(prompt.usedAt().toEpochMilli(), prompt.id());
        }
    }

    /** Returns how many were there. */
    int remove(long id) {
        return database.update(handle -> handle.createUpdate("DELETE FROM prompt WHERE id = :id")
                .bind("id", id)
                .execute());
    }

    int removeAll() {
        return database.update(handle -> handle.execute("DELETE FROM prompt"));
    }

    @Produces
    @Singleton
    Job forgettingOldest() {
        return Job.once("old-prompts", Duration.ofHours(1), Duration.ofMinutes(3), () -> keep(KEPT));
    }

    int keep(int newest) {
        return database.update(
                handle -> handle.createUpdate("""
                        DELETE FROM prompt WHERE id NOT IN (
                            SELECT id FROM prompt ORDER BY used_at DESC, id DESC LIMIT :newest)""").bind("newest", newest).execute());
    }
}
