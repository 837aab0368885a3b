package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.files.Sha256;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.FreeSpace;
import studio.storage.Ids;
import studio.task.GenerationRequest;
import studio.task.Task;
import studio.task.TaskStore;
import studio.task.request.GenerationRequestReader;
import studio.web.RequestId;

/** Accepts a generation: checked, on disk, in the queue. */
@Singleton
public class SubmitTask {
    private static final Logger LOG = Logger.getLogger(SubmitTask.class);
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    private final GenerationRequestReader reader;
    private final TaskStore store;
    private final TaskQueue queue;
    private final LiveTasks tasks;
    private final TaskCosts costs;
    private final Ids ids;
    private final FreeSpace space;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    public SubmitTask(
            GenerationRequestReader reader,
            TaskStore store,
            TaskQueue queue,
            LiveTasks tasks,
            TaskCosts costs,
            Ids ids,
            FreeSpace space) {
        this.reader = reader;
        this.store = store;
        this.queue = queue;
        this.tasks = tasks;
        this.costs = costs;
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
            queue.assertRoom();
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
        String hash = Sha256.hex(digested.getMessageDigest());
        Optional<Task> known = known(idempotencyKey, hash);
        return known.isPresent()
                ? known.get()
                : accept(queued(ids.next(), request, null), new TaskStore.IdempotencyKey(idempotencyKey, hash), true);
    }

    private Optional<Task> known(String key, String hash) {
        Optional<TaskStore.Keyed> keyed = store.findByKey(key);
        if (keyed.isEmpty()) {
            return Optional.empty();
        }
        if (!keyed.get().bodyHash().equals(hash)) {
            throw ProblemException.of(ProblemCode.IDEMPOTENCY_KEY_REUSED);
        }
        String id = keyed.get().taskId();
        return tasks.find(id).map(LiveTask::task).or(() -> store.find(id));
    }

    /** Accepts a request that was accepted before, for other pictures. */
    public Task again(Task earlier) {
        return accept(queued(ids.next(), earlier.request(), earlier.id()), null, true);
    }

    /**
     * Accepts what is missing of an earlier task.
     *
     * @param existing the pictures that are not made again
     * @param answered whether what was paid for waits to be saved: no budget stands in its way, and the rest asks before it is sent
     */
    public Task missing(Task earlier, List<Integer> existing, boolean answered) {
        Task task = queued(earlier.entryId(), earlier.request(), earlier.id()).beside(existing);
        return accept(task, null, !answered);
    }

    private Task queued(String entryId, GenerationRequest request, @Nullable String retryOf) {
        return Task.queued(ids.next(), entryId, RequestId.current(), request, clock.instant(), retryOf);
    }

    private Task accept(Task task, TaskStore.@Nullable IdempotencyKey key, boolean reserve) {
        queue.reserve();
        boolean accepted = false;
        try {
            if (reserve) {
                costs.reserve(task);
            }
            if (!tasks.add(task, () -> store.insert(task, key)) && key != null) {
                // Somebody with the same key was faster by a moment.
                return known(key.key(), key.bodyHash()).orElse(task);
            }
            accepted = true;
            queue.add(task.id());
            LOG.infof("Task %s is accepted", task.id());
            return task;
        } finally {
            if (!accepted) {
                costs.release(task.id());
                queue.release();
            }
        }
    }
}
