package studio.task;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import studio.storage.Transactions;

/**
 * The tasks that have not ended, and the one place where a task changes: under its lock, compared and set in the database,
 * then told to everyone who listens.
 */
@Singleton
class LiveTasks {
    private final ConcurrentHashMap<String, LiveTask> live = new ConcurrentHashMap<>();
    private final TaskStore store;
    private final Transactions transactions;
    private final TaskFeed feed;
    private final TaskQueue queue;
    private final TaskCosts costs;
    private final TaskMetrics metrics;
    private final TaskTraces traces;

    LiveTasks(
            TaskStore store,
            Transactions transactions,
            TaskFeed feed,
            TaskQueue queue,
            TaskCosts costs,
            TaskMetrics metrics,
            TaskTraces traces) {
        this.store = store;
        this.transactions = transactions;
        this.feed = feed;
        this.queue = queue;
        this.costs = costs;
        this.metrics = metrics;
        this.traces = traces;
    }

    /**
     * Takes in a new task. Whoever finds it meanwhile and wants to change it waits until it is on disk.
     *
     * @param write puts it on disk; false or a failure: it is no task of anybody
     */
    boolean add(Task task, BooleanSupplier write) {
        LiveTask added = new LiveTask(task);
        added.lock().lock();
        boolean written = false;
        try {
            live.put(task.id(), added);
            written = write.getAsBoolean();
            if (written) {
                feed.publish(task);
            }
            return written;
        } finally {
            if (!written) {
                live.remove(task.id());
            }
            added.lock().unlock();
        }
    }

    Optional<LiveTask> find(String id) {
        return Optional.ofNullable(live.get(id));
    }

    /** The unfinished task that makes up for an ended one. */
    Optional<LiveTask> retryOf(String id) {
        return live.values().stream()
                .filter(one ->
                        id.equals(one.task().retryOf()) && !one.task().status().terminal())
                .findFirst();
    }

    Collection<LiveTask> all() {
        return List.copyOf(live.values());
    }

    boolean change(LiveTask one, Function<Task, Optional<Task>> step) {
        return change(one, step, () -> {});
    }

    /**
     * Changes a task.
     *
     * @param step gives the next state, or empty when the task is not in a state to be changed so
     * @param alongside runs in the same transaction when the change has to be on disk
     * @return whether it was changed; false: somebody else was first
     */
    boolean change(LiveTask one, Function<Task, Optional<Task>> step, Runnable alongside) {
        Task after;
        one.lock().lock();
        try {
            Task before = one.task();
            if (before.status().terminal()) {
                return false;
            }
            Optional<Task> next = step.apply(before);
            if (next.isEmpty() || (one.leftToNextStart() && endsShort(next.get()))) {
                return false;
            }
            after = next.get().versioned(before.version() + 1);
            if (after.differsOnDiskFrom(before)) {
                save(before, after, alongside);
            }
            one.become(after);
            feed.publish(after);
        } finally {
            one.lock().unlock();
        }
        if (after.status().terminal()) {
            feed.remember(one);
            live.remove(after.id());
            queue.release();
            costs.release(after.id());
            metrics.ended(after);
            traces.ended(after);
            one.end().complete(after);
        }
        return true;
    }

    /** With pictures missing that were not given up by a cancel. */
    private static boolean endsShort(Task task) {
        return task.status().terminal()
                && task.status() != TaskStatus.CANCELED
                && !task.missing().isEmpty();
    }

    /** An unfinished picture can be looked at; nothing of the task changes. */
    void show(LiveTask one, Partial partial) {
        one.lock().lock();
        try {
            if (!one.task().cancelRequested()) {
                one.show(partial);
                feed.publish(one.task().id(), partial);
            }
        } finally {
            one.lock().unlock();
        }
    }

    private void save(Task before, Task after, Runnable alongside) {
        transactions.run(() -> {
            alongside.run();
            if (!store.replace(before, after)) {
                throw new IllegalStateException("Task " + before.id() + " was changed behind the server's back");
            }
        });
    }
}
