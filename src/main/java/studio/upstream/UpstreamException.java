package studio.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A generation (or model list, or download) that failed at the upstream.
 *
 * <p>{@code code} is one of the closed set: {@code unreachable}, {@code tls_failed}, {@code timeout}, {@code cut},
 * {@code unreadable_answer}, {@code bad_request}, {@code bad_key}, {@code insufficient_balance}, {@code no_access},
 * {@code prompt_blocked}, {@code image_blocked}, {@code model_not_found}, {@code too_large}, {@code rate_limited},
 * {@code overloaded}, {@code upstream_error}, {@code no_image}, {@code truncated}, {@code download_failed},
 * {@code canceled}.
 */
public final class UpstreamException extends RuntimeException {
    private final Outcome outcome;
    private final String code;
    private final String zh;
    private final String en;
    private final int status;
    private final @Nullable String upstreamCode;
    private final @Nullable String upstreamMessage;
    private final @Nullable String requestId;
    private final @Nullable Duration retryAfter;

    /**
     * @param zh what happened, for people, Chinese
     * @param en the same in English
     * @param status the upstream's HTTP status, 0 when there was none
     * @param upstreamCode the upstream's own error code
     * @param upstreamMessage the upstream's own words, keys redacted, at most 2,000 characters
     * @param requestId the upstream's request id
     * @param retryAfter how long the upstream asked to wait
     */
    public UpstreamException(
            Outcome outcome,
            String code,
            String zh,
            String en,
            int status,
            @Nullable String upstreamCode,
            @Nullable String upstreamMessage,
            @Nullable String requestId,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(code + ": " + en + (upstreamMessage == null ? "" : " (" + upstreamMessage + ")"), cause);
        this.outcome = outcome;
        this.code = code;
        this.zh = zh;
        this.en = en;
        this.status = status;
        this.upstreamCode = upstreamCode;
        this.upstreamMessage = upstreamMessage;
        this.requestId = requestId;
        this.retryAfter = retryAfter;
    }

    public Outcome outcome() {
        return outcome;
    }

    public String code() {
        return code;
    }

    public String message(boolean english) {
        return english ? en : zh;
    }

    public int status() {
        return status;
    }

    public @Nullable String upstreamCode() {
        return upstreamCode;
    }

    public @Nullable String upstreamMessage() {
        return upstreamMessage;
    }

    public @Nullable String requestId() {
        return requestId;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
