package studio.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.problem.ProblemException;
import studio.storage.Dialect;
import studio.storage.Ids;
import studio.storage.OnBothDatabases;
import studio.storage.RealDatabase;
import studio.task.SqlTaskStore;
import studio.task.request.GenerationInput;

@OnBothDatabases
class SqlDraftsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String SHA256 = "ab".repeat(32);

    @Parameter
    Dialect dialect;

    @TempDir
    Path folder;

    private final ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());
    private RealDatabase real;
    private SqlDrafts drafts;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder, dialect);
        drafts = new SqlDrafts(real.database(), mapper, new Ids());
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void theLastSavedIsFirstAndTheSameIsNotSavedTwice() throws Exception {
        drafts.save("a", input("a lake"), NOON);
        drafts.save("b", input("山间的湖"), NOON.plusSeconds(1));
        SqlDrafts.Draft again = drafts.save("a", input("a lake"), NOON.plusSeconds(2));

        assertThat(drafts.all()).extracting(SqlDrafts.Draft::name).containsExactly("a", "b");
        assertThat(drafts.all().getFirst()).isEqualTo(again);
        assertThat(drafts.remove(again.id())).contains(again);
        assertThat(drafts.remove(again.id())).isEmpty();
        assertThat(drafts.all()).extracting(SqlDrafts.Draft::name).containsExactly("b");
    }

    @Test
    void aDraftKeepsItsPicturesUntilItIsGone() throws Exception {
        SqlTaskStore tasks = new SqlTaskStore(real.database(), mapper, real.changes(), real.instances());
        GenerationInput input = mapper.readValue(
                "{\"prompt\":\"a\",\"images\":[\"upload:%1$s\",\"upload:%1$s\"]}".formatted(SHA256),
                GenerationInput.class);
        SqlDrafts.Draft draft = drafts.save("a", input, NOON);

        assertThat(tasks.needsReference(SHA256)).isTrue();
        assertThat(drafts.remove(draft.id())).isPresent();
        assertThat(tasks.needsReference(SHA256)).isFalse();
    }

    @Test
    void thereAreNotTooMany() throws Exception {
        for (int i = 0; i < SqlDrafts.MAX; i++) {
            drafts.save("d", input("prompt " + i), NOON);
        }
        assertThatThrownBy(() -> drafts.save("one more", input("one more"), NOON))
                .isInstanceOf(ProblemException.class);
        drafts.save("known", input("prompt 7"), NOON);
        assertThat(drafts.all()).hasSize(SqlDrafts.MAX);
    }

    private GenerationInput input(String prompt) throws Exception {
        return mapper.readValue(mapper.writeValueAsString(java.util.Map.of("prompt", prompt)), GenerationInput.class);
    }
}
