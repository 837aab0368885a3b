package studio.task;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where tasks are kept. Every method joins the transaction under way. */
public interface TaskStore {
    /** The readable copy in the data folder, which an earlier server would have written. */
    String MIRROR = "tasks.json";

    /** A client's promise that two requests with the same key are one. */
    @RegisterForReflection
    record IdempotencyKey(String key, String bodyHash) {}

    /**
     * A task with the number of its newest change. Numbers rise in the order of commits, over all tasks and restarts.
     */
    record Changed(Task task, long change) {}

    /** @return the number of this change; 0 when the key is taken, and nothing is inserted */
    long insert(Task task, @Nullable IdempotencyKey key);

    /**
     * @return the number of this change; 0 when the task is not as {@code before} any more, or another instance works on it: nothing
     *     is replaced then
     */
    long replace(Task before, Task after);

    /** As {@link #replace}, whoever has worked on it: from now on this instance does. */
    long takeOver(Task before, Task after);

    /** As {@link #replace}, whoever has worked on it: from now on nobody does. */
    long release(Task before, Task after);

    /** The number of the newest change of all. */
    long lastChange();

    /** Tasks whose newest change came later, in the order of changes. */
    List<Changed> changedAfter(long change, int limit);

    Optional<Task> find(String id);

    /** Tasks that make the same pictures: one and its retries, newest first. */
    List<Task> ofEntry(String entryId);

    /** The task that a key stands for. */
    Optional<Keyed> findByKey(String key);

    @RegisterForReflection
    record Keyed(String bodyHash, String taskId) {}

    /** Newest first. */
    List<Task> list(int limit, TaskFilter filter);

    /** How long a task took from its start to its last picture. */
    record Past(GenerationRequest request, Duration took) {}

    /** Of tasks that are done and were sent, newest first. */
    List<Past> past(String configId, String model, int limit);

    /** All that have not ended: those that have started, oldest first, then those that wait, in the order of the queue. */
    List<Task> unfinished();

    /** As {@link #unfinished}, those alone that this instance works on. */
    List<Task> own();

    /**
     * Who works on a task.
     *
     * @param owner the id of an instance; null: nobody yet
     * @param cancelAsked somebody wants it stopped
     */
    record Claimed(Task task, @Nullable String owner, boolean cancelAsked) {}

    Optional<Claimed> claimed(String id);

    /** The task that has not ended and makes the pictures of an ended one, or makes up for it. */
    Optional<Task> making(Task ended);

    /** Forgets tasks that ended before the time; returns the {@code entryId} of each. */
    List<String> expire(Instant endedBefore, int limit);

    /** Whether a task or gallery entry still refers to the reference picture. */
    boolean needsReference(String sha256);
}
