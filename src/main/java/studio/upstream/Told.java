package studio.upstream;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;

/**
 * What an upstream itself said of a failure, as {@link WholeText}; all of it may be missing.
 *
 * @param status its HTTP status; 0 when it did not answer
 * @param code its own error code
 * @param message its own words, keys redacted, at most 2,000 characters
 * @param requestId its id of the call
 * @param retryAfter how long it asks to wait
 * @param cost in US dollars that it says the failed call cost
 */
public record Told(
        int status,
        @Nullable String code,
        @Nullable String message,
        @Nullable String requestId,
        @Nullable Duration retryAfter,
        @Nullable BigDecimal cost) {

    public Told {
        code = code == null ? null : WholeText.of(code);
        message = message == null ? null : WholeText.of(message);
    }

    public static final Told NOTHING = new Told(0, null, null, null, null, null);

    /** Only words. */
    public static Told of(@Nullable String message) {
        return new Told(0, null, message, null, null, null);
    }
}
