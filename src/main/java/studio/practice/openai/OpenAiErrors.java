package studio.practice.openai;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.practice.ErrorWords;
import studio.practice.JsonMap;
import studio.practice.Refusal;
import studio.practice.Refusal.Fault;

/** OpenAI's envelope, {@code error.message}, {@code error.type}, {@code error.param} and {@code error.code}. */
@Singleton
class OpenAiErrors implements ErrorWords {
    private static final String REQUEST = "invalid_request_error";

    @Override
    public boolean speaksAt(String path) {
        return path.startsWith("/sandbox/v1/images/generations") || path.startsWith("/sandbox/v1/images/edits");
    }

    @Override
    public Envelope envelope(Refusal refusal) {
        int status =
                switch (refusal.fault()) {
                    case NO_BALANCE -> 429;
                    case FLAGGED, WITHHELD -> 400;
                    default -> refusal.status();
                };
        Duration wait = refusal.retryAfter();
        Map<String, String> headers = wait == null
                ? Map.of()
                : Map.of(
                        "retry-after", Long.toString(Math.max(1, wait.toSeconds())),
                        "retry-after-ms", Long.toString(wait.toMillis()));
        return new Envelope(status, headers, JsonMap.of("error", error(refusal)));
    }

    /** What stands under {@code error}, in an answer and in an event. */
    static Map<String, Object> error(Refusal refusal) {
        return switch (refusal.fault()) {
            case INVALID -> error(refusal, REQUEST, "invalid_value", refusal.subject());
            case UNKNOWN_PARAMETER -> error(refusal, REQUEST, "unknown_parameter", refusal.subject());
            case NO_KEY -> error(refusal, REQUEST, null, null);
            case WRONG_KEY -> error(refusal, REQUEST, "invalid_api_key", null);
            case NO_BALANCE -> error(refusal, "insufficient_quota", "insufficient_quota", null);
            case NO_MODEL -> error(refusal, REQUEST, "model_not_found", "model");
            case FLAGGED, WITHHELD -> {
                String message = refusal.message() + " safety_violations=[violence]";
                String type = "image_generation_user_error";
                String stage = refusal.fault() == Fault.FLAGGED ? "input" : "output";
                Map<String, Object> error =
                        JsonMap.of("message", message, "type", type, "param", null, "code", "moderation_blocked");
                error.put("moderation_details", JsonMap.of("moderation_stage", stage));
                yield error;
            }
            case STATUS -> byStatus(refusal);
        };
    }

    private static Map<String, Object> byStatus(Refusal refusal) {
        if (refusal.status() == 429) {
            return error(refusal, "requests", "rate_limit_exceeded", null);
        }
        return refusal.status() >= 500
                ? error(refusal, "server_error", "server_error", null)
                : error(refusal, REQUEST, null, null);
    }

    private static Map<String, Object> error(
            Refusal refusal, String type, @Nullable String code, @Nullable String parameter) {
        return JsonMap.of("message", refusal.message(), "type", type, "param", parameter, "code", code);
    }
}
