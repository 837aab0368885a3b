package studio.practice;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * OpenRouter's envelope, {@code error.code}, {@code error.message} and {@code error.metadata} (OpenRouter documentation,
 * "Errors and debugging"). It is what every address here uses that belongs to no other form.
 */
final class OpenRouterErrors {
    private static final Map<Integer, String> TYPES = Map.of(
            400, "invalid_request",
            402, "payment_required",
            404, "not_found",
            413, "payload_too_large",
            429, "rate_limit_exceeded",
            500, "server",
            502, "provider_unavailable",
            503, "provider_overloaded",
            504, "timeout",
            529, "provider_overloaded");

    private OpenRouterErrors() {}

    static ErrorWords.Envelope envelope(Refusal refusal) {
        int status =
                switch (refusal.fault()) {
                    // It says 400 for models that it has never heard of.
                    case NO_MODEL -> 400;
                    default -> refusal.status();
                };
        Duration wait = refusal.retryAfter();
        Map<String, String> headers =
                wait == null ? Map.of() : Map.of("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
        return new ErrorWords.Envelope(
                status,
                headers,
                JsonMap.of(
                        "error",
                        JsonMap.of("code", status, "message", refusal.message(), "metadata", metadata(refusal))));
    }

    private static Map<String, Object> metadata(Refusal refusal) {
        return switch (refusal.fault()) {
            case INVALID, UNKNOWN_PARAMETER -> JsonMap.of("error_type", "invalid_request");
            case NO_KEY, WRONG_KEY -> JsonMap.of("error_type", "authentication");
            case NO_BALANCE -> JsonMap.of("error_type", "payment_required");
            case NO_MODEL -> JsonMap.of("error_type", "not_found");
            case FLAGGED ->
                JsonMap.of(
                        "reasons",
                        List.of("violence"),
                        "flagged_input",
                        refusal.subject(),
                        "provider_name",
                        "Practice upstream",
                        "error_type",
                        "content_policy_violation");
            case WITHHELD -> JsonMap.of("error_type", "content_policy_violation", "provider_name", "Practice upstream");
            case STATUS ->
                JsonMap.of(
                        "error_type",
                        TYPES.getOrDefault(refusal.status(), "unmapped"),
                        "provider_name",
                        "Practice upstream");
        };
    }
}
