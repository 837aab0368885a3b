package studio.upstream.failure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether a 2xx says by a number or a flag that it failed, where no {@code error} does: MiniMax's {@code base_resp}, iFlytek's
 * {@code header.code}, Baidu's {@code error_code}, Tencent's {@code Response.Error}, DashScope's {@code task_status}, and the
 * {@code code} and {@code success} of relays. Only asked of answers without a picture: with one, an answer is a success.
 */
public final class FailureFlags {
    /** Where such a flag stands: the document itself, or what wraps the answer. */
    private static final List<String> WRAPPERS = Words.list("flag wrappers");

    private static final Set<String> NUMBERS = Words.set("flag numbers");
    private static final Set<String> FLAGS = Words.set("flags");
    private static final Set<String> STATES = Words.set("flag states");
    private static final Set<String> FAILED = Words.set("flag states that failed");
    private static final Set<String> ERRORS = Words.set("flag errors");

    /** Numbers of success; 1 is so often both that it counts for nothing. */
    private static final Set<String> FINE = Words.set("flag numbers that are fine");

    private static final Set<String> FINE_WORDS = Words.set("flag words that are fine");

    private FailureFlags() {}

    public static boolean in(JsonNode document) {
        return raised(document) || WRAPPERS.stream().anyMatch(wrapper -> raised(document.at(wrapper)));
    }

    /** Whether it is of no form that has a model's own words, so that words in it are those of the relay. */
    public static boolean relayed(JsonNode document) {
        return document.isObject()
                && !document.path("choices").isContainerNode()
                && !document.path("candidates").isContainerNode()
                && !document.path("output").isArray();
    }

    private static boolean raised(JsonNode holder) {
        for (Map.Entry<String, JsonNode> field : holder.properties()) {
            String name = Words.letters(field.getKey());
            JsonNode value = field.getValue();
            String word = value.asText("").strip().toLowerCase(Locale.ROOT);
            boolean raised = (NUMBERS.contains(name) && fails(value, word))
                    || (FLAGS.contains(name) && (word.equals("false") || (value.isNumber() && value.asInt() == 0)))
                    || (STATES.contains(name) && (FAILED.contains(Words.letters(word)) || value.asInt(0) >= 400))
                    || (ERRORS.contains(name) && (value.isTextual() ? !word.isEmpty() : !value.isEmpty()));
            if (raised) {
                return true;
            }
        }
        return false;
    }

    private static boolean fails(JsonNode value, String word) {
        if (value.isNumber() || word.matches("-?\\d{1,9}")) {
            int number = value.isNumber() ? value.asInt() : Integer.parseInt(word);
            return !FINE.contains(Integer.toString(number)) && (number < 200 || number > 299);
        }
        return value.isTextual() && !FINE_WORDS.contains(word);
    }
}
