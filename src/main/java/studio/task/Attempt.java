package studio.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.upstream.UpstreamException;

/**
 * One try to get pictures out of the upstream.
 *
 * @param pictures the numbers of the task's pictures that the call is for, from 1
 * @param status the upstream's HTTP status, when it answered
 * @param requestId the upstream's own id
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attempt(
        int number,
        List<Integer> pictures,
        Instant startedAt,
        @Nullable Instant finishedAt,
        Outcome outcome,
        @Nullable String code,
        @Nullable Integer status,
        @Nullable String requestId) {

    /** How a try ended; {@link #OPEN} while it runs, and for ever when the server died meanwhile. */
    @Schema(name = "AttemptOutcome")
    public enum Outcome {
        OPEN,
        DONE,
        NOT_SENT,
        REFUSED,
        UNKNOWN,
        FINAL,
        CANCELED;

        @com.fasterxml.jackson.annotation.JsonValue
        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static Attempt open(int number, List<Integer> pictures, Instant now) {
        return new Attempt(number, pictures, now, null, Outcome.OPEN, null, null, null);
    }

    public Attempt answering(int httpStatus, @Nullable String upstreamId) {
        return new Attempt(number, pictures, startedAt, finishedAt, outcome, code, httpStatus, upstreamId);
    }

    public Attempt ended(Outcome how, @Nullable String errorCode, Instant now) {
        return outcome == Outcome.OPEN
                ? new Attempt(number, pictures, startedAt, now, how, errorCode, status, requestId)
                : this;
    }

    public Attempt failed(UpstreamException failure, Instant now) {
        if (outcome != Outcome.OPEN) {
            return this;
        }
        Outcome how = failure.code().equals("canceled")
                ? Outcome.CANCELED
                : Outcome.valueOf(failure.outcome().name());
        return new Attempt(
                number,
                pictures,
                startedAt,
                now,
                how,
                failure.code(),
                failure.status() == 0 ? status : Integer.valueOf(failure.status()),
                failure.requestId() == null ? requestId : failure.requestId());
    }

    /** Whether it is one of the call whose first picture has this number. */
    public boolean of(int call) {
        return pictures.getFirst() == call;
    }

    /** Whether nothing can have been done for it, so that sending again cannot pay twice. */
    public boolean leftNoTrace() {
        return outcome == Outcome.NOT_SENT || outcome == Outcome.REFUSED;
    }

    public boolean mayBeBilled() {
        return outcome == Outcome.OPEN || outcome == Outcome.UNKNOWN || outcome == Outcome.CANCELED;
    }
}
