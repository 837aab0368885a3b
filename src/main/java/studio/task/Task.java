package studio.task;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import studio.task.TaskStatus.Stage;
import studio.upstream.UpstreamException;

/**
 * A requested generation at one moment of its life. Immutable; {@link #transition} is the only way to
 * another state.
 *
 * @param entryId of the gallery entry that the first picture will have; see {@link GenerationJob#entryId}. A retry that makes what
 *     is missing has that of the task it makes up for: it names what was received and what is in the gallery
 * @param requestId of the HTTP request that made it; in every log line of its life
 * @param pictures the numbers of the pictures that are in the gallery, from 1, ascending
 * @param saving the calls (by their first picture) whose pictures are being kept this moment, where there are several
 * @param version grows with each change; the id of the event that carried it
 */
@RegisterForReflection // read by Jdbi
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
        List<Integer> pictures,
        Set<Integer> saving,
        long version) {

    public static Task queued(
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
                List.of(),
                Set.of(),
                1);
    }

    /** Makes what is missing beside pictures that exist. */
    public Task beside(List<Integer> existing) {
        return changed(draft -> draft.pictures.addAll(existing));
    }

    /** Moves to another state; empty when this one does not lead there, and the caller has lost the race. */
    public Optional<Task> transition(TaskStatus next, Instant now) {
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

    /** Ends with what it has: done when there is a picture, failed when there is none. */
    public Optional<Task> endedFor(@Nullable TaskFailure why, Instant now) {
        Task reasoned = changed(draft -> draft.failure = why);
        if (pictures.isEmpty()) {
            return reasoned.transition(TaskStatus.FAILED, now);
        }
        Optional<Task> saved =
                status == TaskStatus.RUNNING ? reasoned.transition(TaskStatus.SAVING, now) : Optional.of(reasoned);
        return saved.flatMap(task -> task.transition(TaskStatus.DONE, now));
    }

    /** Ends on request; what was under way may be billed. Empty when pictures are being saved, or it has ended. */
    public Optional<Task> canceled(Instant now) {
        return changed(draft -> {
                    draft.failure = TaskFailure.canceled(mayBeBilled());
                    draft.attempts.replaceAll(attempt -> attempt.ended(Attempt.Outcome.CANCELED, now));
                })
                .transition(TaskStatus.CANCELED, now);
    }

    public Task at(Stage next) {
        return stage == next ? this : changed(draft -> draft.stage = next);
    }

    /** Of several calls the longest time and all candidates. */
    public Task answered(long millis, int count) {
        return changed(draft -> {
            draft.upstreamMs = upstreamMs == null ? millis : Math.max(upstreamMs, millis);
            draft.candidates = (candidates == null ? 0 : candidates) + count;
        });
    }

    /** A picture is in the gallery. */
    public Task kept(int picture) {
        return beside(List.of(picture));
    }

    /**
     * Starts to keep the pictures of a call: from here on it is not canceled; empty when it was.
     *
     * @param alone whether it is the task's only call, so that the whole task is being saved
     */
    public Optional<Task> savingStarts(int call, boolean alone, Instant now) {
        if (alone) {
            return transition(TaskStatus.SAVING, now);
        }
        return cancelRequested ? Optional.empty() : Optional.of(changed(draft -> draft.saving.add(call)));
    }

    public Task savingEnds(int call) {
        return changed(draft -> draft.saving.remove(call));
    }

    /** To be canceled as soon as what is being saved is saved. */
    public Task askedToStop() {
        return changed(draft -> draft.cancelRequested = true);
    }

    /** The numbers of the pictures that are not in the gallery. */
    public List<Integer> missing() {
        return IntStream.rangeClosed(1, request.count())
                .filter(number -> !pictures.contains(number))
                .boxed()
                .toList();
    }

    public Task versioned(long number) {
        return changed(draft -> draft.version = number);
    }

    /** With a request that is the same but for its plan. */
    public Task planned(GenerationRequest planned) {
        return changed(draft -> draft.request = planned);
    }

    /** Back to the queue after a restart, also when another instance has ended it meanwhile; its attempts stay. */
    public Task requeued(long number) {
        return changed(draft -> {
            draft.status = TaskStatus.QUEUED;
            draft.stage = Stage.QUEUED;
            draft.startedAt = null;
            draft.finishedAt = null;
            draft.failure = null;
            draft.cancelRequested = false;
            draft.version = number;
        });
    }

    /** As it is stored, with its attempts. */
    Task with(List<Attempt> stored) {
        return stored.isEmpty() ? this : changed(draft -> draft.attempts.addAll(stored));
    }

    private Task changed(Consumer<TaskDraft> change) {
        TaskDraft draft = new TaskDraft(this);
        change.accept(draft);
        return draft.task();
    }

    /** @param forPictures the numbers of the pictures that the call is for */
    public Task attempting(List<Integer> forPictures, Instant now) {
        return changed(draft -> draft.attempts.add(Attempt.open(attempts.size() + 1, forPictures, now)));
    }

    /** @param call the number of its first picture */
    public Task attemptAnswers(int call, int httpStatus, @Nullable String upstreamId) {
        return lastAttempt(call, last -> last.answering(httpStatus, upstreamId));
    }

    public Task attemptFailed(int call, UpstreamException failure, Instant now) {
        return lastAttempt(call, last -> last.failed(failure, now));
    }

    public Task attemptEnded(int call, Attempt.Outcome how, Instant now) {
        return lastAttempt(call, last -> last.ended(how, now));
    }

    private Task lastAttempt(int call, UnaryOperator<Attempt> change) {
        return changed(draft -> lastOf(call)
                .ifPresent(last -> draft.attempts.set(draft.attempts.lastIndexOf(last), change.apply(last))));
    }

    /** The last try of a call. */
    public Optional<Attempt> lastOf(int call) {
        return attempts.stream().filter(attempt -> attempt.of(call)).reduce((earlier, later) -> later);
    }

    /** Whether no try for a picture can have been worked on, so that asking for it (again) cannot pay twice. */
    public boolean untouched(int picture) {
        return attempts.stream().filter(a -> a.pictures().contains(picture)).allMatch(Attempt::leftNoTrace);
    }

    /** Whether it ended with all that was asked for. */
    public boolean complete() {
        return status == TaskStatus.DONE && missing().isEmpty();
    }

    public boolean mayBeBilled() {
        return status == TaskStatus.DONE
                || (failure != null && failure.mayBeBilled())
                || attempts.stream().anyMatch(Attempt::mayBeBilled);
    }

    /** @param numbers of the pictures that one call is for */
    public GenerationJob job(List<Integer> numbers) {
        return new GenerationJob(id, entryId, request, createdAt, numbers);
    }

    /** Whether a restart would have to know of the difference: a start has its first attempt, saving what was received. */
    public boolean differsOnDiskFrom(Task before) {
        return status.terminal() != before.status.terminal()
                || !Attempt.outcomes(attempts).equals(Attempt.outcomes(before.attempts))
                || !pictures.equals(before.pictures)
                || !Objects.equals(failure, before.failure)
                || cancelRequested != before.cancelRequested;
    }
}
