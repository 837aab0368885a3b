package studio.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The models that can be asked for. */
enum SandboxModel {
    PAINTER("sandbox-painter", "Practice painter", "Paints landscapes from your words, as PNG.", "1K", false),
    PAINTER_JPEG(
            "sandbox-painter-jpeg", "Practice painter (JPEG)", "The same painter, answering with JPEG.", "1K", true),
    SKETCH("sandbox-sketch", "Practice sketch", "Small pictures, at once.", "512", false);

    private final String id;
    private final String title;
    private final String description;
    private final String size;
    private final boolean jpeg;

    SandboxModel(String id, String title, String description, String size, boolean jpeg) {
        this.id = id;
        this.title = title;
        this.description = description;
        this.size = size;
        this.jpeg = jpeg;
    }

    static SandboxModel of(String id) {
        return Arrays.stream(values())
                .filter(model -> model.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        400,
                        "The model " + id.substring(0, Math.min(80, id.length())) + " is not available",
                        Map.of("error_type", "not_found"),
                        null));
    }

    String id() {
        return id;
    }

    /** The tier that is drawn when none is asked for. */
    String size() {
        return size;
    }

    boolean jpeg() {
        return jpeg;
    }

    /** As in the upstream's list of models. */
    Map<String, Object> describe() {
        return Map.ofEntries(
                Map.entry("id", id),
                Map.entry("canonical_slug", id),
                Map.entry("name", title),
                Map.entry("description", description),
                Map.entry("created", 1_795_000_000),
                Map.entry("context_length", 65_536),
                Map.entry(
                        "architecture",
                        Map.of(
                                "modality",
                                "text+image->text+image",
                                "input_modalities",
                                List.of("text", "image"),
                                "output_modalities",
                                List.of("image", "text"),
                                "tokenizer",
                                "Other")),
                Map.entry("pricing", Map.of("prompt", "0", "completion", "0", "image", "0", "request", "0")),
                Map.entry("supported_parameters", List.of("seed")),
                Map.entry("top_provider", Map.of("is_moderated", false)));
    }
}
