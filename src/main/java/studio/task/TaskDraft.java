package studio.task;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of a task that change, on the way from one state to the next. */
final class TaskDraft {
    private final Task before;

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
    List<Integer> pictures;
    Set<Integer> saving;
    long version;

    TaskDraft(Task task) {
        before = task;
        status = task.status();
        stage = task.stage();
        startedAt = task.startedAt();
        finishedAt = task.finishedAt();
        cancelRequested = task.cancelRequested();
        failure = task.failure();
        upstreamMs = task.upstreamMs();
        candidates = task.candidates();
        attempts = task.attempts();
        pictures = task.pictures();
        saving = task.saving();
        version = task.version();
    }

    Task task() {
        return new Task(
                before.id(),
                before.entryId(),
                before.requestId(),
                before.request(),
                status,
                stage,
                before.createdAt(),
                startedAt,
                finishedAt,
                before.retryOf(),
                cancelRequested,
                failure,
                upstreamMs,
                candidates,
                attempts,
                pictures,
                saving,
                version);
    }
}
