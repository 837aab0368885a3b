package studio.upstream.failure;

import static studio.upstream.FailureCode.CANCELED;
import static studio.upstream.FailureCode.CUT;
import static studio.upstream.FailureCode.DOWNLOAD_FAILED;
import static studio.upstream.FailureCode.IMAGE_BLOCKED;
import static studio.upstream.FailureCode.NOT_STORED;
import static studio.upstream.FailureCode.NO_IMAGE;
import static studio.upstream.FailureCode.PICTURE_DROPPED;
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
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import studio.json.DiskWriteException;
import studio.json.WholeText;
import studio.upstream.Advice;
import studio.upstream.Billing;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.Told;
import studio.upstream.UpstreamException;
import studio.upstream.transport.RetryPolicy;

/**
 * The one place that decides how a failure stands ({@link Outcome}) and what it is called, for all adapters. Whether the
 * call is sent again follows from the outcome alone, in {@link RetryPolicy}.
 */
public final class UpstreamErrors {
    /** Of the upstream's own words, in characters. */
    private static final int MAX_WORDS = 2_000;

    private static final Pattern BLOCKING = Pattern.compile(
            "(?i)safety|content_?filter|blocklist|prohibited|spii|recitation|refus|moderat|model_armor|nsfw|sensitive");

    private UpstreamErrors() {}

    /**
     * The upstream answered with a status that is not 2xx.
     *
     * @param body what could be read of the body, at most some tens of kilobytes
     * @param billing what the form promises about failures
     */
    public static UpstreamException answered(
            int status, Function<String, @Nullable String> header, String body, String apiKey, Billing billing) {
        ErrorEnvelope envelope = ErrorEnvelope.parse(body);
        Duration wait = WaitHints.find(header, envelope.body(), Instant.now());
        Verdict verdict = Verdicts.of(status, header, envelope, wait).under(billing);
        Told told = told(status, envelope, redirect(status, header, envelope), apiKey, RequestIds.of(header), wait);
        return new UpstreamException(verdict.code(), verdict.outcome(), told, null);
    }

    /** Where a redirect leads, beside what its page says, so that it can be entered: none is followed with a key and a prompt. */
    private static @Nullable String redirect(
            int status, Function<String, @Nullable String> header, ErrorEnvelope envelope) {
        String target = status / 100 == 3 ? header.apply("location") : null;
        String words = envelope.shown();
        if (target == null) {
            return words;
        }
        return "Location: " + target + (words == null ? "" : " (" + words + ")");
    }

    /** A 2xx whose body is an error: the work may have been done, so that only a clear no is final, unless failures are free. */
    public static UpstreamException answeredInBody(
            int status, JsonNode error, @Nullable String requestId, String apiKey, Billing billing) {
        return inBody(status, ErrorEnvelope.of(error), error.hasNonNull("error"), requestId, apiKey, billing);
    }

    /** A 2xx that is nothing but words, or says by a number or a flag that it failed. */
    public static UpstreamException saidInBody(
            int status, ErrorEnvelope envelope, @Nullable String requestId, String apiKey, Billing billing) {
        return inBody(status, envelope, false, requestId, apiKey, billing);
    }

    private static UpstreamException inBody(
            int status,
            ErrorEnvelope envelope,
            boolean error,
            @Nullable String requestId,
            String apiKey,
            Billing billing) {
        Duration wait = WaitHints.find(name -> null, envelope.body(), Instant.now());
        Verdict verdict = Verdicts.inBody(envelope, error, wait);
        boolean mayBeDone = verdict.outcome() == Outcome.REFUSED && billing == Billing.FAILURES_MAY_COST;
        Verdict settled = mayBeDone ? new Verdict(Outcome.UNKNOWN, verdict.code()) : verdict.under(billing);
        return new UpstreamException(
                settled.code(),
                settled.outcome(),
                told(status, envelope, envelope.shown(), apiKey, requestId, wait),
                null);
    }

    /** A 2xx that names a task which goes on, instead of a picture. */
    public static UpstreamException asynchronous(int status, String task, @Nullable String requestId, String apiKey) {
        return new UpstreamException(
                FailureCode.ASYNC_UNSUPPORTED,
                Outcome.FINAL,
                new Told(status, null, clip(task, apiKey), requestId, null, null),
                null);
    }

    /**
     * A 2xx without a picture, for the reason that the answer gives.
     *
     * @param words the model's own
     * @param counted whether the output of a picture was counted all the same
     */
    public static UpstreamException withoutPicture(
            @Nullable String reason,
            String words,
            int status,
            @Nullable String requestId,
            @Nullable BigDecimal cost,
            boolean counted,
            String apiKey) {
        String sign = reason == null ? "" : reason;
        FailureCode code = counted ? PICTURE_DROPPED : NO_IMAGE;
        if (sign.startsWith("prompt:")) {
            code = PROMPT_BLOCKED;
        } else if (blocks(sign)) {
            code = IMAGE_BLOCKED;
        } else if (sign.matches("(?i)length|max_tokens|continuation")) {
            code = TRUNCATED;
        }
        String own = reason == null ? null : reason.substring(reason.indexOf(':') + 1);
        return new UpstreamException(
                code, Outcome.FINAL, new Told(status, own, clip(words, apiKey), requestId, null, cost), null);
    }

    /** Whether a reason to stop is that the picture was refused. */
    public static boolean blocks(String finishReason) {
        return BLOCKING.matcher(finishReason).find();
    }

    /** Some pictures came, but fewer than were asked for, and nobody said why. */
    public static UpstreamException fewer(int made, int asked, @Nullable String requestId) {
        String words = made + " of " + asked + " pictures came";
        return new UpstreamException(
                FailureCode.FEWER_PICTURES, Outcome.FINAL, new Told(200, null, words, requestId, null, null), null);
    }

    /** An answer that is none of a model API. */
    public static UpstreamException noApi(
            String why, int status, @Nullable String requestId, String apiKey, @Nullable Throwable cause) {
        Told told = new Told(status, null, clip(why, apiKey), requestId, null, null);
        return new UpstreamException(UNREADABLE_ANSWER, Outcome.UNKNOWN, told, Advice.CHECK_ENDPOINT, cause);
    }

    public static UpstreamException unreadable(
            String why, int status, @Nullable String requestId, String apiKey, @Nullable Throwable cause) {
        return new UpstreamException(
                UNREADABLE_ANSWER,
                Outcome.UNKNOWN,
                new Told(status, null, clip(why, apiKey), requestId, null, null),
                cause);
    }

    public static UpstreamException cut(int status, @Nullable String requestId, Throwable cause) {
        return new UpstreamException(CUT, Outcome.UNKNOWN, new Told(status, null, null, requestId, null, null), cause);
    }

    /** An answer came that our own disk did not take: asking again would be paid again, and end alike. */
    public static UpstreamException notStored(DiskWriteException cause) {
        return new UpstreamException(NOT_STORED, Outcome.FINAL, new Told(200, null, null, null, null, null), cause);
    }

    /** The connection could not be made, or broke. */
    public static UpstreamException transport(Throwable cause, boolean sent) {
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

    public static UpstreamException timeout(boolean sent, @Nullable Throwable cause) {
        return (sent ? TIMEOUT : UNREACHABLE).failure(sent ? Outcome.UNKNOWN : Outcome.NOT_SENT, cause);
    }

    /** @param sent whether something had gone out, so that it may be billed */
    public static UpstreamException canceled(boolean sent, @Nullable Throwable cause) {
        return CANCELED.failure(sent ? Outcome.UNKNOWN : Outcome.NOT_SENT, cause);
    }

    /**
     * @param address as it was given, so that the picture can be saved by hand
     * @param moved whether the endpoint was asked instead of a host that only the upstream can reach
     */
    public static UpstreamException download(String address, Exception why, boolean moved, String apiKey) {
        Told told = Told.of(clip(address.strip() + ": " + why.getMessage(), apiKey));
        return new UpstreamException(
                DOWNLOAD_FAILED, Outcome.UNKNOWN, told, moved ? Advice.SET_PUBLIC_ADDRESS : null, why);
    }

    /** Several downloads that failed, each with its address. */
    public static UpstreamException together(List<UpstreamException> downloads) {
        UpstreamException first = downloads.getFirst();
        if (downloads.size() == 1) {
            return first;
        }
        String words =
                downloads.stream().map(UpstreamException::upstreamMessage).collect(Collectors.joining("; "));
        return new UpstreamException(first.failure(), first.outcome(), Told.of(clip(words, "")), first.advice(), first);
    }

    /** A free question that is answered, but not as a model API would: what a list of models tells about an address. */
    public static UpstreamException ofFreeCall(UpstreamException e) {
        int status = e.status();
        boolean elsewhere = e.failure() == UNREADABLE_ANSWER || status == 404 || status == 405 || status / 100 == 3;
        return elsewhere ? new UpstreamException(FailureCode.WRONG_PATH, Outcome.FINAL, e.told(), e) : e;
    }

    private static Told told(
            int status,
            ErrorEnvelope e,
            @Nullable String words,
            String apiKey,
            @Nullable String requestId,
            @Nullable Duration wait) {
        return new Told(
                status,
                e.code() == null ? null : KeyMask.mask(e.code(), apiKey),
                words == null ? null : clip(words, apiKey),
                requestId,
                wait,
                null);
    }

    private static @Nullable String clip(String words, String apiKey) {
        String masked = KeyMask.mask(words, apiKey).strip();
        return masked.isEmpty() ? null : WholeText.start(masked, MAX_WORDS);
    }
}
