package studio.upstream;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides how an answered failure stands, from the most telling sign to the least: what is said in so many words, then a name
 * of the error ({@link NamedErrors}), then the status alone.
 */
final class Verdicts {
    private static final String[] MODERATION = {
        "moderation",
        "content_policy",
        "content_filter",
        "contentfilter",
        "safety",
        "prohibited_content",
        "datainspectionfailed",
        "sensitive",
        "invalid_prompt",
        "responsibleai",
        "image_generation_user_error"
    };

    private static final String[] NO_CREDIT = {
        "insufficient_quota", "insufficient_user_quota", "billing_hard_limit", "payment_required", "arrearage"
    };

    /** Something that an error says and that settles the matter. */
    private record Sign(Said said, Verdict verdict) {}

    @FunctionalInterface
    private interface Said {
        boolean by(int status, ErrorEnvelope e, @Nullable Duration wait);
    }

    private static final List<Sign> SIGNS = List.of(
            new Sign(
                    (status, e, wait) -> e.says("openrouter_in_flight_budget") && wait != null,
                    Verdict.refused(FailureCode.RATE_LIMITED)),
            new Sign(
                    (status, e, wait) ->
                            status == 401 || (status != 429 && e.says("api_key_invalid", "invalid_api_key")),
                    Verdict.last(FailureCode.BAD_KEY)),
            new Sign(
                    (status, e, wait) -> status == 402 || e.says(NO_CREDIT),
                    Verdict.last(FailureCode.INSUFFICIENT_BALANCE)),
            new Sign((status, e, wait) -> status == 429 && e.says("perday"), Verdict.last(FailureCode.RATE_LIMITED)),
            new Sign(
                    (status, e, wait) -> status != 429 && moderated(e) && e.ofOutput(),
                    Verdict.last(FailureCode.IMAGE_BLOCKED)),
            new Sign((status, e, wait) -> status != 429 && moderated(e), Verdict.last(FailureCode.PROMPT_BLOCKED)),
            new Sign(
                    (status, e, wait) -> status == 404 && e.speaksOf("data policy", "guardrail restrictions"),
                    Verdict.last(FailureCode.NO_ACCESS)),
            new Sign(
                    (status, e, wait) ->
                            status != 429 && e.says("model_not_found", "model_deprecated", "deploymentnotfound"),
                    Verdict.last(FailureCode.MODEL_NOT_FOUND)),
            new Sign(
                    (status, e, wait) -> (status == 404 || status == 405) && e.ofAddress(),
                    Verdict.last(FailureCode.WRONG_PATH)));

    private static final Map<Integer, Verdict> BY_STATUS = Map.ofEntries(
            entry(403, Verdict.last(FailureCode.NO_ACCESS)),
            entry(404, Verdict.last(FailureCode.MODEL_NOT_FOUND)),
            entry(405, Verdict.last(FailureCode.MODEL_NOT_FOUND)),
            entry(408, Verdict.unknown(FailureCode.TIMEOUT)),
            entry(413, Verdict.last(FailureCode.TOO_LARGE)),
            entry(429, Verdict.refused(FailureCode.RATE_LIMITED)),
            entry(499, Verdict.unknown(FailureCode.UPSTREAM_ERROR)),
            entry(503, Verdict.refused(FailureCode.OVERLOADED)),
            entry(504, Verdict.unknown(FailureCode.TIMEOUT)),
            entry(524, Verdict.unknown(FailureCode.TIMEOUT)),
            entry(529, Verdict.refused(FailureCode.OVERLOADED)));

    private Verdicts() {}

    /** @param wait that the upstream asks for; null when it does not */
    static Verdict of(int status, ErrorEnvelope e, @Nullable Duration wait) {
        FailureCode settled = GoogleErrors.settled(status, e);
        if (settled != null) {
            return Verdict.last(settled);
        }
        // Behind a 5xx and a 408 a provider's words are too often those of somebody further back.
        boolean declined = status < 500 && status != 408;
        for (Sign sign : declined ? SIGNS : List.<Sign>of()) {
            if (sign.said().by(status, e, wait)) {
                return sign.verdict();
            }
        }
        Verdict named = NamedErrors.verdict(e);
        if (named != null) {
            return named;
        }
        if (status >= 500 && e.error().at("/availability/retryable").asBoolean(false)) {
            return Verdict.refused(FailureCode.OVERLOADED);
        }
        Verdict other =
                status < 500 ? Verdict.last(FailureCode.BAD_REQUEST) : Verdict.unknown(FailureCode.UPSTREAM_ERROR);
        return BY_STATUS.getOrDefault(status, other);
    }

    /** In a 200 the number in the error takes the place of the status; without one it is an upstream error. */
    static int statusIn(ErrorEnvelope e) {
        for (String path : new String[] {"/code", "/http_status", "/status"}) {
            int code = e.error().at(path).asInt(0);
            if (code >= 400 && code < 600) {
                return code;
            }
        }
        return moderated(e) || e.says("invalid_request", "model_not_found", "invalid_api_key") ? 400 : 502;
    }

    private static boolean moderated(ErrorEnvelope e) {
        return e.says(MODERATION)
                || e.error().at("/metadata/reasons").isArray()
                || e.error().at("/metadata/patterns").isArray()
                || e.error().at("/metadata/flagged_input").isTextual()
                || e.speaksOf("moderation", "content policy", "safety system", "safety_violations");
    }
}
