package studio.sandbox;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an answer is to go wrong: words in square brackets in the prompt, for example {@code [slow 90s]} or
 * {@code [429 once]}. Several may stand together; of two that exclude each other the last one counts. Words that are not
 * known are left alone as part of the prompt.
 *
 * @param trick what goes wrong
 * @param status of {@link Trick#STATUS}
 * @param count of {@link Trick#MANY}
 * @param slow waited before anything is answered
 * @param drip the body is stretched to about this time; zero: at full speed
 * @param retryAfter of a refusal; null: none is named
 * @param once only the first request with this prompt meets the trick
 * @param huge at least 4096 x 4096 pixels
 */
record Behaviour(
        Trick trick,
        int status,
        int count,
        Duration slow,
        Duration drip,
        @Nullable Duration retryAfter,
        boolean once,
        boolean huge) {

    enum Trick {
        NONE,
        STATUS,
        REFUSE,
        BLOCK,
        ERROR200,
        CUT,
        RESET,
        HANG,
        MANY,
        TEXT,
        MARKDOWN,
        URL,
        HTML,
        BADBASE64,
        SVG,
        TRUNCATED,
        HALF
    }

    /** No wait is longer, whatever the prompt says. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final Pattern WORD =
            Pattern.compile("\\[\\s*([a-zA-Z]+[0-9]*|[1-5][0-9][0-9])(?:\\s+([0-9]{1,6}(?:ms|s|m)?))?(\\s+once)?\\s*]");
    private static final Behaviour GOOD =
            new Behaviour(Trick.NONE, 0, 1, Duration.ZERO, Duration.ZERO, null, false, false);

    static Behaviour of(String prompt) {
        Behaviour behaviour = GOOD;
        Matcher matcher = WORD.matcher(prompt);
        while (matcher.find()) {
            behaviour = behaviour.with(
                    matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2), matcher.group(3) != null);
        }
        return behaviour;
    }

    private Behaviour with(String word, @Nullable String argument, boolean onlyOnce) {
        return switch (word) {
            case "slow" -> new Behaviour(trick, status, count, time(argument, 20), drip, retryAfter, once, huge);
            case "drip" -> new Behaviour(trick, status, count, slow, time(argument, 30), retryAfter, once, huge);
            case "huge" -> new Behaviour(trick, status, count, slow, drip, retryAfter, once, true);
            case "many" ->
                new Behaviour(
                        Trick.MANY, 0, Math.clamp(number(argument, 3), 1, 8), slow, drip, retryAfter, onlyOnce, huge);
            case "error200", "badbase64" -> turn(Trick.valueOf(word.toUpperCase(Locale.ROOT)), onlyOnce);
            case "refuse",
                    "block",
                    "cut",
                    "reset",
                    "hang",
                    "text",
                    "markdown",
                    "url",
                    "html",
                    "svg",
                    "truncated",
                    "half" -> turn(Trick.valueOf(word.toUpperCase(Locale.ROOT)), onlyOnce);
            default -> word.matches("[45][0-9][0-9]") ? refused(Integer.parseInt(word), argument, onlyOnce) : this;
        };
    }

    /** The same with another trick. */
    Behaviour showing(Trick other) {
        return new Behaviour(other, status, count, slow, drip, retryAfter, once, huge);
    }

    private Behaviour turn(Trick other, boolean onlyOnce) {
        return new Behaviour(other, 0, count, slow, drip, retryAfter, onlyOnce, huge);
    }

    private Behaviour refused(int code, @Nullable String argument, boolean onlyOnce) {
        Duration after = argument == null ? null : time(argument, 1);
        return new Behaviour(Trick.STATUS, code, count, slow, drip, after, onlyOnce, huge);
    }

    private static int number(@Nullable String argument, int otherwise) {
        return argument == null ? otherwise : Integer.parseInt(argument.replaceAll("[a-z]", ""));
    }

    private static Duration time(@Nullable String argument, int seconds) {
        Duration time;
        if (argument == null) {
            time = Duration.ofSeconds(seconds);
        } else if (argument.endsWith("ms")) {
            time = Duration.ofMillis(number(argument, 0));
        } else if (argument.endsWith("m")) {
            time = Duration.ofMinutes(number(argument, 0));
        } else {
            time = Duration.ofSeconds(number(argument, 0));
        }
        return time.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : time;
    }
}
