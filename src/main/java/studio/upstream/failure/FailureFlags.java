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
    private static final List<String> WRAPPERS = List.of(
            "/base_resp",
            "/header",
            "/data",
            "/data/0",
            "/output",
            "/result",
            "/response",
            "/Response",
            "/ResponseMetadata",
            "/task",
            "/choices/0");

    private static final Set<String> NUMBERS = Set.of(
            "code", "statuscode", "errorcode", "errcode", "errno", "errorno", "ret", "retcode", "resultcode", "rc");

    private static final Set<String> FLAGS = Set.of("success", "ok", "succeeded", "issuccess", "succ");
    private static final Set<String> STATES = Set.of("status", "state", "taskstatus", "resultstatus");
    private static final Set<String> FAILED = Set.of(
            "error",
            "fail",
            "failed",
            "failure",
            "errored",
            "rejected",
            "canceled",
            "cancelled",
            "expired",
            "unsuccessful",
            "contentmoderated",
            "requestmoderated");
    private static final Set<String> ERRORS = Set.of("error", "errors", "fault");

    /** Numbers of success; 1 is so often both that it counts for nothing. */
    private static final Set<Integer> FINE = Set.of(0, 1, 10_000, 20_000, 100_000);

    private static final Set<String> FINE_WORDS = Set.of(
            "",
            "ok",
            "success",
            "successful",
            "succeed",
            "succeeded",
            "submitted",
            "completed",
            "null",
            "none",
            "sucess");

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
            String name = ErrorWords.letters(field.getKey());
            JsonNode value = field.getValue();
            String word = value.asText("").strip().toLowerCase(Locale.ROOT);
            boolean raised = (NUMBERS.contains(name) && fails(value, word))
                    || (FLAGS.contains(name) && (word.equals("false") || (value.isNumber() && value.asInt() == 0)))
                    || (STATES.contains(name) && (FAILED.contains(ErrorWords.letters(word)) || value.asInt(0) >= 400))
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
            return !FINE.contains(number) && (number < 200 || number > 299);
        }
        return value.isTextual() && !FINE_WORDS.contains(word);
    }
}
