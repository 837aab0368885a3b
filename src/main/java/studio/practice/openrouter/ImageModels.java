package studio.practice.openrouter;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import studio.practice.JsonMap;
import studio.practice.PictureSize;
import studio.practice.SandboxModel;

/** The image models and what each accepts, as OpenRouter lists them. */
final class ImageModels {
    static final List<String> RESOLUTIONS = List.of("512", "1K", "2K", "4K");

    private ImageModels() {}

    static Map<String, Object> list() {
        return JsonMap.of(
                "data",
                Arrays.stream(SandboxModel.values()).map(ImageModels::describe).toList());
    }

    private static Map<String, Object> describe(SandboxModel model) {
        return JsonMap.of(
                "id", model.slug(),
                "name", model.title(),
                "description", model.description(),
                "created", SandboxModel.CREATED,
                "architecture",
                        JsonMap.of("input_modalities", List.of("text", "image"), "output_modalities", List.of("image")),
                "supported_parameters", parameters(),
                "supports_streaming", true,
                "endpoints", "/sandbox/v1/images/models/" + model.slug() + "/endpoints");
    }

    static Map<String, Object> endpoints(SandboxModel model) {
        Map<String, Object> endpoint = JsonMap.of(
                "provider_name",
                "Practice upstream",
                "provider_slug",
                "practice",
                "provider_tag",
                null,
                "supported_parameters",
                parameters(),
                "allowed_passthrough_parameters",
                List.of(),
                "supports_streaming",
                true,
                "pricing",
                List.of(JsonMap.of("billable", "output_image", "unit", "image", "cost_usd", 0)));
        return JsonMap.of("id", model.slug(), "endpoints", List.of(endpoint));
    }

    private static Map<String, Object> parameters() {
        return JsonMap.of(
                "resolution", choice(RESOLUTIONS),
                "aspect_ratio", choice(PictureSize.ratios()),
                "output_format", choice(List.of("png", "jpeg")),
                "output_compression", range(0, 100),
                "n", range(1, 10),
                "seed", JsonMap.of("type", "boolean"));
    }

    private static Map<String, Object> choice(List<String> values) {
        return JsonMap.of("type", "enum", "values", values);
    }

    private static Map<String, Object> range(int least, int most) {
        return JsonMap.of("type", "range", "min", least, "max", most);
    }
}
