package studio.practice.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plain values of a request, as they were written in JSON or in a form. An empty one counts as absent. */
public record Options(Map<String, String> values) {
    public Options {
        values = Map.copyOf(values);
    }

    /** The strings, numbers and truth values of these objects. */
    public static Options of(JsonNode... objects) {
        Map<String, String> values = new HashMap<>();
        for (JsonNode object : objects) {
            object.properties().forEach(field -> {
                if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                    values.put(field.getKey(), field.getValue().asText());
                }
            });
        }
        return new Options(values);
    }

    public @Nullable String text(String name) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** @throws Refusal when it is none of them */
    public String choice(String name, String otherwise, List<String> allowed) {
        String value = text(name);
        if (value != null && !allowed.contains(value)) {
            throw Refusal.invalid(name, name + " is not one of " + String.join(", ", allowed));
        }
        return value == null ? otherwise : value;
    }

    /** @throws Refusal when it is not an integer or out of bounds */
    public int integer(String name, int otherwise, int min, int max) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        if (value.matches("-?[0-9]{1,9}") && Integer.parseInt(value) == Math.clamp(Integer.parseInt(value), min, max)) {
            return Integer.parseInt(value);
        }
        throw Refusal.invalid(name, name + " is not a whole number from " + min + " to " + max);
    }

    /** A number that chooses a picture; any text will do. */
    public long seed() {
        String value = text("seed");
        return value == null ? 0 : value.matches("-?[0-9]{1,18}") ? Long.parseLong(value) : value.hashCode();
    }

    /** @throws Refusal when it is neither true nor false */
    public boolean flag(String name) {
        return choice(name, "false", List.of("true", "false")).equals("true");
    }
}
