package studio.upstream.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.Told;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;

/** Reads models, page by page, as the Gemini API, Vertex AI and relays list them. */
final class GeminiModels {
    private static final int PAGE = 1000;

    /** An upstream that always names a next page is not followed for ever. */
    private static final int MAX_PAGES = 20;

    private static final List<String> LISTS = List.of("models", "publisherModels", "data");
    private static final List<String> METHODS =
            List.of("supportedGenerationMethods", "supported_generation_methods", "supportedActions");
    private static final List<String> SHOWN_UPSTREAM =
            List.of("supportedGenerationMethods", "version", "inputTokenLimit", "outputTokenLimit", "thinking");

    /** Imagen has a call of its own, {@code predict}. */
    private static final Pattern MAKES_PICTURES = Pattern.compile("image(?!n)|banana");

    private GeminiModels() {}

    /** {@code models/x} and {@code publishers/google/models/x} are names of the resource {@code x}. */
    static String id(String name) {
        String slash = "/" + name.strip();
        int at = slash.lastIndexOf("/models/");
        return at < 0 ? name.strip() : slash.substring(at + "/models/".length());
    }

    /**
     * All pages. The list ends where no next page is named, or one that was there before.
     *
     * @param get asks for a page
     * @return those that make pictures first, each group in the upstream's own order
     * @throws UpstreamException of code {@code wrong_path} when an answer is no list of models
     */
    static List<UpstreamModel> all(GeminiEndpoint endpoint, Function<URI, JsonNode> get) {
        ModelList models = new ModelList();
        Set<String> seen = new HashSet<>();
        String token = null;
        for (int page = 0; page < MAX_PAGES; page++) {
            JsonNode answer = get.apply(endpoint.models(PAGE, token));
            for (JsonNode entry : list(answer)) {
                UpstreamModel model = model(entry);
                if (model != null) {
                    models.add(model);
                }
            }
            token = ModelList.text(answer, "nextPageToken", "next_page_token");
            if (token == null || !seen.add(token)) {
                break;
            }
        }
        return models.sorted();
    }

    private static JsonNode list(JsonNode answer) {
        for (String name : LISTS) {
            if (answer.path(name).isArray()) {
                return answer.get(name);
            }
        }
        // An empty list is left out of Google's JSON, so that the last page may be an empty object.
        if (answer.isArray() || answer.isEmpty() || answer.has("nextPageToken")) {
            return answer;
        }
        throw new UpstreamException(
                FailureCode.WRONG_PATH, Outcome.FINAL, Told.of("the answer is no list of models"), null);
    }

    /** Null for an entry without a name. */
    static @Nullable UpstreamModel model(JsonNode entry) {
        String resource = entry.isTextual() ? entry.asText() : ModelList.text(entry, "name", "id");
        if (resource == null || id(resource).isEmpty()) {
            return null;
        }
        String id = id(resource);
        return ModelList.model(
                id,
                entry,
                ModelList.text(entry, "displayName", "display_name"),
                MAKES_PICTURES.matcher(id.toLowerCase(Locale.ROOT)).find() && generates(entry),
                SHOWN_UPSTREAM);
    }

    private static boolean generates(JsonNode entry) {
        for (String field : METHODS) {
            JsonNode methods = entry.path(field);
            if (methods.isArray()) {
                return ModelList.has(methods, "generateContent");
            }
        }
        return true;
    }
}
