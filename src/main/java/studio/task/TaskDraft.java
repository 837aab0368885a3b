package studio.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import studio.task.TaskStatus.Stage;

/** The parts of a task that change, on the way from one state to the next. */
final class TaskDraft {
    private final Task before;

    GenerationRequest request;
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

    final List<Attempt> attempts;
    final SortedSet<Integer> pictures;
    final Set<Integer> saving;
    long version;

    TaskDraft(Task task) {
        before = task;
        request = task.request();
        status = task.status();
        stage = task.stage();
        startedAt = task.startedAt();
        finishedAt = task.finishedAt();
        cancelRequested = task.cancelRequested();
        failure = task.failure();
        upstreamMs = task.upstreamMs();
        candidates = task.candidates();
        attempts = new ArrayList<>(task.attempts());
        pictures = new TreeSet<>(task.pictures());
        saving = new HashSet<>(task.saving());
        version = task.version();
    }

    Task task() {
        return new Task(
                before.id(),
                before.entryId(),
                before.requestId(),
                request,
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
                List.copyOf(attempts),
                List.copyOf(pictures),
                Set.copyOf(saving),
                version);
    }
}
