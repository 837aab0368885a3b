package studio.upstream.failure;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.upstream.Billing;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.ReportedError;
import studio.upstream.UpstreamException;

/**
 * Names the failures of an answered call: with a status that is not 2xx, or a 2xx that has no picture, or fewer than were asked for.
 *
 * @param requestId the upstream's own, when it is known
 * @param apiKey masked in what is shown
 * @param billing what the protocol promises about failures
 */
public record Answered(int status, @Nullable String requestId, String apiKey, Billing billing) {
    private static final Pattern BLOCKING = Words.anyCase("reasons that block");
    private static final Pattern LENGTH = Pattern.compile("(?i)length|max_tokens|continuation");
    private static final List<String> REQUEST_IDS = Words.list("request id headers");

    public static Answered of(int status, Function<String, @Nullable String> header, String apiKey, Billing billing) {
        return new Answered(status, requestId(header), apiKey, billing);
    }

    /** The upstream's own id of an exchange, for its support and its usage page; null when it gives none. */
    public static @Nullable String requestId(Function<String, @Nullable String> header) {
        for (String name : REQUEST_IDS) {
            String value = header.apply(name);
            if (value != null && !value.isBlank()) {
                return value.length() > 200 ? value.substring(0, 200) : value;
            }
        }
        return null;
    }

    /**
     * The status is not 2xx.
     *
     * @param body what could be read of the body, at most some tens of kilobytes
     */
    public UpstreamException refused(Function<String, @Nullable String> header, String body) {
        ErrorEnvelope envelope = ErrorEnvelope.parse(body);
        Duration wait = WaitHints.find(header, envelope.body(), Instant.now());
        Verdict verdict = Verdict.of(status, header, envelope, wait).under(billing);
        String words = envelope.shown();
        String target = status / 100 == 3 ? header.apply("location") : null;
        if (target != null) {
            // Shown so that it can be entered: no redirect is followed with a key and a prompt.
            words = "Location: " + target + (words == null ? "" : " (" + words + ")");
        }
        return failure(verdict.outcome(), verdict.code(), envelope.code(), words, wait);
    }

    /** An error in the body: the work may have been done, so that only a clear no is final, unless failures are free. */
    public UpstreamException error(JsonNode holder) {
        return inBody(ErrorEnvelope.of(holder), holder.hasNonNull("error"));
    }

    /** Nothing but words, or a number or a flag of failure. */
    public UpstreamException said(ErrorEnvelope envelope) {
        return inBody(envelope, false);
    }

    private UpstreamException inBody(ErrorEnvelope envelope, boolean error) {
        Duration wait = WaitHints.find(name -> null, envelope.body(), Instant.now());
        Verdict verdict = Verdict.inBody(envelope, error, wait);
        boolean mayBeDone = verdict.outcome() == Outcome.REFUSED && billing == Billing.FAILURES_MAY_COST;
        Verdict settled = mayBeDone ? new Verdict(Outcome.UNKNOWN, verdict.code()) : verdict.under(billing);
        return failure(settled.outcome(), settled.code(), envelope.code(), envelope.shown(), wait);
    }

    private UpstreamException failure(
            Outcome outcome,
            FailureCode failure,
            @Nullable String code,
            @Nullable String words,
            @Nullable Duration wait) {
        String own = code == null ? null : UpstreamErrors.masked(code, apiKey);
        ReportedError told = new ReportedError(status, own, UpstreamErrors.shown(words, apiKey), requestId, wait, null);
        return new UpstreamException(failure, outcome, told, null);
    }

    /** A task that goes on, instead of a picture. */
    public UpstreamException asynchronous(String task) {
        return new UpstreamException(FailureCode.ASYNC_UNSUPPORTED, Outcome.FINAL, told(null, task, null), null);
    }

    /**
     * No picture, for the reason that the answer gives.
     *
     * @param words the model's own
     * @param counted whether the output of a picture was counted all the same
     */
    public UpstreamException withoutPicture(
            @Nullable String reason, String words, @Nullable BigDecimal cost, boolean counted) {
        String sign = reason == null ? "" : reason;
        FailureCode code = counted ? FailureCode.PICTURE_DROPPED : FailureCode.NO_IMAGE;
        if (sign.startsWith("prompt:")) {
            code = FailureCode.PROMPT_BLOCKED;
        } else if (blocks(sign)) {
            code = FailureCode.IMAGE_BLOCKED;
        } else if (LENGTH.matcher(sign).matches()) {
            code = FailureCode.TRUNCATED;
        }
        String own = reason == null ? null : reason.substring(reason.indexOf(':') + 1);
        return new UpstreamException(code, Outcome.FINAL, told(own, words, cost), null);
    }

    /** Whether a reason to stop is that the picture was refused. */
    public static boolean blocks(String finishReason) {
        return BLOCKING.matcher(finishReason).find();
    }

    /** An answer that is none of a model API. */
    public UpstreamException noApi(String why, @Nullable Throwable cause) {
        Message advice = Message.of("upstream.check_address");
        return new UpstreamException(
                FailureCode.UNREADABLE_ANSWER, Outcome.UNKNOWN, told(null, why, null), advice, cause);
    }

    public UpstreamException unreadable(String why, @Nullable Throwable cause) {
        return new UpstreamException(FailureCode.UNREADABLE_ANSWER, Outcome.UNKNOWN, told(null, why, null), cause);
    }

    public UpstreamException cut(Throwable cause) {
        return new UpstreamException(FailureCode.CUT, Outcome.UNKNOWN, told(null, "", null), cause);
    }

    private ReportedError told(@Nullable String code, String words, @Nullable BigDecimal cost) {
        return new ReportedError(status, code, UpstreamErrors.shown(words, apiKey), requestId, null, cost);
    }
}
