package studio.upstream.failure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
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

    private static final String TRADITIONAL = "餘額費賬帳儲檢內審過違規無頻請後試權詞圖點時鐘間單設資態號達讀測條輸結變戶數稱當該認證驗編碼這個為產寫檔盡暫載飽";
    private static final String SIMPLIFIED = "余额费账账储检内审过违规无频请后试权词图点时钟间单设资态号达读测条输结变户数称当该认证验编码这个为产写档尽暂载饱";

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
            Map<String, Set<Integer>> numbers) {

        private boolean said(String signs, String message) {
            boolean named = names.stream().anyMatch(signs::contains)
                    && (unlessNames == null || !unlessNames.matcher(signs).find());
            return (named || (words != null && words.matcher(message).find()))
                    && (unless == null || !unless.matcher(message).find());
        }
    }

    private Vocabulary() {}

    /** What an error means by its names, its words and its numbers; empty when they are nobody's. */
    static Optional<Meaning> of(ErrorEnvelope e) {
        String signs = e.signs().replaceAll("[^a-z0-9 ]", "");
        String message = plain(e.message() == null ? "" : e.message());
        return RULES.stream()
                .filter(rule -> rule.said(signs, message))
                .findFirst()
                .or(() -> RULES.stream().filter(rule -> numbered(rule, e)).findFirst());
    }

    private static boolean numbered(Meaning rule, ErrorEnvelope e) {
        return rule.numbers().entrySet().stream()
                .anyMatch(field -> field.getValue().contains(number(field.getKey(), e)));
    }

    private static int number(String field, ErrorEnvelope e) {
        return switch (field) {
            case "status_code" -> e.body().at("/base_resp/status_code").asInt(0);
            case "header" -> e.body().at("/header/code").asInt(0);
            default -> e.error().path(field).asInt(0);
        };
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
        try (InputStream in = Objects.requireNonNull(Vocabulary.class.getResourceAsStream("/failures.json"))) {
            List<Meaning> rules = new ArrayList<>();
            for (JsonNode rule : new ObjectMapper().readTree(in)) {
                rules.add(new Meaning(
                        FailureCode.find(rule.path("means").asText()).orElseThrow(),
                        rule.path("lasting").asBoolean(false),
                        texts(rule.path("names")),
                        anyOf(rule.path("unlessNames"), "(?<!\\S)(?:", ")(?!\\S)"),
                        anyOf(rule.path("words"), "(?:", ")"),
                        anyOf(rule.path("unless"), "(?:", ")"),
                        numbers(rule.path("numbers"))));
            }
            return List.copyOf(rules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Pattern anyOf(JsonNode patterns, String open, String close) {
        return patterns.isEmpty()
                ? null
                : Pattern.compile(texts(patterns).stream().collect(Collectors.joining("|", open, close)));
    }

    private static Map<String, Set<Integer>> numbers(JsonNode fields) {
        Map<String, Set<Integer>> numbers = new HashMap<>();
        fields.properties().forEach(field -> {
            Set<Integer> of = new HashSet<>();
            field.getValue().forEach(number -> of.add(number.asInt()));
            numbers.put(field.getKey(), Set.copyOf(of));
        });
        return Map.copyOf(numbers);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
