package studio.upstream.failure;

import static studio.upstream.FailureCode.CANCELED;
import static studio.upstream.FailureCode.CUT;
import static studio.upstream.FailureCode.DOWNLOAD_FAILED;
import static studio.upstream.FailureCode.FEWER_PICTURES;
import static studio.upstream.FailureCode.NOT_STORED;
import static studio.upstream.FailureCode.TIMEOUT;
import static studio.upstream.FailureCode.TLS_FAILED;
import static studio.upstream.FailureCode.UNREACHABLE;
import static studio.upstream.FailureCode.UNREADABLE_ANSWER;
import static studio.upstream.FailureCode.WRONG_PATH;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import studio.json.DiskWriteException;
import studio.upstream.Billing;
import studio.upstream.Outcome;
import studio.upstream.Told;
import studio.upstream.UpstreamException;
import studio.upstream.UpstreamException.Advice;

/** Decides how a failed call stands ({@link Outcome}) and what it is called, for all adapters; of a 2xx, {@link Answered} does. */
public final class UpstreamErrors {
    private UpstreamErrors() {}

    /**
     * The upstream answered with a status that is not 2xx.
     *
     * @param body what could be read of the body, at most some tens of kilobytes
     * @param billing what the protocol promises about failures
     */
    public static UpstreamException answered(
            int status, Function<String, @Nullable String> header, String body, String apiKey, Billing billing) {
        ErrorEnvelope envelope = ErrorEnvelope.parse(body);
        Duration wait = WaitHints.find(header, envelope.body(), Instant.now());
        Verdict verdict = Verdicts.of(status, header, envelope, wait).under(billing);
        String words = envelope.shown();
        String target = status / 100 == 3 ? header.apply("location") : null;
        if (target != null) {
            // Shown so that it can be entered: no redirect is followed with a key and a prompt.
            words = "Location: " + target + (words == null ? "" : " (" + words + ")");
        }
        Told told = envelope.told(status, words, apiKey, Answered.requestId(header), wait);
        return new UpstreamException(verdict.code(), verdict.outcome(), told, null);
    }

    /** Some pictures came, but fewer than were asked for, and no reason was given. */
    public static UpstreamException fewer(int made, int asked, @Nullable String requestId) {
        String words = made + " of " + asked + " pictures came";
        return new UpstreamException(
                FEWER_PICTURES, Outcome.FINAL, new Told(200, null, words, requestId, null, null), null);
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
                    || String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT).contains("ssl");
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
     * A picture that could not be fetched.
     *
     * @param address as it was given, so that the picture can be saved by hand
     * @param moved whether the endpoint was asked instead of a host that only the upstream can reach
     */
    public static UpstreamException download(
            String address, String why, boolean moved, String apiKey, Exception cause) {
        Told told = Told.of(KeyMask.clip(address.strip() + ": " + why, apiKey));
        return new UpstreamException(
                DOWNLOAD_FAILED, Outcome.UNKNOWN, told, moved ? Advice.SET_PUBLIC_ADDRESS : null, cause);
    }

    /** Several downloads that failed, each with its address. */
    public static UpstreamException together(List<UpstreamException> downloads) {
        UpstreamException first = downloads.getFirst();
        if (downloads.size() == 1) {
            return first;
        }
        String words =
                downloads.stream().map(UpstreamException::upstreamMessage).collect(Collectors.joining("; "));
        Told told = Told.of(KeyMask.clip(words, ""));
        return new UpstreamException(first.failure(), first.outcome(), told, first.advice(), first);
    }

    /** A free question that is answered, but not as a model API would: what a list of models tells about an address. */
    public static UpstreamException ofFreeCall(UpstreamException e) {
        int status = e.status();
        boolean elsewhere = e.failure() == UNREADABLE_ANSWER || status == 404 || status == 405 || status / 100 == 3;
        return elsewhere ? new UpstreamException(WRONG_PATH, Outcome.FINAL, e.told(), e) : e;
    }
}
