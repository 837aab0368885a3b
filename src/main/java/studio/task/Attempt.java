package studio.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.upstream.FailureCode;
import studio.upstream.UpstreamException;

/**
 * One request to an upstream for pictures of a task.
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

    /** How an attempt ended; {@link #OPEN} while it runs, and for ever when the server died meanwhile. */
    @Schema(name = "AttemptOutcome")
    public enum Outcome {
        OPEN,
        DONE,
        NOT_SENT,
        REFUSED,
        UNKNOWN,
        FINAL,
        CANCELED;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Attempt open(int number, List<Integer> pictures, Instant now) {
        return new Attempt(number, pictures, now, null, Outcome.OPEN, null, null, null);
    }

    Attempt answering(int httpStatus, @Nullable String upstreamId) {
        return new Attempt(number, pictures, startedAt, finishedAt, outcome, code, httpStatus, upstreamId);
    }

    /** Ends it, unless it has ended. */
    Attempt ended(Outcome how, Instant now) {
        return ended(how, null, status, requestId, now);
    }

    /** Ends it with what the upstream answered, unless it has ended. */
    Attempt failed(UpstreamException failure, Instant now) {
        return ended(
                failure.failure() == FailureCode.CANCELED
                        ? Outcome.CANCELED
                        : Outcome.valueOf(failure.outcome().name()),
                failure.code(),
                failure.status() == 0 ? status : Integer.valueOf(failure.status()),
                failure.requestId() == null ? requestId : failure.requestId(),
                now);
    }

    private Attempt ended(
            Outcome how, @Nullable String why, @Nullable Integer httpStatus, @Nullable String upstreamId, Instant now) {
        return outcome == Outcome.OPEN
                ? new Attempt(number, pictures, startedAt, now, how, why, httpStatus, upstreamId)
                : this;
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

    static List<Outcome> outcomes(List<Attempt> attempts) {
        return attempts.stream().map(Attempt::outcome).toList();
    }
}
