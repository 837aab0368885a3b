package studio.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.settings.Amount;

/** Reads typed values out of the tree and notes a sentence for each that has the wrong form. */
final class TreeReader {
    /** Reads one entry; null when it is so wrong that nothing can be made of it. */
    @FunctionalInterface
    interface Entry<T> {
        @Nullable
        T from(ObjectNode entry, String path);
    }

    private final List<Message> problems = new ArrayList<>();

    List<Message> problems() {
        return List.copyOf(problems);
    }

    /** @param what continues a sentence that starts with the field's name */
    void problem(String field, Message what) {
        problems.add(Message.of("text.field", field, what));
    }

    /** Trimmed; the empty string when absent or null. */
    String text(JsonNode parent, String path, String name, int longest) {
        JsonNode node = parent.get(name);
        if (node == null || node.isNull()) {
            return "";
        }
        String field = path.isEmpty() ? name : path + "." + name;
        if (!node.isTextual()) {
            problem(field, Message.of("config.text_expected"));
            return "";
        }
        String text = node.textValue().strip();
        if (text.length() > longest) {
            problem(field, Message.of("config.too_long", longest));
        }
        return text;
    }

    String required(JsonNode parent, String path, String name, int longest) {
        String text = text(parent, path, name, longest);
        JsonNode node = parent.get(name);
        if (text.isEmpty() && (node == null || node.isNull() || node.isTextual())) {
            problem(path + "." + name, Message.of("config.missing"));
        }
        return text;
    }

    /** A sum of money, as a number or as a decimal string; null when absent or empty. */
    @Nullable
    BigDecimal amount(JsonNode parent, String path, String name) {
        JsonNode node = parent.get(name);
        if (node == null || node.isNull() || node.asText("").isBlank()) {
            return null;
        }
        BigDecimal amount = node.isNumber() || node.isTextual() ? Amount.parse(node.asText()) : null;
        if (amount == null) {
            problem(path + "." + name, Message.of("config.value_expected", Message.of("text.amount")));
        }
        return amount;
    }

    /** The entries of an array of objects whose {@code id}s are all there and differ. */
    <T> List<T> entries(JsonNode root, String name, int most, Entry<T> read) {
        JsonNode list = root.get(name);
        if (list == null || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            problem(name, Message.of("config.list_expected"));
            return List.of();
        }
        if (list.size() > most) {
            problem(name, Message.of("config.too_many", most));
            return List.of();
        }
        List<T> entries = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String path = name + "[" + i + "]";
            if (!(list.get(i) instanceof ObjectNode entry)) {
                problem(path, Message.of("config.object_expected"));
                continue;
            }
            String id = required(entry, path, "id", 200);
            if (!id.isEmpty() && !ids.add(id)) {
                problem(path + ".id", Message.of("config.id_twice", id));
            }
            T value = read.from(entry, path);
            if (value != null) {
                entries.add(value);
            }
        }
        return List.copyOf(entries);
    }
}
