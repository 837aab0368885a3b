package studio.upstream.dialect;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How calls for some models are sent. Data from {@code dialects.json}.
 *
 * @param models ids, with stars
 * @param path behind the base of the API; {@code {model}} stands for the model's id, which is then not in the body
 * @param edits the path when there are reference pictures; null: the same
 * @param body the shape of the JSON
 * @param references how reference pictures are sent; null: as the dialect says
 * @param count whether the number of pictures may be said
 * @param task whether the answer is a task's id; false: it is the result
 */
@RegisterForReflection
public record Submission(
        List<String> models,
        String path,
        @Nullable String edits,
        Body body,
        Dialect.@Nullable References references,
        boolean count,
        boolean task) {

    /** Shapes of a call's JSON. */
    public enum Body {
        /** All fields side by side, as in the images form. */
        FLAT,
        /** DashScope: {@code input.messages}, all options in {@code parameters}. */
        MESSAGES,
        /** DashScope's older calls: {@code input.prompt} and {@code input.images}, all options in {@code parameters}. */
        PROMPT
    }

    @JsonCreator
    static Submission read(
            @JsonProperty("models") List<String> models,
            @JsonProperty("path") String path,
            @JsonProperty("edits") @Nullable String edits,
            @JsonProperty("body") @Nullable Body body,
            @JsonProperty("references") Dialect.@Nullable References references,
            @JsonProperty("count") @Nullable Boolean count,
            @JsonProperty("task") @Nullable Boolean task) {
        Body shape = Objects.requireNonNullElse(body, Body.FLAT);
        return new Submission(
                models, path, edits, shape, references, !Boolean.FALSE.equals(count), !Boolean.FALSE.equals(task));
    }
}
