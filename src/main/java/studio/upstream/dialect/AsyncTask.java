package studio.upstream.dialect;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the result of a task is asked for and what the answers mean. Data from {@code dialects.json}; places in an answer are
 * JSON pointers, words are compared without case, blanks, hyphens and underscores.
 *
 * @param ids where a task's id stands
 * @param addresses where the address stands at which to ask
 * @param poll the path at which to ask otherwise, with {@code {id}}
 * @param status where the state stands; of several that are there the least finished counts
 * @param words for each state
 * @param cancel the path of a free POST that calls a task off; null: there is none
 * @param everyMillis the shortest wait between two questions
 */
@RegisterForReflection
public record AsyncTask(
        List<JsonPointer> ids,
        List<JsonPointer> addresses,
        String poll,
        List<JsonPointer> status,
        Map<State, List<String>> words,
        @Nullable String cancel,
        long everyMillis) {
    private static final int MAX_TEXT = 2_000;

    /** States of a task, the most telling first. */
    public enum State {
        FAILED,
        PROMPT_REFUSED,
        PICTURE_REFUSED,
        WORKING,
        /** The upstream does not know the task, or not any more. */
        GONE,
        DONE,
        /** No state, or an unknown word. */
        UNKNOWN
    }

    /**
     * What an answer says about a task.
     *
     * @param word the upstream's own
     * @param reason the part of the answer that stands around the word
     */
    public record Reading(
            State state,
            @Nullable String word,
            JsonNode reason,
            @Nullable String id,
            @Nullable String address) {}

    public Duration every() {
        return Duration.ofMillis(everyMillis);
    }

    public Reading look(JsonNode answer) {
        State state = State.UNKNOWN;
        String word = null;
        JsonNode reason = answer;
        for (JsonPointer place : status) {
            String said = shortText(answer.at(place));
            State meant = said == null ? State.UNKNOWN : meaning(plain(said));
            if (said != null && (word == null || meant.compareTo(state) < 0)) {
                state = meant;
                word = said;
                reason = answer.at(place.head());
            }
        }
        return new Reading(state, word, reason, first(ids, answer), first(addresses, answer));
    }

    private State meaning(String word) {
        return words.entrySet().stream()
                .filter(state ->
                        state.getValue().stream().anyMatch(said -> plain(said).equals(word)))
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse(State.UNKNOWN);
    }

    private static @Nullable String first(List<JsonPointer> places, JsonNode answer) {
        for (JsonPointer place : places) {
            String text = shortText(answer.at(place));
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static @Nullable String shortText(JsonNode node) {
        String text =
                node.isTextual() || node.isIntegralNumber() ? node.asText().strip() : "";
        return text.isEmpty() || text.length() > MAX_TEXT ? null : text;
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
    }
}
