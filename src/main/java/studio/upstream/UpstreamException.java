package studio.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;

/** A generation (or model list, or download) that failed at the upstream: what it is called, how it stands, what was said. */
public final class UpstreamException extends RuntimeException {
    private final FailureCode failure;
    private final Outcome outcome;
    private final ReportedError told;
    private final @Nullable Message advice;

    public UpstreamException(FailureCode failure, Outcome outcome, ReportedError told, @Nullable Throwable cause) {
        this(failure, outcome, told, null, cause);
    }

    /** @param advice what helps in this case beyond what its code says */
    public UpstreamException(
            FailureCode failure,
            Outcome outcome,
            ReportedError told,
            @Nullable Message advice,
            @Nullable Throwable cause) {
        super(
                failure.wire() + ": " + failure.message().in(Language.ENGLISH)
                        + (told.message() == null ? "" : " (" + told.message() + ")"),
                cause);
        this.failure = failure;
        this.outcome = outcome;
        this.told = told;
        this.advice = advice;
    }

    public @Nullable Message advice() {
        return advice;
    }

    public FailureCode failure() {
        return failure;
    }

    public Outcome outcome() {
        return outcome;
    }

    public ReportedError told() {
        return told;
    }

    /** {@link FailureCode#wire()}. */
    public String code() {
        return failure.wire();
    }

    /** The sentence for people. */
    public Message message() {
        return advice == null ? failure.message() : failure.message().followedBy(advice);
    }

    /** Whether the upstream may charge for the call: its outcome is unknown, or it was answered with success. */
    public boolean mayBeBilled() {
        boolean answeredWell = status() >= 200 && status() < 300;
        return !failure.neverBilled() && (outcome == Outcome.UNKNOWN || (outcome == Outcome.FINAL && answeredWell));
    }

    /** The upstream's HTTP status, 0 when there was none. */
    public int status() {
        return told.status();
    }

    public @Nullable String upstreamCode() {
        return told.code();
    }

    public @Nullable String upstreamMessage() {
        return told.message();
    }

    public @Nullable String requestId() {
        return told.requestId();
    }

    public @Nullable Duration retryAfter() {
        return told.retryAfter();
    }
}
