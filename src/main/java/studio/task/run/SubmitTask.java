package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.files.Sha256;
import studio.gallery.Gallery;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.FreeSpace;
import studio.storage.Ids;
import studio.task.GenerationJob;
import studio.task.GenerationRequest;
import studio.task.Task;
import studio.task.TaskStore;
import studio.task.TaskStore.IdempotencyKey;
import studio.task.answer.JobFolders;
import studio.task.request.GenerationRequestReader;
import studio.task.request.PlanRequest;
import studio.web.RequestId;

/** Accepts tasks, of a new request or in place of one that ended: checked, on disk, in the queue. */
@Singleton
public class SubmitTask {
    private static final Logger LOG = Logger.getLogger(SubmitTask.class);
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    private final GenerationRequestReader reader;
    private final PlanRequest planRequest;
    private final TaskStore store;
    private final TaskDispatch dispatch;
    private final LiveTasks tasks;
    private final TaskCosts costs;
    private final Gallery gallery;
    private final JobFolders folders;
    private final Ids ids;
    private final FreeSpace space;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    public SubmitTask(
            GenerationRequestReader reader,
            PlanRequest planRequest,
            TaskStore store,
            TaskDispatch dispatch,
            LiveTasks tasks,
            TaskCosts costs,
            Gallery gallery,
            JobFolders folders,
            Ids ids,
            FreeSpace space) {
        this.reader = reader;
        this.planRequest = planRequest;
        this.store = store;
        this.dispatch = dispatch;
        this.tasks = tasks;
        this.costs = costs;
        this.gallery = gallery;
        this.folders = folders;
        this.ids = ids;
        this.space = space;
    }

    /**
     * Reads the body and accepts the task.
     *
     * @param idempotencyKey the same key with the same body gives the same task again
     * @throws ProblemException 400, 404, 413 for the body; 422 for a key that stands for another body; 429 when full;
     *     507 when the disk is
     */
    public Task submit(InputStream body, @Nullable String idempotencyKey) throws IOException {
        if (idempotencyKey == null) {
            space.assertEnough();
            dispatch.assertRoom();
            return accept(queued(ids.next(), reader.read(body), null), null, true);
        }
        if (!KEY.matcher(idempotencyKey).matches()) {
            throw ProblemException.wrong("Idempotency-Key", Message.of("task.idempotency_key_form"));
        }
        if (store.findByKey(idempotencyKey).isEmpty()) {
            space.assertEnough();
        }
        DigestInputStream digested = new DigestInputStream(body, Sha256.start());
        GenerationRequest request = reader.read(digested);
        IdempotencyKey key = new IdempotencyKey(idempotencyKey, Sha256.hex(digested.getMessageDigest()));
        Optional<Task> known = known(key);
        return known.isPresent() ? known.get() : accept(queued(ids.next(), request, null), key, true);
    }

    private Optional<Task> known(IdempotencyKey key) {
        Optional<TaskStore.Keyed> keyed = store.findByKey(key.key());
        if (keyed.isEmpty()) {
            return Optional.empty();
        }
        if (!keyed.get().bodyHash().equals(key.bodyHash())) {
            throw ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_REUSED);
        }
        String id = keyed.get().taskId();
        return tasks.find(id).map(LiveTask::task).or(() -> store.find(id));
    }

    /**
     * Makes a new task of one that ended. It makes what is missing, under the identity of the pictures: what was received and kept
     * for them is used first, and what any task of theirs has made, or the gallery holds, in the trash too, is not made again. While
     * such a task has not ended it is returned again, and when nothing is missing the one that ended well, so that pressing twice is
     * not paid twice. Of a task that has made all it was for, other pictures are made.
     *
     * @throws ProblemException 404 when unknown, 409 while it has not ended, 429 when the queue is full
     */
    public Task retry(String id) {
        Task earlier = ended(id);
        // Planned, which may wait for the upstream, only when there is something to make, and without the lock.
        return retried(earlier, null).orElseGet(() -> retried(earlier, planRequest.planned(earlier.request()))
                .orElseThrow());
    }

    /** @param request of a new task; null: none is made, and empty is returned where one is needed */
    private Optional<Task> retried(Task earlier, @Nullable GenerationRequest request) {
        // Two retries at once would not see each other.
        return dispatch.alone(() -> {
            Optional<Task> underWay = tasks.ofEntry(earlier.entryId())
                    .or(() -> tasks.retryOf(earlier.id()))
                    .map(LiveTask::task)
                    .or(() -> store.making(earlier));
            if (underWay.isPresent()) {
                return underWay;
            }
            List<Task> all = store.ofEntry(earlier.entryId());
            List<Integer> existing = existing(earlier, all);
            // Of a task that has saved everything, pictures beyond those asked for included, the folder is about to be
            // removed.
            boolean answered = all.stream().noneMatch(task -> task.complete() && task.failure() == null)
                    && folders.seemsToHoldAnswer(earlier.entryId());
            boolean missing = answered || !earlier.beside(existing).missing().isEmpty();
            Optional<Task> complete = missing || earlier.complete()
                    ? Optional.empty()
                    : all.stream().filter(Task::complete).findFirst();
            if (request == null || complete.isPresent()) {
                return complete;
            }
            return Optional.of(
                    missing || !earlier.complete()
                            ? missing(earlier, request, existing, answered)
                            : accept(queued(ids.next(), request, earlier.id()), null, true));
        });
    }

    private Task ended(String id) {
        // Readers may know of its end a moment before it is no live task any more.
        if (tasks.find(id).filter(live -> !live.ended()).isPresent()) {
            throw ProblemException.of(ProblemCode.TASK_NOT_FINISHED);
        }
        Task earlier = store.find(id).orElseThrow(() -> ProblemException.of(ProblemCode.TASK_NOT_FOUND));
        if (earlier.request().prompt().isEmpty()
                && earlier.request().references().isEmpty()) {
            throw ProblemException.of(ProblemCode.REQUEST_UNKNOWN);
        }
        if (!earlier.status().terminal()) {
            throw ProblemException.of(ProblemCode.TASK_NOT_FINISHED);
        }
        return earlier;
    }

    private List<Integer> existing(Task earlier, List<Task> all) {
        SortedSet<Integer> numbers = new TreeSet<>();
        all.forEach(task -> numbers.addAll(task.pictures()));
        for (int number = 1; number <= earlier.request().count(); number++) {
            if (gallery.exists(GenerationJob.entryId(earlier.entryId(), number))) {
                numbers.add(number);
            }
        }
        return List.copyOf(numbers);
    }

    /** @param answered whether what was paid for waits to be saved: no budget stands in its way, and the rest asks before it is sent */
    private Task missing(Task earlier, GenerationRequest request, List<Integer> existing, boolean answered) {
        return accept(queued(earlier.entryId(), request, earlier.id()).beside(existing), null, !answered);
    }

    private Task queued(String entryId, GenerationRequest request, @Nullable String retryOf) {
        return Task.queued(ids.next(), entryId, RequestId.current(), request, clock.instant(), retryOf);
    }

    private Task accept(Task task, @Nullable IdempotencyKey key, boolean reserve) {
        boolean accepted = false;
        try {
            accepted = dispatch.accept(
                    task,
                    () -> {
                        if (reserve) {
                            costs.reserve(task);
                        }
                    },
                    () -> store.insert(task, key));
        } finally {
            if (!accepted) {
                costs.release(task.id());
            }
        }
        if (!accepted && key != null) {
            // Another request with the same key was faster by a moment.
            return known(key).orElse(task);
        }
        LOG.infof("Task %s is accepted", task.id());
        return task;
    }
}
