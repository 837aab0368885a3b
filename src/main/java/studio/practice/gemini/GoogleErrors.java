package studio.practice.gemini;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import studio.practice.ErrorWords;
import studio.practice.JsonMap;
import studio.practice.Refusal;

/** Google's envelope, {@code error.code}, {@code error.message}, {@code error.status} and {@code error.details} (google.rpc). */
@Singleton
class GoogleErrors implements ErrorWords {
    private static final String TYPE = "type.googleapis.com/google.rpc.";
    private static final Duration USUAL_WAIT = Duration.ofSeconds(1);
    private static final Map<Integer, String> STATUSES = Map.of(
            400, "INVALID_ARGUMENT",
            401, "UNAUTHENTICATED",
            403, "PERMISSION_DENIED",
            404, "NOT_FOUND",
            409, "ABORTED",
            429, "RESOURCE_EXHAUSTED",
            499, "CANCELLED",
            500, "INTERNAL",
            503, "UNAVAILABLE",
            504, "DEADLINE_EXCEEDED");

    @Override
    public boolean speaksAt(String path) {
        return path.startsWith("/sandbox/v1beta/");
    }

    @Override
    public Envelope envelope(Refusal refusal) {
        int status =
                switch (refusal.fault()) {
                    case NO_KEY -> 403;
                    case WRONG_KEY, FLAGGED -> 400;
                    case NO_BALANCE -> 429;
                    default -> refusal.status();
                };
        String otherwise = status < 500 ? "INVALID_ARGUMENT" : "UNKNOWN";
        Map<String, Object> error = JsonMap.of(
                "code", status,
                "message", refusal.message(),
                "status", STATUSES.getOrDefault(status, otherwise));
        List<Map<String, Object>> details = details(refusal);
        if (!details.isEmpty()) {
            error.put("details", details);
        }
        // How long to wait stands in the details; there is no Retry-After.
        return new Envelope(status, Map.of(), JsonMap.of("error", error));
    }

    private static List<Map<String, Object>> details(Refusal refusal) {
        return switch (refusal.fault()) {
            case WRONG_KEY ->
                List.of(JsonMap.of(
                        "@type", TYPE + "ErrorInfo", "reason", "API_KEY_INVALID", "domain", "googleapis.com"));
            case NO_BALANCE -> List.of(quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier"));
            case INVALID, UNKNOWN_PARAMETER ->
                refusal.subject() == null
                        ? List.of()
                        : List.of(JsonMap.of(
                                "@type",
                                TYPE + "BadRequest",
                                "fieldViolations",
                                List.of(JsonMap.of("field", refusal.subject(), "description", refusal.message()))));
            case STATUS ->
                refusal.status() == 429
                        ? List.of(quota("GenerateRequestsPerMinutePerProjectPerModel"), retry(refusal))
                        : List.of();
            default -> List.of();
        };
    }

    private static Map<String, Object> quota(String id) {
        Map<String, Object> violation = JsonMap.of("quotaMetric", "practice.example/generate_requests", "quotaId", id);
        return JsonMap.of("@type", TYPE + "QuotaFailure", "violations", List.of(violation));
    }

    private static Map<String, Object> retry(Refusal refusal) {
        Duration wait = refusal.retryAfter() == null ? USUAL_WAIT : refusal.retryAfter();
        String seconds =
                BigDecimal.valueOf(wait.toMillis(), 3).stripTrailingZeros().toPlainString();
        return JsonMap.of("@type", TYPE + "RetryInfo", "retryDelay", seconds + "s");
    }
}
