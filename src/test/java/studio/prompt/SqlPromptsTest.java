package studio.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.storage.RealDatabase;

@OnBothDatabases
class SqlPromptsTest {
    @Parameter
    Dialect dialect;

    @TempDir
    Path folder;

    private RealDatabase real;
    private SqlPrompts prompts;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder, dialect);
        prompts = new SqlPrompts(real.database());
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void aTaskLeavesItsPromptOnceAndTheLastUseCounts() {
        sent("1", "a lake", 1_000, null);
        sent("2", "山间的湖", 2_000, null);
        sent("3", "a lake", 3_000, null);
        sent("4", "山间的湖", 9_000, "2");
        sent("5", "  ", 9_000, null);
        List<SqlPrompts.Sent> all = prompts.page("", null, 10);
        assertThat(all).extracting(SqlPrompts.Sent::text).containsExactly("a lake", "山间的湖");
        assertThat(all.getFirst().uses()).isEqualTo(2);
        assertThat(all.getFirst().usedAt()).isEqualTo(Instant.ofEpochMilli(3_000));
        assertThat(all.getLast().uses()).as("a retry is no new use").isEqualTo(1);
    }

    @Test
    void everyWordHasToBeInItAndSignsOfPatternsAreWords() {
        sent("1", "A quiet Lake at dawn", 1_000, null);
        sent("2", "100% cotton", 2_000, null);
        sent("3", "清晨的湖", 3_000, null);
        assertThat(found("lake QUIET")).containsExactly("A quiet Lake at dawn");
        assertThat(found("湖")).containsExactly("清晨的湖");
        assertThat(found("0% c")).containsExactly("100% cotton");
        assertThat(found("%")).containsExactly("100% cotton");
        assertThat(found("_")).isEmpty();
        assertThat(found("!")).isEmpty();
        assertThat(found("\\")).isEmpty();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() {
        for (int i = 0; i < 7; i++) {
            sent("t" + i, "prompt " + i, i < 4 ? 1_000 : 2_000, null);
        }
        List<SqlPrompts.Sent> first = prompts.page("", null, 3);
        List<SqlPrompts.Sent> second = prompts.page("", SqlPrompts.Place.of(first.getLast()), 3);
        List<SqlPrompts.Sent> third = prompts.page("", SqlPrompts.Place.of(second.getLast()), 3);
        assertThat(first).extracting(SqlPrompts.Sent::text).containsExactly("prompt 6", "prompt 5", "prompt 4");
        assertThat(second).extracting(SqlPrompts.Sent::text).containsExactly("prompt 3", "prompt 2", "prompt 1");
        assertThat(third).extracting(SqlPrompts.Sent::text).containsExactly("prompt 0");
    }

    @Test
    void theOldestAreForgotten() {
        for (int i = 0; i < 5; i++) {
            sent("t" + i, "prompt " + i, i, null);
        }
        assertThat(prompts.keep(2)).isEqualTo(3);
        assertThat(found("")).containsExactly("prompt 4", "prompt 3");
    }

    private List<String> found(String words) {
        return prompts.page(words, null, 10).stream().map(SqlPrompts.Sent::text).toList();
    }

    private void sent(String id, String prompt, long at, String retryOf) {
        real.database().update(handle -> handle.createUpdate("""
                        INSERT INTO task (id, entry_id, status, created_at, version, request, retry_of, change_seq)
                        VALUES (:id, :id, 'DONE', :at, 1, '{"prompt":' || %s || '}', :retryOf, 0)""".formatted(dialect.json(":prompt")))
                .bind("id", id)
                .bind("at", at)
                .bind("prompt", prompt)
                .bind("retryOf", retryOf)
                .execute());
    }
}
