package studio.practice.answer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an answer goes wrong, as words in square brackets in the prompt ask, for example {@code [slow 90s]}, {@code [429 once]} or
 * {@code [finish NO_IMAGE]}. Several combine; of two that exclude each other the last one counts. Unknown words are part of the
 * prompt. {@code docs/practice-upstream.md} lists them.
 */
public final class Behaviour {
    /** No wait is longer, whatever the prompt asks for. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final Pattern WORD = Pattern.compile("\\[\\s*([a-zA-Z]+[0-9]*|[1-5][0-9][0-9])"
            + "(?:\\s+(?:([0-9]{1,6})(ms|s|m)?|([A-Z][A-Z_]{1,39})))?(\\s+once)?\\s*]");
    private static final Set<String> WITHOUT_PICTURE =
            Set.of("status", "balance", "nomodel", "refuse", "block", "finish", "empty", "error200", "text");
    private static final Set<String> WITH_PICTURE =
            Set.of("cut", "reset", "hang", "many", "markdown", "url", "html", "badbase64", "svg", "truncated", "half");

    /** What was found for one word: its number, unit, name and "once". */
    private record Word(String text, MatchResult found) {
        private int integer(int otherwise) {
            return found.group(2) == null ? otherwise : Integer.parseInt(found.group(2));
        }

        private Duration time(int seconds) {
            Duration time = Duration.ofSeconds(integer(seconds));
            if ("ms".equals(found.group(3))) {
                time = time.dividedBy(1000);
            } else if ("m".equals(found.group(3))) {
                time = time.multipliedBy(60);
            }
            return time.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : time;
        }
    }

    private final Map<String, Word> words = new HashMap<>();
    private String trick = "";

    Behaviour(String prompt) {
        WORD.matcher(prompt).results().forEach(found -> {
            String text = found.group(1).toLowerCase(Locale.ROOT);
            String name = text.matches("[45][0-9][0-9]") ? "status" : text;
            words.put(name, new Word(text, found));
            if (WITHOUT_PICTURE.contains(name) || WITH_PICTURE.contains(name)) {
                trick = name;
            }
        });
    }

    /** The word that names what goes wrong, or {@code status}; empty: nothing does. */
    public String trick() {
        return trick;
    }

    /** Shows nothing of its trick. */
    void spare() {
        trick = "";
    }

    /** Whether only the first request with this prompt meets the trick. */
    boolean once() {
        Word word = words.get(trick);
        return word != null && word.found().group(5) != null;
    }

    /** Whether an answer that shows the trick has a picture in it, whole or not. */
    public boolean showsPicture() {
        return !WITHOUT_PICTURE.contains(trick);
    }

    Refusal status() {
        Word word = Objects.requireNonNull(words.get("status"));
        return Refusal.status(Integer.parseInt(word.text()), word.found().group(2) == null ? null : word.time(1));
    }

    /** Of {@code many}. */
    int count() {
        return Math.clamp(Objects.requireNonNull(words.get("many")).integer(3), 1, 8);
    }

    /** Of {@code finish} and {@code block}, as Gemini names it; null: the usual one. */
    public @Nullable String reason() {
        Word word = words.get(trick);
        return word == null ? null : word.found().group(4);
    }

    /** How long the word lasts, for example {@code slow}; zero without it. */
    Duration time(String word, int otherwise) {
        Word found = words.get(word);
        return found == null ? Duration.ZERO : found.time(otherwise);
    }

    /** Whether the prompt has the word, for example {@code huge}. */
    public boolean has(String word) {
        return words.containsKey(word);
    }
}
