package studio.upstream.failure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import studio.upstream.FailureCode;

/** The names, words and patterns that are matched in answers: {@code answers.json} among the resources. */
public final class Words {
    private static final JsonNode ALL = resource("/answers.json");

    private Words() {}

    static JsonNode resource(String path) {
        try (InputStream in = Objects.requireNonNull(Words.class.getResourceAsStream(path))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<String> list(String name) {
        return texts(named(name));
    }

    public static Set<String> set(String name) {
        return Set.copyOf(list(name));
    }

    /** A pattern of which each entry is an alternative. */
    public static Pattern anyOf(String name) {
        return Pattern.compile(String.join("|", list(name)));
    }

    static Pattern anyCase(String name) {
        return Pattern.compile(anyOf(name).pattern(), Pattern.CASE_INSENSITIVE);
    }

    static Map<String, FailureCode> codes(String name) {
        return named(name).properties().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        entry -> FailureCode.find(entry.getValue().asText()).orElseThrow()));
    }

    private static JsonNode named(String name) {
        return Objects.requireNonNull(ALL.get(name), name);
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    /** A field's name without capitals and everything that is no letter. */
    public static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
