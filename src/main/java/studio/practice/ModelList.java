package studio.practice;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /models} as OpenRouter and OpenAI give it: one list with what the readers of both look for. */
final class ModelList {
    private ModelList() {}

    /** @param modalities OpenRouter's filter, separated by commas; null: no filter */
    static Map<String, Object> of(@Nullable String modalities) {
        boolean shown = modalities == null
                || Arrays.stream(modalities.split(",", -1)).anyMatch(List.of("image", "text", "all")::contains);
        List<Map<String, Object>> models = shown
                ? Arrays.stream(SandboxModel.values()).map(ModelList::describe).toList()
                : List.of();
        return JsonMap.of(
                "object", "list", "data", models, "total_count", models.size(), "links", JsonMap.of("next", null));
    }

    private static Map<String, Object> describe(SandboxModel model) {
        Map<String, Object> described = JsonMap.of(
                "id",
                model.id(),
                "object",
                "model",
                "owned_by",
                "practice",
                "created",
                SandboxModel.CREATED,
                "canonical_slug",
                model.id(),
                "name",
                model.title(),
                "description",
                model.description(),
                "context_length",
                65_536,
                "default_parameters",
                null,
                "per_request_limits",
                null,
                "supported_voices",
                null,
                "supported_parameters",
                List.of("seed"));
        described.put("links", JsonMap.of("details", "/sandbox/v1/models"));
        described.put("top_provider", JsonMap.of("is_moderated", false));
        described.put("pricing", JsonMap.of("prompt", "0", "completion", "0", "image", "0", "request", "0"));
        described.put(
                "architecture",
                JsonMap.of(
                        "modality",
                        "text+image->text+image",
                        "input_modalities",
                        List.of("text", "image"),
                        "output_modalities",
                        List.of("image", "text"),
                        "tokenizer",
                        "Other"));
        return described;
    }
}
