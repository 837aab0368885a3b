package studio.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.model.Note;
import studio.settings.Amount;

/** Reads typed values out of the tree and notes a sentence for each that has the wrong form. */
final class TreeReader {
    /** Reads one entry; null when it is so wrong that nothing can be made of it. */
    @FunctionalInterface
    interface Entry<T> {
        @Nullable
        T from(ObjectNode entry, String path);
    }

    private final List<Note> problems = new ArrayList<>();

    List<Note> problems() {
        return List.copyOf(problems);
    }

    /** @param zh what is wrong, as the end of a sentence that starts with the field's name; {@code en} the same */
    void problem(String field, String zh, String en) {
        problems.add(new Note(field + " " + zh, field + " " + en));
    }

    void problem(String field, Note what) {
        problem(field, what.zh(), what.en());
    }

    /** Trimmed; the empty string when absent or null. */
    String text(JsonNode parent, String path, String name, int longest) {
        JsonNode node = parent.get(name);
        if (node == null || node.isNull()) {
            return "";
        }
        String field = path.isEmpty() ? name : path + "." + name;
        if (!node.isTextual()) {
            problem(field, "应为字符串。", "must be a string.");
            return "";
        }
        String text = node.textValue().strip();
        if (text.length() > longest) {
            problem(field, "最多 " + longest + " 个字符。", "must have at most " + longest + " characters.");
        }
        return text;
    }

    String required(JsonNode parent, String path, String name, int longest) {
        String text = text(parent, path, name, longest);
        JsonNode node = parent.get(name);
        if (text.isEmpty() && (node == null || node.isNull() || node.isTextual())) {
            problem(path + "." + name, "缺失。", "is missing.");
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
            problem(path + "." + name, "应为 " + Amount.FORM_ZH + "。", "must be " + Amount.FORM + ".");
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
            problem(name, "应为数组。", "must be a list.");
            return List.of();
        }
        if (list.size() > most) {
            problem(name, "最多 " + most + " 项。", "must have at most " + most + " entries.");
            return List.of();
        }
        List<T> entries = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            String path = name + "[" + i + "]";
            if (!(list.get(i) instanceof ObjectNode entry)) {
                problem(path, "应为对象。", "must be an object.");
                continue;
            }
            String id = required(entry, path, "id", 200);
            if (!id.isEmpty() && !ids.add(id)) {
                problem(path + ".id", "“" + id + "”重复了。", "\"" + id + "\" is used twice.");
            }
            T value = read.from(entry, path);
            if (value != null) {
                entries.add(value);
            }
        }
        return List.copyOf(entries);
    }
}
