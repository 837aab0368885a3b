package studio.practice.answer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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

    private record Word(
            String text,
            @Nullable String number,
            @Nullable String unit,
            @Nullable String name,
            boolean once) {
        private static Word of(MatchResult found) {
            String text = found.group(1).toLowerCase(Locale.ROOT);
            return new Word(text, found.group(2), found.group(3), found.group(4), found.group(5) != null);
        }

        /** A status is a trick of that name, whatever its number. */
        private String trick() {
            return text.matches("[45][0-9][0-9]") ? "status" : text;
        }

        private int integer(int otherwise) {
            return number == null ? otherwise : Integer.parseInt(number);
        }

        private Duration time(int seconds) {
            Duration time = Duration.ofSeconds(integer(seconds));
            if ("ms".equals(unit)) {
                time = time.dividedBy(1000);
            } else if ("m".equals(unit)) {
                time = time.multipliedBy(60);
            }
            return time.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : time;
        }
    }

    private final Map<String, Word> modifiers = new HashMap<>();
    private String trick = "";
    private @Nullable Word word;

    Behaviour(String prompt) {
        WORD.matcher(prompt).results().map(Word::of).forEach(found -> {
            if (WITHOUT_PICTURE.contains(found.trick()) || WITH_PICTURE.contains(found.trick())) {
                trick = found.trick();
                word = found;
            } else {
                modifiers.put(found.text(), found);
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
        return word != null && word.once();
    }

    boolean showsPicture() {
        return !WITHOUT_PICTURE.contains(trick);
    }

    Refusal status() {
        Duration wait = word == null || word.number() == null ? null : word.time(1);
        return Refusal.status(word == null ? 500 : Integer.parseInt(word.text()), wait);
    }

    /** Of {@code many}. */
    int count() {
        return word == null ? 1 : Math.clamp(word.integer(3), 1, 8);
    }

    /** Of {@code finish} and {@code block}, as Gemini names it; null: the usual one. */
    public @Nullable String reason() {
        return word == null ? null : word.name();
    }

    /** Waited before anything is answered. */
    Duration slow() {
        return modifiers.containsKey("slow") ? modifiers.get("slow").time(20) : Duration.ZERO;
    }

    /** The body is stretched to about this time; zero: at full speed. */
    Duration drip() {
        return modifiers.containsKey("drip") ? modifiers.get("drip").time(30) : Duration.ZERO;
    }

    /** At least 4096 x 4096 pixels. */
    boolean huge() {
        return modifiers.containsKey("huge");
    }

    /** Thoughts and a draft come before the result. */
    public boolean thought() {
        return modifiers.containsKey("thought");
    }
}
