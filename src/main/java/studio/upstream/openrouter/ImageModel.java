package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.model.ModelEntry;
import studio.model.Option;

/**
 * A model of {@code GET /images/models}.
 *
 * @param streams whether it shows unfinished pictures on the way
 * @param described what it can do, prices aside
 */
record ImageModel(String id, boolean streams, ModelEntry described) {
    private static final int MAX = 1_000;
    private static final int MAX_REFERENCES = 64;
    private static final int MAX_PICTURES = 100;
    private static final int MAX_PARTIAL = 3;

    /** Entries without an id are left out. */
    static List<ImageModel> list(JsonNode answer) {
        List<ImageModel> models = new ArrayList<>();
        for (JsonNode entry : answer.path("data")) {
            String id = entry.path("id").asText("");
            if (!id.isBlank() && id.length() <= 200 && models.size() < MAX) {
                models.add(new ImageModel(id, streams(entry), describe(entry)));
            }
        }
        return List.copyOf(models);
    }

    /** A parameter that is not among the supported ones does not exist; where none are told, nothing is said. */
    private static ModelEntry describe(JsonNode entry) {
        String name = entry.path("name").asText("").strip();
        ModelEntry told = name.isEmpty() || name.length() > 200 ? ModelEntry.NOTHING : ModelEntry.NOTHING.name(name);
        if (!entry.path("supported_parameters").isObject()) {
            return told;
        }
        Parameters parameters = new Parameters(entry.path("supported_parameters"));
        return told.with(
                        Option.ASPECT_RATIO,
                        parameters.values("aspect_ratio", "[0-9]{1,3}(\\.[0-9]{1,3})?:[0-9]{1,3}(\\.[0-9]{1,3})?"))
                .with(Option.IMAGE_SIZE, parameters.values("resolution", "512|1K|1\\.5K|2K|3K|4K"))
                .exactSizes(parameters.sizes("size"))
                .with(Option.QUALITY, parameters.values("quality", "[a-z]{2,20}"))
                .with(Option.OUTPUT_FORMAT, parameters.values("output_format", "png|jpeg|webp|svg"))
                .with(Option.OUTPUT_COMPRESSION, parameters.has("output_compression"))
                .with(Option.BACKGROUND, parameters.values("background", "auto|transparent|opaque"))
                .with(Option.GOOGLE_SEARCH, false)
                .references(
                        parameters.min("input_references", 0, MAX_REFERENCES),
                        references(parameters, entry.at("/architecture/input_modalities")))
                .pictures(0, parameters.max("n", 1, MAX_PICTURES))
                .maxPartialImages(streams(entry) ? MAX_PARTIAL : 0);
    }

    private static boolean streams(JsonNode entry) {
        return entry.path("supports_streaming").asBoolean(false);
    }

    /** A limit of its own, or else whether the model sees pictures at all: then at least one. */
    private static int references(Parameters parameters, @Nullable JsonNode modalities) {
        boolean sees = false;
        for (JsonNode modality : modalities == null ? List.<JsonNode>of() : modalities) {
            sees |= modality.asText("").equals("image");
        }
        return parameters.max("input_references", sees ? 1 : 0, MAX_REFERENCES);
    }
}
