package studio.upstream.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Digs the words for people out of a JSON error, wherever it keeps them and however its fields are written. */
final class ErrorWords {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_DEPTH = 6;
    private static final int MAX = 5;

    /** Longer strings without a blank are data, not words. */
    private static final int LONGEST_WORD = 300;

    /** Fields that hold words, the most telling first: letters alone, so that {@code errorMessage} is {@code error_message}. */
    private static final List<String> HOLDERS = Words.list("error texts");

    /** Words of success, which say nothing of a failure. */
    private static final List<String> EMPTY = Words.list("texts of success");

    private ErrorWords() {}

    /** @return null when there are none */
    static @Nullable String in(JsonNode node) {
        return in(node, 0);
    }

    private static @Nullable String in(JsonNode node, int depth) {
        if (node.isTextual()) {
            return text(node.textValue().strip(), depth);
        }
        if (depth > MAX_DEPTH) {
            return null;
        }
        return node.isArray()
                ? joined(node.valueStream().flatMap(item -> Stream.ofNullable(in(item, depth + 1))))
                : held(node, depth);
    }

    private static @Nullable String text(String text, int depth) {
        boolean data = text.length() > LONGEST_WORD
                && text.indexOf(' ', 0, LONGEST_WORD) < 0
                && text.chars().limit(LONGEST_WORD).allMatch(c -> c < 128);
        if (text.isEmpty() || data || EMPTY.contains(text.toLowerCase(Locale.ROOT))) {
            return null;
        }
        if (depth <= MAX_DEPTH && (text.startsWith("{") || text.startsWith("["))) {
            try {
                String inner = in(MAPPER.readTree(text), depth + 1);
                return inner == null ? text : inner;
            } catch (JsonProcessingException notJson) {
                return text;
            }
        }
        return text;
    }

    private static @Nullable String held(JsonNode object, int depth) {
        return HOLDERS.stream()
                .flatMap(holder -> object.properties().stream()
                        .filter(field -> Words.letters(field.getKey()).equals(holder)))
                .flatMap(field -> Stream.ofNullable(byField(field.getValue(), depth + 1)))
                .findFirst()
                .orElse(null);
    }

    /** Also of {@code {"size": ["is not valid"]}}, where the fields are those that are wrong. */
    private static @Nullable String byField(JsonNode value, int depth) {
        String words = in(value, depth);
        return words != null || !value.isObject() || depth > MAX_DEPTH
                ? words
                : joined(value.properties().stream()
                        .filter(field -> field.getValue().isArray()
                                && field.getValue().path(0).isTextual())
                        .flatMap(field -> Stream.ofNullable(in(field.getValue(), depth + 1))
                                .map(inner -> field.getKey() + ": " + inner)));
    }

    private static @Nullable String joined(Stream<String> found) {
        String all = found.distinct().limit(MAX).collect(Collectors.joining("; "));
        return all.isEmpty() ? null : all;
    }
}
