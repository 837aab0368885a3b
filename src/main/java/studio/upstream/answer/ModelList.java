package studio.upstream.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.upstream.UpstreamModel;

/** Reads the list of models in the forms that OpenRouter, OpenAI and relays give it. */
public final class ModelList {
    /** Where a list says nothing about modalities, names have to do. */
    private static final Pattern MAKES_PICTURES = Pattern.compile(
            "image|imagen|banana|flux|recraft|seedream|riverflow|sourceful|ideogram|dall-e|stable-diffusion|sdxl|midjourney|imagine|cogview|kolors");

    private static final List<String> SHOWN_UPSTREAM = List.of(
            "architecture",
            "pricing",
            "created",
            "context_length",
            "supported_parameters",
            "owned_by",
            "shutdown_date");

    private ModelList() {}

    /** Image-capable first, each group in the upstream's own order; entries without an id are left out. */
    public static List<UpstreamModel> read(JsonNode answer) {
        JsonNode list = answer.isArray() ? answer : answer.path("data");
        list = list.isArray() ? list : answer.path("models");
        Map<String, UpstreamModel> models = new LinkedHashMap<>();
        for (JsonNode entry : list) {
            String id = entry.isTextual() ? entry.asText() : text(entry, "id", "name");
            if (id != null && !id.isBlank()) {
                models.putIfAbsent(id, model(id, entry));
            }
        }
        List<UpstreamModel> sorted = new ArrayList<>(models.values());
        sorted.sort(Comparator.comparing(UpstreamModel::supportsImages).reversed());
        return sorted;
    }

    /** Models that a provider is known to have, where it lists none. */
    public static List<UpstreamModel> of(List<String> ids) {
        return ids.stream()
                .map(id -> new UpstreamModel(id, id, null, true, Map.of()))
                .toList();
    }

    private static UpstreamModel model(String id, JsonNode entry) {
        Map<String, JsonNode> upstream = new LinkedHashMap<>();
        for (String field : SHOWN_UPSTREAM) {
            if (entry.hasNonNull(field)) {
                upstream.put(field, entry.get(field));
            }
        }
        String name = text(entry, "name", "display_name");
        return new UpstreamModel(
                id,
                name == null ? id : name,
                text(entry, "description", "description"),
                makesPictures(id, entry),
                upstream);
    }

    private static boolean makesPictures(String id, JsonNode entry) {
        JsonNode output = entry.at("/architecture/output_modalities");
        if (!output.isArray()) {
            return MAKES_PICTURES.matcher(id.toLowerCase(Locale.ROOT)).find();
        }
        for (JsonNode modality : output) {
            if (modality.asText().equals("image")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String text(JsonNode entry, String name, String otherName) {
        JsonNode value = entry.hasNonNull(name) ? entry.get(name) : entry.path(otherName);
        return value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
    }
}
