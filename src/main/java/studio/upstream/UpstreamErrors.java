package studio.upstream;

import static studio.upstream.FailureCode.CANCELED;
import static studio.upstream.FailureCode.CUT;
import static studio.upstream.FailureCode.DOWNLOAD_FAILED;
import static studio.upstream.FailureCode.IMAGE_BLOCKED;
import static studio.upstream.FailureCode.NOT_STORED;
import static studio.upstream.FailureCode.NO_IMAGE;
import static studio.upstream.FailureCode.PROMPT_BLOCKED;
import static studio.upstream.FailureCode.TIMEOUT;
import static studio.upstream.FailureCode.TLS_FAILED;
import static studio.upstream.FailureCode.TRUNCATED;
import static studio.upstream.FailureCode.UNREACHABLE;
import static studio.upstream.FailureCode.UNREADABLE_ANSWER;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import studio.json.DiskWriteException;

/**
 * The one place that decides how a failure stands ({@link Outcome}) and what it is called, for all adapters. Whether the
 * call is sent again follows from the outcome alone, in {@link RetryPolicy}.
 */
public final class UpstreamErrors {
    /** Of the upstream's own words, in characters. */
    private static final int MAX_WORDS = 2_000;

    private UpstreamErrors() {}

    /**
     * The upstream answered with a status that is not 2xx.
     *
     * @param body what could be read of the body, at most some tens of kilobytes
     * @param billing what the form promises about failures
     */
    static UpstreamException answered(
            int status, Function<String, @Nullable String> header, String body, String apiKey, Billing billing) {
        ErrorEnvelope envelope = ErrorEnvelope.parse(body);
        Duration wait = WaitHints.find(header, envelope.body(), Instant.now());
        Verdict verdict = billing.settle(Verdicts.of(status, envelope, wait));
        return new UpstreamException(
                verdict.code(), verdict.outcome(), told(status, envelope, apiKey, RequestIds.of(header), wait), null);
    }

    /** A 2xx whose body is an error: the work may have been done, so that only a clear no is final, unless failures are free. */
    static UpstreamException answeredInBody(
            int status, JsonNode error, @Nullable String requestId, String apiKey, Billing billing) {
        ErrorEnvelope envelope = ErrorEnvelope.of(error);
        Duration wait = WaitHints.find(name -> null, envelope.body(), Instant.now());
        Verdict verdict = Verdicts.of(Verdicts.statusIn(envelope), envelope, wait);
        boolean mayBeDone = verdict.outcome() == Outcome.REFUSED && billing == Billing.FAILURES_MAY_COST;
        Verdict settled = mayBeDone ? Verdict.unknown(verdict.code()) : billing.settle(verdict);
        return new UpstreamException(
                settled.code(), settled.outcome(), told(status, envelope, apiKey, requestId, wait), null);
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

    /** An answer came that our own disk did not take: asking again would be paid again, and end alike. */
    static UpstreamException notStored(DiskWriteException cause) {
        return new UpstreamException(NOT_STORED, Outcome.FINAL, new Told(200, null, null, null, null, null), cause);
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

    /** A free question that is answered, but not as a model API would: what a list of models tells about an address. */
    static UpstreamException ofFreeCall(UpstreamException e) {
        int status = e.status();
        boolean elsewhere = e.failure() == UNREADABLE_ANSWER || status == 404 || status == 405 || status / 100 == 3;
        return elsewhere ? new UpstreamException(FailureCode.WRONG_PATH, Outcome.FINAL, e.told(), e) : e;
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
