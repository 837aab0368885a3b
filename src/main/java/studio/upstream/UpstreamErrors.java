package studio.upstream;

import static studio.upstream.FailureCode.BAD_KEY;
import static studio.upstream.FailureCode.BAD_REQUEST;
import static studio.upstream.FailureCode.CANCELED;
import static studio.upstream.FailureCode.CUT;
import static studio.upstream.FailureCode.DOWNLOAD_FAILED;
import static studio.upstream.FailureCode.IMAGE_BLOCKED;
import static studio.upstream.FailureCode.INSUFFICIENT_BALANCE;
import static studio.upstream.FailureCode.MODEL_NOT_FOUND;
import static studio.upstream.FailureCode.NO_ACCESS;
import static studio.upstream.FailureCode.NO_IMAGE;
import static studio.upstream.FailureCode.OVERLOADED;
import static studio.upstream.FailureCode.PROMPT_BLOCKED;
import static studio.upstream.FailureCode.RATE_LIMITED;
import static studio.upstream.FailureCode.TIMEOUT;
import static studio.upstream.FailureCode.TLS_FAILED;
import static studio.upstream.FailureCode.TOO_LARGE;
import static studio.upstream.FailureCode.TRUNCATED;
import static studio.upstream.FailureCode.UNREACHABLE;
import static studio.upstream.FailureCode.UNREADABLE_ANSWER;
import static studio.upstream.FailureCode.UPSTREAM_ERROR;
import static studio.upstream.FailureCode.WRONG_PATH;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides how a failure stands ({@link Outcome}) and what it is called, for all adapters. Whether the
 * call is sent again follows from the outcome alone, in {@link RetryPolicy}.
 */
public final class UpstreamErrors {
    /** Of the upstream's own words, in characters. */
    private static final int MAX_WORDS = 2_000;

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

    private UpstreamErrors() {}

    /**
     * The upstream answered with a status that is not 2xx.
     *
     * @param body what could be read of the body, at most some tens of kilobytes
     */
    public static UpstreamException answered(
            int status, Function<String, @Nullable String> header, String body, String apiKey) {
        ErrorEnvelope envelope = ErrorEnvelope.parse(body);
        Duration wait = WaitHints.find(header, envelope.body(), Instant.now());
        Verdict verdict = verdict(status, envelope, wait);
        return new UpstreamException(
                verdict.code(), verdict.outcome(), told(status, envelope, apiKey, RequestIds.of(header), wait), null);
    }

    /** A 2xx whose body is an error: the work may have been done, so that only a clear no is final. */
    public static UpstreamException answeredInBody(
            int status, JsonNode error, @Nullable String requestId, String apiKey) {
        ErrorEnvelope envelope = ErrorEnvelope.of(error);
        Duration wait = WaitHints.find(name -> null, envelope.body(), Instant.now());
        Verdict verdict = verdict(statusIn(envelope), envelope, wait);
        Outcome outcome = verdict.outcome() == Outcome.FINAL ? Outcome.FINAL : Outcome.UNKNOWN;
        return new UpstreamException(verdict.code(), outcome, told(status, envelope, apiKey, requestId, wait), null);
    }

    /** A 2xx without a picture, for the reason that the answer gives; {@code words} are the model's own. */
    static UpstreamException withoutPicture(
            @Nullable String reason,
            String words,
            int status,
            @Nullable String requestId,
            @Nullable BigDecimal cost,
            String apiKey) {
        String sign = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        FailureCode code = NO_IMAGE;
        if (sign.startsWith("prompt:")) {
            code = PROMPT_BLOCKED;
        } else if (sign.matches(
                ".*(safety|content_filter|blocklist|prohibited|spii|recitation|refus|moderat|model_armor).*")) {
            code = IMAGE_BLOCKED;
        } else if (sign.equals("length") || sign.equals("max_tokens") || sign.equals("continuation")) {
            code = TRUNCATED;
        }
        String own = reason == null ? null : reason.substring(reason.indexOf(':') + 1);
        return new UpstreamException(
                code, Outcome.FINAL, new Told(status, own, clip(words, apiKey), requestId, null, cost), null);
    }

    /** Some pictures came, but fewer than were asked for, and nobody said why. */
    public static UpstreamException fewer(int made, int asked, @Nullable String requestId) {
        String words = made + " of " + asked + " pictures came";
        return new UpstreamException(
                FailureCode.FEWER_PICTURES, Outcome.FINAL, new Told(200, null, words, requestId, null, null), null);
    }

    static UpstreamException unreadable(
            String why, int status, @Nullable String requestId, String apiKey, @Nullable Throwable cause) {
        return new UpstreamException(
                UNREADABLE_ANSWER,
                Outcome.UNKNOWN,
                new Told(status, null, clip(why, apiKey), requestId, null, null),
                cause);
    }

    static UpstreamException cut(int status, @Nullable String requestId, Throwable cause) {
        return new UpstreamException(CUT, Outcome.UNKNOWN, new Told(status, null, null, requestId, null, null), cause);
    }

    /** The connection could not be made, or broke. */
    static UpstreamException transport(Throwable cause, boolean sent) {
        if (sent) {
            return CUT.failure(Outcome.UNKNOWN, cause);
        }
        boolean tls = false;
        for (Throwable t = cause; t != null && !tls; t = t.getCause()) {
            tls = t instanceof SSLException
                    || (t.getMessage() != null
                            && t.getMessage().toLowerCase(Locale.ROOT).contains("ssl"));
        }
        return (tls ? TLS_FAILED : UNREACHABLE).failure(Outcome.NOT_SENT, cause);
    }

    static UpstreamException timeout(boolean sent, @Nullable Throwable cause) {
        return (sent ? TIMEOUT : UNREACHABLE).failure(sent ? Outcome.UNKNOWN : Outcome.NOT_SENT, cause);
    }

    /** @param sent whether something had gone out, so that it may be billed */
    public static UpstreamException canceled(boolean sent, @Nullable Throwable cause) {
        return CANCELED.failure(sent ? Outcome.UNKNOWN : Outcome.NOT_SENT, cause);
    }

    static UpstreamException download(String why, @Nullable Throwable cause) {
        return new UpstreamException(DOWNLOAD_FAILED, Outcome.UNKNOWN, Told.of(clip(why, "")), cause);
    }

    private record Verdict(Outcome outcome, FailureCode code) {}

    private static Verdict verdict(int status, ErrorEnvelope e, @Nullable Duration wait) {
        FailureCode settled = GoogleErrors.settled(status, e);
        if (settled != null) {
            return new Verdict(Outcome.FINAL, settled);
        }
        if (status < 500 && status != 429 && status != 408) {
            return refusal(status, e, wait);
        }
        boolean declined = e.error().at("/availability/retryable").asBoolean(false);
        return switch (status) {
            case 429 -> throttled(e);
            case 408, 504, 524 -> new Verdict(Outcome.UNKNOWN, TIMEOUT);
            case 503, 529 -> new Verdict(Outcome.REFUSED, OVERLOADED);
            default ->
                declined ? new Verdict(Outcome.REFUSED, OVERLOADED) : new Verdict(Outcome.UNKNOWN, UPSTREAM_ERROR);
        };
    }

    private static Verdict throttled(ErrorEnvelope e) {
        if (outOfCredit(e)) {
            return new Verdict(Outcome.FINAL, INSUFFICIENT_BALANCE);
        }
        boolean today = e.says("perday");
        return new Verdict(today ? Outcome.FINAL : Outcome.REFUSED, RATE_LIMITED);
    }

    private static Verdict refusal(int status, ErrorEnvelope e, @Nullable Duration wait) {
        if (e.says("api_key_invalid", "invalid_api_key") || status == 401) {
            return new Verdict(Outcome.FINAL, BAD_KEY);
        }
        if (status == 402 || outOfCredit(e)) {
            boolean inFlight = e.says("openrouter_in_flight_budget") && wait != null;
            return inFlight
                    ? new Verdict(Outcome.REFUSED, RATE_LIMITED)
                    : new Verdict(Outcome.FINAL, INSUFFICIENT_BALANCE);
        }
        if (moderated(e)) {
            return new Verdict(Outcome.FINAL, e.ofOutput() ? IMAGE_BLOCKED : PROMPT_BLOCKED);
        }
        boolean named = e.says("model_not_found", "model_deprecated", "deploymentnotfound");
        if (named || status == 404 || status == 405) {
            return new Verdict(Outcome.FINAL, !named && e.ofAddress() ? WRONG_PATH : MODEL_NOT_FOUND);
        }
        if (status == 499) {
            return new Verdict(Outcome.UNKNOWN, UPSTREAM_ERROR);
        }
        return new Verdict(
                Outcome.FINAL,
                switch (status) {
                    case 403 -> NO_ACCESS;
                    case 413 -> TOO_LARGE;
                    default -> BAD_REQUEST;
                });
    }

    private static boolean outOfCredit(ErrorEnvelope e) {
        return e.says(
                "insufficient_quota", "insufficient_user_quota", "billing_hard_limit", "payment_required", "arrearage");
    }

    private static boolean moderated(ErrorEnvelope e) {
        return e.says(MODERATION)
                || e.error().at("/metadata/reasons").isArray()
                || e.error().at("/metadata/flagged_input").isTextual()
                || e.speaksOf("moderation", "content policy", "safety system", "safety_violations");
    }

    /** In a 200 the number in the error takes the place of the status; without one it is an upstream error. */
    private static int statusIn(ErrorEnvelope e) {
        for (String path : new String[] {"/code", "/http_status", "/status"}) {
            int code = e.error().at(path).asInt(0);
            if (code >= 400 && code < 600) {
                return code;
            }
        }
        return moderated(e) || e.says("invalid_request", "model_not_found", "invalid_api_key") ? 400 : 502;
    }

    private static Told told(
            int status, ErrorEnvelope e, String apiKey, @Nullable String requestId, @Nullable Duration wait) {
        return new Told(
                status,
                e.code() == null ? null : KeyMask.mask(e.code(), apiKey),
                e.message() == null ? null : clip(e.message(), apiKey),
                requestId,
                wait,
                null);
    }

    private static @Nullable String clip(String words, String apiKey) {
        String masked = KeyMask.mask(words, apiKey).strip();
        return masked.isEmpty() ? null : masked.length() > MAX_WORDS ? masked.substring(0, MAX_WORDS) : masked;
    }
}
