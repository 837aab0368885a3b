package studio.practice;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an answer is to go wrong, as {@link BehaviourWords} in the prompt ask.
 *
 * @param trick what goes wrong
 * @param status of {@link Trick#STATUS}
 * @param count of {@link Trick#MANY}
 * @param reason of {@link Trick#FINISH} and {@link Trick#BLOCK}, in the words of Gemini; null: the usual one
 * @param slow waited before anything is answered
 * @param drip the body is stretched to about this time; zero: at full speed
 * @param retryAfter of a refusal; null: none is named
 * @param once only the first request with this prompt meets the trick
 * @param huge at least 4096 x 4096 pixels
 * @param thought thoughts and a draft come before the result
 */
public record Behaviour(
        Trick trick,
        int status,
        int count,
        @Nullable String reason,
        Duration slow,
        Duration drip,
        @Nullable Duration retryAfter,
        boolean once,
        boolean huge,
        boolean thought) {

    /** What can go wrong. */
    public enum Trick {
        NONE,
        STATUS,
        BALANCE,
        NOMODEL,
        REFUSE,
        BLOCK,
        FINISH,
        EMPTY,
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
        HALF;

        /** Whether an answer that shows this trick has a picture in it, whole or not. */
        public boolean showsPicture() {
            return switch (this) {
                case STATUS, BALANCE, NOMODEL, REFUSE, BLOCK, FINISH, EMPTY, ERROR200, TEXT -> false;
                default -> true;
            };
        }
    }

    /** No wait is longer, whatever the prompt says. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** The same with another trick. */
    Behaviour showing(Trick other) {
        return new Behaviour(other, status, count, reason, slow, drip, retryAfter, once, huge, thought);
    }
}
