package studio.practice;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.practice.Behaviour.Trick;

/**
 * The words in square brackets in a prompt, for example {@code [slow 90s]}, {@code [429 once]} or
 * {@code [finish NO_IMAGE]}. Several may stand together; of two that exclude each other the last one counts. Words that are
 * not known are left alone as part of the prompt.
 */
final class BehaviourWords {
    private static final Pattern WORD = Pattern.compile("\\[\\s*([a-zA-Z]+[0-9]*|[1-5][0-9][0-9])"
            + "(?:\\s+(?:([0-9]{1,6}(?:ms|s|m)?)|([A-Z][A-Z_]{1,39})))?(\\s+once)?\\s*]");
    private static final Set<String> TRICKS = Set.of(
            "balance",
            "nomodel",
            "refuse",
            "block",
            "finish",
            "empty",
            "error200",
            "cut",
            "reset",
            "hang",
            "many",
            "text",
            "markdown",
            "url",
            "html",
            "badbase64",
            "svg",
            "truncated",
            "half");

    private Trick trick = Trick.NONE;
    private int status;
    private int count = 1;
    private @Nullable String reason;
    private Duration slow = Duration.ZERO;
    private Duration drip = Duration.ZERO;
    private @Nullable Duration retryAfter;
    private boolean once;
    private boolean huge;
    private boolean thought;

    private BehaviourWords() {}

    /** What a prompt's words ask for. */
    static Behaviour read(String prompt) {
        BehaviourWords words = new BehaviourWords();
        Matcher matcher = WORD.matcher(prompt);
        while (matcher.find()) {
            words.word(
                    matcher.group(1).toLowerCase(Locale.ROOT),
                    matcher.group(2),
                    matcher.group(3),
                    matcher.group(4) != null);
        }
        return new Behaviour(
                words.trick,
                words.status,
                words.count,
                words.reason,
                words.slow,
                words.drip,
                words.retryAfter,
                words.once,
                words.huge,
                words.thought);
    }

    private void word(String word, @Nullable String number, @Nullable String name, boolean onlyOnce) {
        switch (word) {
            case "slow" -> slow = time(number, 20);
            case "drip" -> drip = time(number, 30);
            case "huge" -> huge = true;
            case "thought" -> thought = true;
            default -> {
                if (TRICKS.contains(word)) {
                    turn(Trick.valueOf(word.toUpperCase(Locale.ROOT)), onlyOnce);
                    reason = name;
                    count = trick == Trick.MANY ? Math.clamp(whole(number, 3), 1, 8) : count;
                } else if (word.matches("[45][0-9][0-9]")) {
                    turn(Trick.STATUS, onlyOnce);
                    status = Integer.parseInt(word);
                    retryAfter = number == null ? null : time(number, 1);
                }
            }
        }
    }

    private void turn(Trick other, boolean onlyOnce) {
        trick = other;
        once = onlyOnce;
    }

    private static int whole(@Nullable String number, int otherwise) {
        return number == null ? otherwise : Integer.parseInt(number.replaceAll("[a-z]", ""));
    }

    private static Duration time(@Nullable String number, int seconds) {
        Duration time;
        if (number == null) {
            time = Duration.ofSeconds(seconds);
        } else if (number.endsWith("ms")) {
            time = Duration.ofMillis(whole(number, 0));
        } else if (number.endsWith("m")) {
            time = Duration.ofMinutes(whole(number, 0));
        } else {
            time = Duration.ofSeconds(whole(number, 0));
        }
        return time.compareTo(Behaviour.LONGEST_WAIT) > 0 ? Behaviour.LONGEST_WAIT : time;
    }
}
