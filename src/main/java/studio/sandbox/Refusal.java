package studio.sandbox;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is an error, in OpenRouter's envelope ({@code error.code}, {@code error.message}, {@code error.metadata}). */
final class Refusal extends RuntimeException {
    private static final Map<Integer, Map.Entry<String, String>> KNOWN = Map.of(
            400, Map.entry("invalid_request", "Provider returned an error: invalid request"),
            402, Map.entry("payment_required", "Insufficient credits"),
            404, Map.entry("not_found", "No endpoints found for this model"),
            408, Map.entry("timeout", "Request timed out"),
            429, Map.entry("rate_limit_exceeded", "Rate limit exceeded"),
            500, Map.entry("server", "Internal Server Error"),
            502, Map.entry("provider_unavailable", "Provider returned error"),
            503, Map.entry("provider_overloaded", "No provider is available at the moment"),
            504, Map.entry("timeout", "The provider timed out"),
            529, Map.entry("provider_overloaded", "Provider is overloaded"));

    private final int status;
    private final Map<String, Object> metadata;
    private final @Nullable String retryAfter;
    private boolean hidden;

    Refusal(int status, String message, Map<String, Object> metadata, @Nullable String retryAfter) {
        super(message);
        this.status = status;
        this.metadata = metadata;
        this.retryAfter = retryAfter;
    }

    static Refusal invalid(String message) {
        return new Refusal(400, message, Map.of("error_type", "invalid_request"), null);
    }

    /** The error that a prompt asked for by its number. */
    static Refusal asked(int status, @Nullable Duration retryAfter) {
        Map.Entry<String, String> known =
                KNOWN.getOrDefault(status, Map.entry("unmapped", "Failed, as the prompt asked"));
        return new Refusal(
                status,
                known.getValue(),
                Map.of("error_type", known.getKey(), "provider_name", "Practice upstream"),
                retryAfter == null ? null : Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    /** The same error in a body whose HTTP status is 200. */
    Refusal in200() {
        hidden = true;
        return this;
    }

    /** Of the HTTP answer. */
    int httpStatus() {
        return hidden ? 200 : status;
    }

    @Nullable
    String retryAfter() {
        return retryAfter;
    }

    /** The body of the answer. */
    Map<String, Object> envelope() {
        String message = getMessage() == null ? "" : getMessage();
        return Map.of("error", Map.of("code", status, "message", message, "metadata", metadata));
    }
}
