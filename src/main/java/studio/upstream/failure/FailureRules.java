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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.upstream.FailureCode;

/**
 * What providers call their failures, by names, words and numbers, from {@code failures.json} among the resources: rules in the
 * order in which they are asked, of which the first that applies counts.
 */
final class FailureRules {
    /** Of an error's words, in characters. */
    private static final int READ = 2_000;

    private static final String TRADITIONAL = Words.list("traditional").getFirst();
    private static final String SIMPLIFIED = Words.list("simplified").getFirst();
    private static final List<Rule> SETTLED = read("settled");
    private static final List<Rule> MEANINGS = read("meanings");

    /**
     * One rule.
     *
     * @param means what a failure is called that it applies to
     * @param lasting waiting for seconds does not help
     * @param status it is for this one alone; 0: any
     * @param names parts of what an error calls itself, letters and digits alone
     * @param unlessNames what such a name as a whole must not be
     * @param words in what it says
     * @param unless words that make it something else
     * @param numbers by the field that has them
     */
    record Rule(
            FailureCode means,
            boolean lasting,
            int status,
            List<String> names,
            @Nullable Pattern unlessNames,
            @Nullable Pattern words,
            @Nullable Pattern unless,
            Map<String, Set<String>> numbers) {

        private boolean named(String signs) {
            return names.stream().anyMatch(signs::contains) && !found(unlessNames, signs);
        }

        private static boolean found(@Nullable Pattern pattern, String text) {
            return pattern != null && pattern.matcher(text).find();
        }

        private boolean numbered(ErrorEnvelope e) {
            return numbers.entrySet().stream().anyMatch(field -> values(field.getKey(), e)
                    .anyMatch(value -> field.getValue().contains(Integer.toString(value.asInt(-1)))));
        }

        private static Stream<JsonNode> values(String field, ErrorEnvelope e) {
            return switch (field) {
                case "status_code" -> Stream.of(e.body().at("/base_resp/status_code"));
                case "header" -> Stream.of(e.body().at("/header/code"));
                case "quotaValue" -> e.error().findValues(field).stream();
                default -> Stream.of(e.error().path(field));
            };
        }
    }

    private FailureRules() {}

    /** What names together with words or numbers settle for good although the status alone would not. */
    static Optional<FailureCode> settled(int status, ErrorEnvelope e) {
        String signs = signs(e);
        String message = message(e);
        return SETTLED.stream()
                .filter(rule -> rule.status == 0 || rule.status == status)
                .filter(rule -> rule.names.isEmpty() || rule.named(signs))
                .filter(rule -> rule.words == null || Rule.found(rule.words, message) || rule.numbered(e))
                .findFirst()
                .map(Rule::means);
    }

    /** By names or words of any rule before numbers, which several providers use for different things. */
    static Optional<Rule> meaning(ErrorEnvelope e) {
        String signs = signs(e);
        String message = message(e);
        return MEANINGS.stream()
                .filter(rule -> rule.named(signs) || Rule.found(rule.words, message))
                .filter(rule -> !Rule.found(rule.unless, message))
                .findFirst()
                .or(() -> MEANINGS.stream().filter(rule -> rule.numbered(e)).findFirst());
    }

    private static String signs(ErrorEnvelope e) {
        return e.signs().replaceAll("[^a-z0-9 ]", "");
    }

    /** As the rules are written: small letters, simplified signs, one blank. */
    private static String message(ErrorEnvelope e) {
        String said = e.message() == null ? "" : e.message();
        String start = said.length() > READ ? said.substring(0, READ) : said;
        StringBuilder text = new StringBuilder(start.toLowerCase(Locale.ROOT).replaceAll("\\s+", " "));
        for (int i = 0; i < text.length(); i++) {
            int at = TRADITIONAL.indexOf(text.charAt(i));
            if (at >= 0) {
                text.setCharAt(i, SIMPLIFIED.charAt(at));
            }
        }
        return text.toString();
    }

    private static List<Rule> read(String list) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : Words.resource("/failures.json").path(list)) {
            Map<String, Set<String>> numbers = new HashMap<>();
            rule.path("numbers")
                    .properties()
                    .forEach(field -> numbers.put(field.getKey(), Set.copyOf(Words.texts(field.getValue()))));
            rules.add(new Rule(
                    FailureCode.find(rule.path("means").asText()).orElseThrow(),
                    rule.path("lasting").asBoolean(false),
                    rule.path("status").asInt(0),
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
