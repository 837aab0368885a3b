package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.model.ExactSizes;
import studio.model.PixelSize;

/**
 * The {@code supported_parameters} of a model: for each a descriptor, {@code {"type": "enum", "values": […]}},
 * {@code {"type": "range", "min": 1, "max": 4}} or {@code {"type": "boolean"}}. Types that are not known are as if the
 * parameter were not there.
 */
record Parameters(JsonNode descriptors) {
    private static final int MAX_VALUES = 64;

    boolean has(String name) {
        return switch (type(name)) {
            case "enum", "range", "boolean" -> true;
            default -> false;
        };
    }

    /** The values of an enumeration, as far as they are written as expected; empty when there is none. */
    List<String> values(String name, String pattern) {
        List<String> values = new ArrayList<>();
        for (JsonNode value : type(name).equals("enum") ? descriptors.path(name).path("values") : List.<JsonNode>of()) {
            if (values.size() < MAX_VALUES && value.asText("").matches(pattern)) {
                values.add(value.asText());
            }
        }
        return List.copyOf(values);
    }

    /** The upper end of a range; {@code otherwise} when there is none. */
    int max(String name, int otherwise, int most) {
        return end(name, "max", otherwise, most);
    }

    /** The lower end of a range; {@code otherwise} when there is none. */
    int min(String name, int otherwise, int most) {
        return end(name, "min", otherwise, most);
    }

    private int end(String name, String which, int otherwise, int most) {
        JsonNode end = descriptors.path(name).path(which);
        boolean told = type(name).equals("range") && end.isNumber();
        return told ? Math.clamp(end.asLong(), 0, most) : otherwise;
    }

    /** Sizes in pixels: those that are listed, or any when the parameter is merely there. */
    @Nullable
    ExactSizes sizes(String name) {
        List<PixelSize> listed = values(name, "[1-9][0-9]{0,4}x[1-9][0-9]{0,4}").stream()
                .flatMap(size -> PixelSize.parse(size).stream())
                .toList();
        boolean free = listed.isEmpty() && type(name).equals("boolean");
        return listed.isEmpty() && !free ? null : new ExactSizes(listed, free, 0, 0, 0, 0, 0, true);
    }

    private String type(String name) {
        return descriptors.path(name).path("type").asText("");
    }
}
