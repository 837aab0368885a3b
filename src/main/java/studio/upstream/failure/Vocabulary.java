package studio.upstream.failure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.upstream.FailureCode;

/**
 * What providers call their failures, by names, words and numbers, from {@code failures.json} among the resources: rules in the
 * order in which they are asked, of which the first that applies counts. Names and words of all rules come before numbers, which
 * several providers use for different things.
 */
final class Vocabulary {
    /** Of an error's words, in characters. */
    private static final int READ = 2_000;

    private static final String TRADITIONAL = Words.list("traditional").getFirst();
    private static final String SIMPLIFIED = Words.list("simplified").getFirst();
    private static final List<Meaning> RULES = read();

    /**
     * One rule.
     *
     * @param means what a failure is called that it applies to
     * @param lasting waiting for seconds does not help
     * @param names parts of what an error calls itself, letters and digits alone
     * @param unlessNames what such a name as a whole must not be
     * @param words in what it says
     * @param unless words that make it something else
     * @param numbers by the field that has them
     */
    record Meaning(
            FailureCode means,
            boolean lasting,
            List<String> names,
            @Nullable Pattern unlessNames,
            @Nullable Pattern words,
            @Nullable Pattern unless,
            Map<String, Set<String>> numbers) {

        private boolean said(String signs, String message) {
            boolean named = names.stream().anyMatch(signs::contains) && !found(unlessNames, signs);
            return (named || found(words, message)) && !found(unless, message);
        }

        private static boolean found(@Nullable Pattern pattern, String text) {
            return pattern != null && pattern.matcher(text).find();
        }

        private boolean numbered(ErrorEnvelope e) {
            return numbers.entrySet().stream()
                    .anyMatch(field -> field.getValue().contains(number(field.getKey(), e)));
        }

        private static String number(String field, ErrorEnvelope e) {
            JsonNode number =
                    switch (field) {
                        case "status_code" -> e.body().at("/base_resp/status_code");
                        case "header" -> e.body().at("/header/code");
                        default -> e.error().path(field);
                    };
            return Integer.toString(number.asInt(0));
        }
    }

    private Vocabulary() {}

    /** What an error means by its names, its words and its numbers; empty when they are unknown. */
    static Optional<Meaning> of(ErrorEnvelope e) {
        String signs = e.signs().replaceAll("[^a-z0-9 ]", "");
        String message = plain(e.message() == null ? "" : e.message());
        return RULES.stream()
                .filter(rule -> rule.said(signs, message))
                .findFirst()
                .or(() -> RULES.stream().filter(rule -> rule.numbered(e)).findFirst());
    }

    /** As the rules are written: small letters, simplified signs, one blank. */
    private static String plain(String message) {
        String start = message.length() > READ ? message.substring(0, READ) : message;
        StringBuilder text = new StringBuilder(start.toLowerCase(Locale.ROOT).replaceAll("\\s+", " "));
        for (int i = 0; i < text.length(); i++) {
            int at = TRADITIONAL.indexOf(text.charAt(i));
            if (at >= 0) {
                text.setCharAt(i, SIMPLIFIED.charAt(at));
            }
        }
        return text.toString();
    }

    private static List<Meaning> read() {
        List<Meaning> rules = new ArrayList<>();
        for (JsonNode rule : Words.resource("/failures.json")) {
            Map<String, Set<String>> numbers = new HashMap<>();
            rule.path("numbers")
                    .properties()
                    .forEach(field -> numbers.put(field.getKey(), Set.copyOf(Words.texts(field.getValue()))));
            rules.add(new Meaning(
                    FailureCode.find(rule.path("means").asText()).orElseThrow(),
                    rule.path("lasting").asBoolean(false),
                    Words.texts(rule.path("names")),
                    anyOf(rule.path("unlessNames"), "(?<!\\S)(?:", ")(?!\\S)"),
                    anyOf(rule.path("words"), "(?:", ")"),
                    anyOf(rule.path("unless"), "(?:", ")"),
                    Map.copyOf(numbers)));
        }
        return List.copyOf(rules);
    }

    private static @Nullable Pattern anyOf(JsonNode patterns, String open, String close) {
        return patterns.isEmpty()
                ? null
                : Pattern.compile(Words.texts(patterns).stream().collect(Collectors.joining("|", open, close)));
    }
}
