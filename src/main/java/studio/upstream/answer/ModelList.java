package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import studio.upstream.UpstreamModel;
import studio.upstream.failure.Words;

/** Reads the list of models in the forms that OpenRouter, OpenAI and relays give it. */
public final class ModelList {
    /** Where a list contains no modalities, names have to do. */
    private static final Pattern MAKES_PICTURES = Words.anyOf("model names that make pictures");

    private static final List<String> SHOWN_UPSTREAM = Words.list("model fields");

    private final Map<String, UpstreamModel> models = new LinkedHashMap<>();

    /** Image-capable first, each group in the upstream's own order; entries without an id are left out. */
    public static List<UpstreamModel> read(JsonNode answer) {
        JsonNode list = answer.isArray() ? answer : answer.path("data");
        ModelList all = new ModelList();
        for (JsonNode entry : list.isArray() ? list : answer.path("models")) {
            String id = entry.isTextual() ? entry.asText() : text(entry, "id", "name");
            if (id != null && !id.isBlank()) {
                all.add(model(
                        id, entry, text(entry, "name", "display_name"), makesPictures(id, entry), SHOWN_UPSTREAM));
            }
        }
        return all.sorted();
    }

    /** Models that a provider is known to have, where it lists none. */
    public static List<UpstreamModel> of(List<String> ids) {
        return ids.stream()
                .map(id -> new UpstreamModel(id, id, null, true, Map.of()))
                .toList();
    }

    /** The first of each id counts. */
    public void add(UpstreamModel model) {
        models.putIfAbsent(model.id(), model);
    }

    /** Image-capable first, each group in the order in which they were added. */
    public List<UpstreamModel> sorted() {
        return models.values().stream()
                .sorted(Comparator.comparing(UpstreamModel::supportsImages).reversed())
                .toList();
    }

    /**
     * @param name null: its id
     * @param shown the upstream's own fields that are shown beside ours
     */
    public static UpstreamModel model(
            String id, JsonNode entry, @Nullable String name, boolean makesPictures, List<String> shown) {
        Map<String, JsonNode> upstream = new LinkedHashMap<>();
        shown.stream().filter(entry::hasNonNull).forEach(field -> upstream.put(field, entry.get(field)));
        String description = text(entry, "description", "description");
        return new UpstreamModel(id, name == null ? id : name, description, makesPictures, upstream);
    }

    private static boolean makesPictures(String id, JsonNode entry) {
        JsonNode output = entry.at("/architecture/output_modalities");
        return output.isArray()
                ? has(output, "image")
                : MAKES_PICTURES.matcher(id.toLowerCase(Locale.ROOT)).find();
    }

    public static boolean has(JsonNode array, String text) {
        return StreamSupport.stream(array.spliterator(), false)
                .anyMatch(item -> item.asText().equals(text));
    }

    /** The text of the first of two fields that is there; null when it is none. */
    public static @Nullable String text(JsonNode entry, String name, String otherName) {
        String value = AnswerDetails.either(entry, name, otherName).textValue();
        return value == null || value.isBlank() ? null : value;
    }
}
