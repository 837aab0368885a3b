package studio.task;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task as its table holds it.
 *
 * @param pictures their numbers: {@code 1,2,5}
 * @param request as JSON
 * @param failure as JSON
 * @param changeSeq the number of its newest change
 */
@RegisterForReflection
public record TaskRow(
        String id,
        String entryId,
        @Nullable String requestId,
        TaskStatus status,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String retryOf,
        boolean cancelRequested,
        long version,
        @Nullable Long upstreamMs,
        @Nullable Integer candidates,
        String pictures,
        String request,
        @Nullable String failure,
        String configId,
        String model,
        long changeSeq) {

    /** A try of a task as its table holds it. */
    @RegisterForReflection
    public record AttemptRow(
            String taskId,
            int number,
            String pictures,
            Instant startedAt,
            @Nullable Instant finishedAt,
            Attempt.Outcome outcome,
            @Nullable String code,
            @Nullable Integer status,
            @Nullable String requestId) {}
}
