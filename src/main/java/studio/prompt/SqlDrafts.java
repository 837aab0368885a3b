package studio.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.Database;
import studio.storage.Ids;
import studio.task.request.GenerationInput;

/** Requests that are saved to be sent another time. Their uploaded pictures do not expire. */
@Singleton
class SqlDrafts {
    static final int MAX = 100;
    private static final Pattern UPLOAD = Pattern.compile("upload:([0-9a-f]{64})");

    /**
     * A saved draft.
     *
     * @param name the first words of its prompt; empty when it has none
     */
    @RegisterForReflection
    @Schema(name = "Draft")
    public record Draft(String id, String name, Instant savedAt, GenerationInput input) {}

    private final Database database;
    private final ObjectMapper mapper;
    private final Ids ids;

    SqlDrafts(Database database, ObjectMapper mapper, Ids ids) {
        this.database = database;
        this.mapper = mapper;
        this.ids = ids;
    }

    /** All, the last saved first. */
    List<Draft> all() {
        return database.query(handle -> handle.createQuery("SELECT * FROM draft ORDER BY saved_at DESC, id DESC")
                .map((row, context) -> draft(row))
                .list());
    }

    /**
     * Saves a draft; one that says the same is not saved twice, and becomes the newest.
     *
     * @throws ProblemException 409 when there are {@value #MAX} others
     */
    Draft save(String name, GenerationInput input, Instant now) {
        String content = json(input);
        return database.update(handle -> {
            handle.createUpdate("DELETE FROM draft WHERE content = :content")
                    .bind("content", content)
                    .execute();
            if (handle.createQuery("SELECT count(*) FROM draft")
                            .mapTo(Integer.class)
                            .one()
                    >= MAX) {
                throw ProblemException.of(ProblemCode.TOO_MANY_DRAFTS, MAX);
            }
            String id = ids.next();
            handle.createUpdate(
                            "INSERT INTO draft (id, name, saved_at, content) VALUES (:id, :name, :savedAt, :content)")
                    .bind("id", id)
                    .bind("name", name)
                    .bind("savedAt", now)
                    .bind("content", content)
                    .execute();
            for (String image : Objects.requireNonNullElse(input.images(), List.<String>of())) {
                UPLOAD.matcher(image).results().map(match -> match.group(1)).forEach(sha256 -> handle.createUpdate(
                                "INSERT INTO draft_reference (sha256, draft_id) VALUES (:sha256, :id) ON CONFLICT DO NOTHING")
                        .bind("sha256", sha256)
                        .bind("id", id)
                        .execute());
            }
            return new Draft(id, name, now, input);
        });
    }

    /** Returns what was removed. */
    Optional<Draft> remove(String id) {
        return database.update(handle -> {
            Optional<Draft> removed = handle.createQuery("SELECT * FROM draft WHERE id = :id")
                    .bind("id", id)
                    .map((row, context) -> draft(row))
                    .findOne();
            handle.createUpdate("DELETE FROM draft WHERE id = :id")
                    .bind("id", id)
                    .execute();
            return removed;
        });
    }

    private Draft draft(ResultSet row) throws SQLException {
        try {
            return new Draft(
                    row.getString("id"),
                    row.getString("name"),
                    Instant.ofEpochMilli(row.getLong("saved_at")),
                    mapper.readValue(row.getString("content"), GenerationInput.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The draft " + row.getString("id") + " is broken", e);
        }
    }

    private String json(GenerationInput input) {
        try {
            return mapper.writeValueAsString(input);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A request can always be written", e);
        }
    }
}
