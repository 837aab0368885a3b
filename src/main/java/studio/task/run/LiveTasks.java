package studio.task.run;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.storage.Transactions;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.task.TaskStore;

/**
 * The tasks that have not ended, and the one place where a task changes: under its lock, compared and set in the database.
 * Whoever listens hears of it after the commit, from the {@link TaskListener}, and can neither delay nor fail the change.
 */
@Singleton
public class LiveTasks {
    private static final Logger LOG = Logger.getLogger(LiveTasks.class);

    private final ConcurrentHashMap<String, LiveTask> live = new ConcurrentHashMap<>();
    private final TaskStore store;
    private final Transactions transactions;
    private volatile @Nullable TaskListener listener;
    private final TaskQueue queue;
    private final TaskCosts costs;
    private final TaskMetrics metrics;
    private final TaskTraces traces;

    public LiveTasks(
            TaskStore store,
            Transactions transactions,
            TaskQueue queue,
            TaskCosts costs,
            TaskMetrics metrics,
            TaskTraces traces) {
        this.store = store;
        this.transactions = transactions;
        this.queue = queue;
        this.costs = costs;
        this.metrics = metrics;
        this.traces = traces;
    }

    /**
     * Takes in a new task. Whoever finds it meanwhile and wants to change it waits until it is on disk.
     *
     * @param write puts it on disk and returns the number of the change; 0 or a failure: it is no task of anybody
     */
    public boolean add(Task task, LongSupplier write) {
        LiveTask added = new LiveTask(task);
        added.lock().lock();
        long change = 0;
        try {
            live.put(task.id(), added);
            change = saved(task, write);
            added.isOnDisk(task, change);
            return change > 0;
        } finally {
            if (change == 0) {
                live.remove(task.id());
            }
            added.lock().unlock();
        }
    }

    /** Listeners hear of changes in the order of their commits. */
    private long saved(Task task, LongSupplier write) {
        return transactions.write(() -> {
            long change = write.getAsLong();
            if (change > 0) {
                transactions.afterCommit(() -> tell(heard -> heard.changed(task, change)));
            }
            return change;
        });
    }

    /** The one that passes changes on; from its start on. */
    public void tellOf(TaskListener newListener) {
        listener = newListener;
    }

    private void tell(Consumer<TaskListener> news) {
        TaskListener heard = listener;
        if (heard != null) {
            news.accept(heard);
        }
    }

    /** Waits until listeners have all that was told, and not longer. */
    void settle(Duration limit) throws InterruptedException {
        TaskListener heard = listener;
        if (heard != null) {
            heard.settle(limit);
        }
    }

    public Optional<LiveTask> find(String id) {
        return Optional.ofNullable(live.get(id));
    }

    /** The unfinished task that makes these pictures; there is at most one. */
    public Optional<LiveTask> ofEntry(String entryId) {
        return live.values().stream()
                .filter(one -> one.task().entryId().equals(entryId)
                        && !one.task().status().terminal())
                .findFirst();
    }

    /** The unfinished task that makes up for an ended one. */
    public Optional<LiveTask> retryOf(String id) {
        return live.values().stream()
                .filter(one ->
                        id.equals(one.task().retryOf()) && !one.task().status().terminal())
                .findFirst();
    }

    public Collection<LiveTask> all() {
        return List.copyOf(live.values());
    }

    public boolean change(LiveTask one, Function<Task, Optional<Task>> step) {
        return change(one, step, () -> {});
    }

    /**
     * Changes a task.
     *
     * @param step gives the next state, or empty when the task is not in a state to be changed so
     * @param alongside runs in the same transaction when the change has to be on disk
     * @return whether it was changed; false: somebody else was first
     * @throws RuntimeException when it could not be written; then nothing has changed
     */
    public boolean change(LiveTask one, Function<Task, Optional<Task>> step, Runnable alongside) {
        return changed(one, step, next -> {
            if (next.differsOnDiskFrom(one.saved())) {
                save(one, next, alongside);
            } else {
                tell(heard -> heard.changed(next, one.change()));
            }
        });
    }

    /**
     * Changes a task in memory only: what is worth to be seen and not worth to be waited for. The next {@link #change} writes
     * it along. Never fails.
     */
    public boolean note(LiveTask one, Function<Task, Optional<Task>> step) {
        return changed(one, step, next -> tell(heard -> heard.changed(next, one.change())));
    }

    private boolean changed(LiveTask one, Function<Task, Optional<Task>> step, Consumer<Task> keep) {
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
            keep.accept(after);
            one.become(after);
        } finally {
            one.lock().unlock();
        }
        if (after.status().terminal()) {
            ended(one, after);
        }
        return true;
    }

    private void save(LiveTask one, Task after, Runnable alongside) {
        Task before = one.saved();
        long change = saved(after, () -> {
            alongside.run();
            long number = store.replace(before, after);
            if (number == 0) {
                throw new IllegalStateException("Task " + before.id() + " was changed behind the server's back");
            }
            return number;
        });
        one.isOnDisk(after, change);
    }

    /** Gives back what the task held, first; what only counts it may fail. */
    private void ended(LiveTask one, Task after) {
        live.remove(after.id());
        queue.release();
        costs.release(after.id());
        one.end().complete(after);
        try {
            metrics.ended(after);
            traces.ended(after);
        } catch (RuntimeException e) {
            LOG.warnf(e, "Task %s has ended and is missing in the figures", after.id());
        }
    }

    /** With pictures missing that were not given up by a cancel. */
    private static boolean endsShort(Task task) {
        return task.status().terminal()
                && task.status() != TaskStatus.CANCELED
                && !task.missing().isEmpty();
    }

    /** An unfinished picture can be looked at; nothing of the task changes. */
    public void show(LiveTask one, Partial partial) {
        one.lock().lock();
        try {
            if (!one.task().cancelRequested()) {
                one.show(partial);
                tell(heard -> heard.partial(one.task().id(), partial));
            }
        } finally {
            one.lock().unlock();
        }
    }
}
