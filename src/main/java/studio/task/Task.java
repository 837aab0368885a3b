package studio.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import studio.generation.GenerationJob;
import studio.generation.GenerationRequest;
import studio.generation.Stage;
import studio.upstream.UpstreamException;

/**
 * A generation that somebody asked for, at one moment of its life. Immutable; {@link #transition} is the only way to
 * another state.
 *
 * @param entryId of the gallery entry that a success will have
 * @param requestId of the HTTP request that made it; in every log line of its life
 * @param version grows with each change; the id of the event that told of it
 */
public record Task(
        String id,
        String entryId,
        @Nullable String requestId,
        GenerationRequest request,
        TaskStatus status,
        Stage stage,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String retryOf,
        boolean cancelRequested,
        @Nullable TaskFailure failure,
        @Nullable Long upstreamMs,
        @Nullable Integer candidates,
        List<Attempt> attempts,
        long version) {

    static Task queued(
            String id,
            String entryId,
            @Nullable String requestId,
            GenerationRequest request,
            Instant now,
            @Nullable String retryOf) {
        return new Task(
                id,
                entryId,
                requestId,
                request,
                TaskStatus.QUEUED,
                Stage.QUEUED,
                now,
                null,
                null,
                retryOf,
                false,
                null,
                null,
                null,
                List.of(),
                1);
    }

    /** Moves to another state; empty when this one does not lead there, and the caller has lost the race. */
    Optional<Task> transition(TaskStatus next, Instant now) {
        if (!status.leadsTo(next)) {
            return Optional.empty();
        }
        return Optional.of(changed(draft -> {
            draft.status = next;
            draft.stage = next.firstStage();
            draft.startedAt = next == TaskStatus.RUNNING ? now : startedAt;
            draft.finishedAt = next.terminal() ? now : null;
            draft.cancelRequested = cancelRequested || next == TaskStatus.CANCELED;
        }));
    }

    Task at(Stage next) {
        return changed(draft -> draft.stage = next);
    }

    Task because(TaskFailure why) {
        return changed(draft -> draft.failure = why);
    }

    Task answered(long millis, int count) {
        return changed(draft -> {
            draft.upstreamMs = millis;
            draft.candidates = count;
        });
    }

    Task versioned(long number) {
        return changed(draft -> draft.version = number);
    }

    /** Back to the queue after a restart; its attempts stay. */
    Task requeued(long number) {
        return changed(draft -> {
            draft.status = TaskStatus.QUEUED;
            draft.stage = Stage.QUEUED;
            draft.startedAt = null;
            draft.finishedAt = null;
            draft.cancelRequested = false;
            draft.failure = null;
            draft.version = number;
        });
    }

    private Task with(List<Attempt> attemptsNow) {
        return changed(draft -> draft.attempts = List.copyOf(attemptsNow));
    }

    private Task changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Task(
                id,
                entryId,
                requestId,
                request,
                draft.status,
                draft.stage,
                createdAt,
                draft.startedAt,
                draft.finishedAt,
                retryOf,
                draft.cancelRequested,
                draft.failure,
                draft.upstreamMs,
                draft.candidates,
                draft.attempts,
                draft.version);
    }

    /** The parts of a task that change, on the way from one state to the next. */
    private static final class Draft {
        TaskStatus status;
        Stage stage;

        @Nullable
        Instant startedAt;

        @Nullable
        Instant finishedAt;

        boolean cancelRequested;

        @Nullable
        TaskFailure failure;

        @Nullable
        Long upstreamMs;

        @Nullable
        Integer candidates;

        List<Attempt> attempts;
        long version;

        Draft(Task task) {
            status = task.status;
            stage = task.stage;
            startedAt = task.startedAt;
            finishedAt = task.finishedAt;
            cancelRequested = task.cancelRequested;
            failure = task.failure;
            upstreamMs = task.upstreamMs;
            candidates = task.candidates;
            attempts = task.attempts;
            version = task.version;
        }
    }

    Task attempting(Instant now) {
        List<Attempt> more = new ArrayList<>(attempts);
        more.add(Attempt.open(attempts.size() + 1, now));
        return with(more);
    }

    Task attemptAnswers(int httpStatus, @Nullable String upstreamId) {
        return lastAttempt(last -> last.answering(httpStatus, upstreamId));
    }

    Task attemptFailed(UpstreamException failure, Instant now) {
        return lastAttempt(last -> last.failed(failure, now));
    }

    Task attemptEnded(Attempt.Outcome how, Instant now) {
        return lastAttempt(last -> last.ended(how, null, now));
    }

    private Task lastAttempt(java.util.function.UnaryOperator<Attempt> change) {
        if (attempts.isEmpty()) {
            return this;
        }
        List<Attempt> changed = new ArrayList<>(attempts);
        changed.set(changed.size() - 1, change.apply(changed.getLast()));
        return with(changed);
    }

    /** Whether no try can have been worked on, so that sending (again) cannot pay twice. */
    boolean neverWorkedOn() {
        return attempts.stream()
                .allMatch(a -> a.outcome() == Attempt.Outcome.NOT_SENT || a.outcome() == Attempt.Outcome.REFUSED);
    }

    /**
     * Whether what was received and paid for, if anything, stays for a retry that costs nothing. Only the task that paid
     * keeps links that could not be fetched: when its retry fails as well, they are dead.
     */
    boolean keepsAnswer() {
        if (status != TaskStatus.FAILED || failure == null) {
            return false;
        }
        return switch (failure.code()) {
            case "save_failed", "interrupted", "internal_error" -> true;
            case "download_failed" -> !attempts.isEmpty();
            default -> false;
        };
    }

    boolean mayBeBilled() {
        if (status == TaskStatus.DONE) {
            return true;
        }
        return (failure != null && failure.mayBeBilled()) || attempts.stream().anyMatch(Attempt::mayBeBilled);
    }

    GenerationJob job() {
        return new GenerationJob(id, entryId, request, createdAt);
    }

    /** Whether a restart would have to know of the difference. */
    boolean differsOnDiskFrom(Task before) {
        return status != before.status
                || !attempts.equals(before.attempts)
                || !Objects.equals(failure, before.failure)
                || cancelRequested != before.cancelRequested;
    }
}
