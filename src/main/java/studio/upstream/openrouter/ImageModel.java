package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.model.ExactSizes;
import studio.model.ModelEntry;
import studio.model.Option;
import studio.model.PixelSize;
import studio.upstream.answer.ModelList;

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
    private static final int MAX_VALUES = 64;

    /** Entries without an id are left out. */
    static List<ImageModel> list(JsonNode answer) {
        List<ImageModel> models = new ArrayList<>();
        for (JsonNode entry : answer.path("data")) {
            String id = entry.path("id").asText("");
            if (!id.isBlank() && id.length() <= 200 && models.size() < MAX) {
                boolean streams = entry.path("supports_streaming").asBoolean(false);
                models.add(new ImageModel(id, streams, describe(entry, streams)));
            }
        }
        return List.copyOf(models);
    }

    /** A parameter that is not among the supported ones does not exist; where none are told, nothing is said. */
    private static ModelEntry describe(JsonNode entry, boolean streams) {
        String name = entry.path("name").asText("").strip();
        ModelEntry told = name.isEmpty() || name.length() > 200 ? ModelEntry.NOTHING : ModelEntry.NOTHING.name(name);
        if (!entry.path("supported_parameters").isObject()) {
            return told;
        }
        Parameters parameters = new Parameters(entry.path("supported_parameters"));
        // A limit of its own, or else whether the model sees pictures at all: then at least one.
        boolean sees = ModelList.has(entry.at("/architecture/input_modalities"), "image");
        return told.with(
                        Option.ASPECT_RATIO,
                        parameters.values("aspect_ratio", "[0-9]{1,3}(\\.[0-9]{1,3})?:[0-9]{1,3}(\\.[0-9]{1,3})?"))
                .with(Option.IMAGE_SIZE, parameters.values("resolution", "512|1K|1\\.5K|2K|3K|4K"))
                .exactSizes(parameters.sizes())
                .with(Option.QUALITY, parameters.values("quality", "[a-z]{2,20}"))
                .with(Option.OUTPUT_FORMAT, parameters.values("output_format", "png|jpeg|webp|svg"))
                .with(Option.OUTPUT_COMPRESSION, parameters.has("output_compression"))
                .with(Option.BACKGROUND, parameters.values("background", "auto|transparent|opaque"))
                .with(Option.GOOGLE_SEARCH, false)
                .references(
                        parameters.end("input_references", "min", 0, MAX_REFERENCES),
                        parameters.end("input_references", "max", sees ? 1 : 0, MAX_REFERENCES))
                .pictures(0, parameters.end("n", "max", 1, MAX_PICTURES))
                .maxPartialImages(streams ? MAX_PARTIAL : 0);
    }

    /**
     * For each parameter a descriptor, {@code {"type": "enum", "values": […]}}, {@code {"type": "range", "min": 1, "max": 4}} or
     * {@code {"type": "boolean"}}. Types that are not known are as if the parameter were not there.
     */
    private record Parameters(JsonNode descriptors) {
        private String type(String name) {
            return descriptors.path(name).path("type").asText("");
        }

        boolean has(String name) {
            return List.of("enum", "range", "boolean").contains(type(name));
        }

        /** The values of an enumeration, as far as they are written as expected; empty when there is none. */
        List<String> values(String name, String pattern) {
            JsonNode values = descriptors.path(name).path("values");
            return type(name).equals("enum")
                    ? values.valueStream()
                            .map(value -> value.asText(""))
                            .filter(value -> value.matches(pattern))
                            .limit(MAX_VALUES)
                            .toList()
                    : List.of();
        }

        /** An end of a range; {@code otherwise} when there is none. */
        int end(String name, String which, int otherwise, int most) {
            JsonNode end = descriptors.path(name).path(which);
            boolean told = type(name).equals("range") && end.isNumber();
            return told ? Math.clamp(end.asLong(), 0, most) : otherwise;
        }

        /** Sizes in pixels: those that are listed, or any when the parameter is merely there. */
        @Nullable
        ExactSizes sizes() {
            List<PixelSize> listed = values("size", "[1-9][0-9]{0,4}x[1-9][0-9]{0,4}").stream()
                    .flatMap(size -> PixelSize.parse(size).stream())
                    .toList();
            boolean free = listed.isEmpty() && type("size").equals("boolean");
            return listed.isEmpty() && !free ? null : new ExactSizes(listed, free, 0, 0, 0, 0, 0, true);
        }
    }
}
