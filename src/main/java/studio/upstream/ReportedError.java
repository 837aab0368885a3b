package studio.upstream;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import studio.json.WholeText;

/**
 * An error as the upstream itself reports it, in {@link WholeText}; all of it may be missing.
 *
 * @param status its HTTP status; 0 when it did not answer
 * @param code its own error code
 * @param message its own message, keys redacted, at most 2,000 characters
 * @param requestId its id of the call
 * @param retryAfter the delay it requests before another attempt
 * @param cost in US dollars of the failed call, as it reports
 */
public record ReportedError(
        int status,
        @Nullable String code,
        @Nullable String message,
        @Nullable String requestId,
        @Nullable Duration retryAfter,
        @Nullable BigDecimal cost) {

    public ReportedError {
        code = code == null ? null : WholeText.of(code);
        message = message == null ? null : WholeText.of(message);
    }

    public static final ReportedError NOTHING = new ReportedError(0, null, null, null, null, null);

    /** A message only. */
    public static ReportedError of(@Nullable String message) {
        return new ReportedError(0, null, message, null, null, null);
    }
}
