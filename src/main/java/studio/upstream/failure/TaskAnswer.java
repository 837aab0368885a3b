package studio.upstream.failure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer that names a task which goes on, instead of a picture: by a task's id, by an id with a state of waiting, or by an
 * address to ask at later. Every relay calls them otherwise.
 */
public final class TaskAnswer {
    private static final Set<String> TASKS = Words.set("task ids");
    private static final Set<String> IDS = Words.set("other ids");
    private static final Set<String> STATES = Words.set("task states");
    private static final Set<String> WAITING = Words.set("task states that wait");
    private static final Set<String> POLLED = Words.set("task addresses");
    private static final List<String> SAYS = Words.list("task texts");
    private static final int MAX_DEPTH = 6;
    private static final int LONGEST = 300;

    private TaskAnswer() {}

    /**
     * @param answer the document, of a stream its last words
     * @return how the task is called, to be shown: {@code task_id: task_01JABCD}; empty when no task is named
     */
    public static Optional<String> in(JsonNode answer) {
        boolean talks =
                !answer.path("choices").isEmpty() || answer.path("candidates").isArray();
        return talks ? Optional.empty() : Optional.ofNullable(named(answer, 0));
    }

    private static @Nullable String named(JsonNode node, int depth) {
        if (depth > MAX_DEPTH) {
            return null;
        }
        if (node.isObject()) {
            String here = here(node);
            if (here != null) {
                return here;
            }
        }
        for (JsonNode child : node) {
            String found = child.isContainerNode() ? named(child, depth + 1) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
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
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String value = field.getValue().asText("");
            boolean state = STATES.contains(Words.letters(field.getKey())) && WAITING.contains(Words.letters(value));
            boolean said = field.getValue().isTextual()
                    && object.path("result").isValueNode()
                    && SAYS.stream().anyMatch(value.toLowerCase(Locale.ROOT)::contains);
            if (state || said) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String field(JsonNode object, Set<String> names) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue().isArray() ? field.getValue().path(0) : field.getValue();
            String text = value.isTextual() || value.isIntegralNumber()
                    ? value.asText().strip()
                    : "";
            if (!text.isEmpty() && text.length() <= LONGEST && names.contains(Words.letters(field.getKey()))) {
                return field.getKey() + ": " + text;
            }
        }
        return null;
    }
}
