package studio.upstream.failure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a 2xx without a picture reports, where no {@code error} does: it failed, a task goes on, a picture was counted. */
public final class AnswerSigns {
    /** Where a flag of failure stands: the document itself, or what wraps the answer. */
    private static final List<String> WRAPPERS = Words.list("flag wrappers");

    private static final Set<String> NUMBERS = Words.set("flag numbers");
    private static final Set<String> FLAGS = Words.set("flags");
    private static final Set<String> STATES = Words.set("flag states");
    private static final Set<String> FAILED = Words.set("flag states that failed");
    private static final Set<String> ERRORS = Words.set("flag errors");

    /** Numbers of success; 1 is so often both that it counts for nothing. */
    private static final Set<String> FINE = Words.set("flag numbers that are fine");

    private static final Set<String> FINE_WORDS = Words.set("flag words that are fine");

    private static final Set<String> TASKS = Words.set("task ids");
    private static final Set<String> IDS = Words.set("other ids");
    private static final Set<String> TASK_STATES = Words.set("task states");
    private static final Set<String> WAITING = Words.set("task states that wait");
    private static final Set<String> POLLED = Words.set("task addresses");
    private static final List<String> TASK_TEXTS = Words.list("task texts");
    private static final int MAX_DEPTH = 6;
    private static final int MAX_TEXT = 300;

    /** No model says so much without words; a small picture has more. */
    private static final int OF_A_PICTURE = 1_000;

    private static final List<String> OUTPUT = Words.list("output counts");
    private static final List<String> DETAILS = Words.list("output details");
    private static final List<String> MODALITIES = Words.list("output modalities");

    private AnswerSigns() {}

    /**
     * Whether it reports by a number or a flag that it failed: MiniMax's {@code base_resp}, iFlytek's {@code header.code}, Baidu's
     * {@code error_code}, Tencent's {@code Response.Error}, DashScope's {@code task_status}, and the {@code code} and
     * {@code success} of relays.
     */
    public static boolean failed(JsonNode document) {
        return raised(document) || WRAPPERS.stream().anyMatch(wrapper -> raised(document.at(wrapper)));
    }

    private static boolean raised(JsonNode holder) {
        return holder.properties().stream().anyMatch(field -> {
            String name = Words.letters(field.getKey());
            JsonNode value = field.getValue();
            String word = value.asText("").strip().toLowerCase(Locale.ROOT);
            return (NUMBERS.contains(name) && fails(value, word))
                    || (FLAGS.contains(name) && (word.equals("false") || (value.isNumber() && value.asInt() == 0)))
                    || (STATES.contains(name) && (FAILED.contains(Words.letters(word)) || value.asInt(0) >= 400))
                    || (ERRORS.contains(name) && (value.isTextual() ? !word.isEmpty() : !value.isEmpty()));
        });
    }

    private static boolean fails(JsonNode value, String word) {
        if (value.isNumber() || word.matches("-?\\d{1,9}")) {
            int number = value.isNumber() ? value.asInt() : Integer.parseInt(word);
            return !FINE.contains(Integer.toString(number)) && (number < 200 || number > 299);
        }
        return value.isTextual() && !FINE_WORDS.contains(word);
    }

    /** Whether it is of no form that has a model's own words, so that words in it are those of the relay. */
    public static boolean relayed(JsonNode document) {
        return document.isObject()
                && !document.path("choices").isContainerNode()
                && !document.path("candidates").isContainerNode()
                && !document.path("output").isArray();
    }

    /**
     * A task that goes on, named by its id, by an id with a state of waiting, or by an address to ask at later; every relay calls
     * them otherwise.
     *
     * @param answer the document, of a stream its last words
     * @return how the task is called, to be shown: {@code task_id: task_01JABCD}; empty when no task is named
     */
    public static Optional<String> task(JsonNode answer) {
        boolean talks =
                !answer.path("choices").isEmpty() || answer.path("candidates").isArray();
        return talks ? Optional.empty() : Optional.ofNullable(named(answer, 0));
    }

    private static @Nullable String named(JsonNode node, int depth) {
        if (depth > MAX_DEPTH) {
            return null;
        }
        String found = node.isObject() ? here(node) : null;
        for (JsonNode child : node) {
            found = found == null && child.isContainerNode() ? named(child, depth + 1) : found;
        }
        return found;
    }

    private static @Nullable String here(JsonNode object) {
        String id = field(object, TASKS);
        if (id != null) {
            return id;
        }
        String address = field(object, POLLED);
        address = address != null ? address : field(object.path("urls"), Set.of("get"));
        boolean unfinished =
                object.path("done").isBoolean() && !object.path("done").booleanValue();
        if (address == null && !unfinished && !waits(object)) {
            return null;
        }
        String other = field(object, IDS);
        return other != null ? other : address;
    }

    private static boolean waits(JsonNode object) {
        return object.properties().stream().anyMatch(field -> {
            String value = field.getValue().asText("");
            boolean said = field.getValue().isTextual()
                    && object.path("result").isValueNode()
                    && TASK_TEXTS.stream().anyMatch(value.toLowerCase(Locale.ROOT)::contains);
            return said
                    || (TASK_STATES.contains(Words.letters(field.getKey())) && WAITING.contains(Words.letters(value)));
        });
    }

    private static @Nullable String field(JsonNode object, Set<String> names) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue().isArray() ? field.getValue().path(0) : field.getValue();
            String text = value.isTextual() || value.isIntegralNumber()
                    ? value.asText().strip()
                    : "";
            if (!text.isEmpty() && text.length() <= MAX_TEXT && names.contains(Words.letters(field.getKey()))) {
                return field.getKey() + ": " + text;
            }
        }
        return null;
    }

    /**
     * Whether the usage counts the output of a picture.
     *
     * @param usage as reported; may be missing
     * @param words that came: a sign is at most a token
     */
    public static boolean countsPicture(@Nullable JsonNode usage, String words) {
        if (usage == null) {
            return false;
        }
        boolean counted = max(usage, DETAILS, "/image_tokens") > 0
                || MODALITIES.stream()
                        .flatMap(path -> usage.at(path).valueStream())
                        .filter(modality -> modality.path("modality").asText("").equalsIgnoreCase("image"))
                        .anyMatch(modality -> max(modality, List.of("/tokenCount", "/token_count", "/tokens"), "") > 0);
        long thoughts = max(usage, DETAILS, "/reasoning_tokens");
        return counted || max(usage, OUTPUT, "") - thoughts - words.length() > OF_A_PICTURE;
    }

    private static long max(JsonNode counts, List<String> paths, String field) {
        return paths.stream()
                .mapToLong(path -> counts.at(path + field).asLong(0))
                .max()
                .orElse(0);
    }
}
