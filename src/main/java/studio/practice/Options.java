package studio.practice;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plain values of a request, as they were written in JSON or in a form. An empty one counts as absent. */
public record Options(Map<String, String> values) {
    public Options {
        values = Map.copyOf(values);
    }

    public @Nullable String text(String name) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** @throws Refusal when it is none of them */
    public String choice(String name, String otherwise, List<String> allowed) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        if (!allowed.contains(value)) {
            throw Refusal.invalid(name, name + " is not one of " + String.join(", ", allowed));
        }
        return value;
    }

    /** @throws Refusal when it is no whole number or out of bounds */
    public int whole(String name, int otherwise, int least, int most) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        if (value.matches("-?[0-9]{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw Refusal.invalid(name, name + " is not a whole number from " + least + " to " + most);
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
