package studio.upstream.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    static List<Submission> list(JsonNode json) {
        List<Submission> all = new ArrayList<>();
        for (JsonNode one : json) {
            String references = one.path("references").textValue();
            all.add(new Submission(
                    Dialect.texts(one.path("models")),
                    one.path("path").textValue(),
                    one.path("edits").textValue(),
                    Body.valueOf(one.path("body").asText("flat").toUpperCase(Locale.ROOT)),
                    references == null ? null : Dialect.References.valueOf(references.toUpperCase(Locale.ROOT)),
                    one.path("count").asBoolean(true),
                    one.path("task").asBoolean(true)));
        }
        return List.copyOf(all);
    }
}
