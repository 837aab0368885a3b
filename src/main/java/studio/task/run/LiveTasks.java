package studio.task.run;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import studio.storage.Transactions;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.task.TaskStore;

/**
 * The tasks that have not ended, and the one place where a task changes: with its monitor, compared and set in the database.
 * The {@link Listener} is called after the commit and can neither delay nor fail the change.
 */
@Singleton
public class LiveTasks {
    private static final Logger LOG = Logger.getLogger(LiveTasks.class);

    /**
     * The newest unfinished picture of a call, shown until the real one is there.
     *
     * @param call the number of the call's first picture
     * @param index which preview it is, from 0
     */
    public record Partial(int call, int index, Path file) {}

    /**
     * Receives changes of tasks, once {@link #find} gives the new state. It is called with the task's monitor: it never blocks, and
     * never fails.
     */
    public interface Listener {

        /** @param change the number of the newest change on disk; see {@link TaskStore.Changed} */
        void changed(Task task, long change);

        /** An unfinished picture can be looked at. */
        default void partial(String taskId, Partial partial) {}

        /** Waits until all that was received has been passed on, at most that long. */
        default void settle(Duration limit) throws InterruptedException {}
    }

    private final ConcurrentHashMap<String, LiveTask> live = new ConcurrentHashMap<>();
    private final SaveTask saves;
    private final Transactions transactions;
    private final TaskCosts costs;
    private final TaskTelemetry telemetry;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> whenEnded = id -> {};

    public LiveTasks(TaskStore store, Transactions transactions, TaskCosts costs, TaskTelemetry telemetry) {
        this.saves = new SaveTask(store);
        this.transactions = transactions;
        this.costs = costs;
        this.telemetry = telemetry;
    }

    /** One that passes changes on; from its start on. */
    public void tellOf(Listener newListener) {
        listeners.add(newListener);
    }

    /** @param freed called with the id of each task that has ended, or is not this process' any more; it never fails */
    void whenEnded(Consumer<String> freed) {
        whenEnded = freed;
    }

    private void tell(Consumer<Listener> news) {
        listeners.forEach(news);
    }

    /** Waits until the listener has passed on what it received, at most that long. */
    void settle(Duration limit) throws InterruptedException {
        for (Listener listener : listeners) {
            listener.settle(limit);
        }
    }

    public Optional<LiveTask> find(String id) {
        return Optional.ofNullable(live.get(id));
    }

    public Collection<LiveTask> all() {
        return List.copyOf(live.values());
    }

    /** The unfinished task that makes these pictures; there is at most one. */
    Optional<LiveTask> ofEntry(String entryId) {
        return unfinished(task -> task.entryId().equals(entryId));
    }

    /** The unfinished task that makes up for an ended one. */
    Optional<LiveTask> retryOf(String id) {
        return unfinished(task -> id.equals(task.retryOf()));
    }

    private Optional<LiveTask> unfinished(Predicate<Task> which) {
        return live.values().stream()
                .filter(one -> which.test(one.task()) && !one.ended())
                .findFirst();
    }

    /**
     * Takes in a new task. A thread that finds it meanwhile and wants to change it waits until it is on disk.
     *
     * @param write puts it on disk and returns the number of the change; 0 or a failure: the task does not exist
     */
    public boolean add(Task task, LongSupplier write) {
        LiveTask added = new LiveTask(task);
        long change = 0;
        synchronized (added) {
            try {
                live.put(task.id(), added);
                change = save(added, task, write);
                return change > 0;
            } finally {
                if (change == 0) {
                    live.remove(task.id());
                }
            }
        }
    }

    /** The listener receives changes in the order of their commits. */
    private long save(LiveTask one, Task after, LongSupplier write) {
        return transactions.write(() -> {
            long change = write.getAsLong();
            if (change > 0) {
                transactions.afterCommit(() -> {
                    one.isOnDisk(after, change);
                    become(one, after);
                });
            }
            return change;
        });
    }

    private void become(LiveTask one, Task after) {
        one.become(after);
        tell(to -> to.changed(after, one.change()));
    }

    public boolean change(LiveTask one, Function<Task, Optional<Task>> step) {
        return change(one, step, () -> {});
    }

    /**
     * Changes a task.
     *
     * @param step gives the next state, or empty when the task is not in a state to be changed so
     * @param alongside runs in the same transaction when the change has to be on disk
     * @return whether it was changed; false: another thread was first
     * @throws RuntimeException when it could not be written; then nothing has changed
     */
    boolean change(LiveTask one, Function<Task, Optional<Task>> step, Runnable alongside) {
        return changed(one, step, next -> {
            if (next.differsOnDiskFrom(one.saved())) {
                replace(one, next, alongside);
            } else {
                become(one, next);
            }
        });
    }

    /**
     * Changes a task in memory only: what is worth to be seen and not worth to be waited for. The next {@link #change} writes
     * it along. Never fails.
     */
    void note(LiveTask one, UnaryOperator<Task> step) {
        changed(
                one,
                before -> Optional.of(step.apply(before)).filter(next -> !next.equals(before)),
                next -> become(one, next));
    }

    private boolean changed(LiveTask one, Function<Task, Optional<Task>> step, Consumer<Task> keep) {
        Task after;
        synchronized (one) {
            Task before = one.task();
            Optional<Task> next = before.status().terminal() ? Optional.empty() : step.apply(before);
            if (next.isEmpty() || one.lost() || (one.leftToNextStart() && endsShort(next.get()))) {
                return false;
            }
            after = next.get().versioned(before.version() + 1);
            try {
                keep.accept(after);
            } catch (TakenOverException e) {
                if (e.byAnother()) {
                    lose(one);
                }
                return false;
            }
            after = one.task();
        }
        if (after.status().terminal()) {
            ended(one, after);
        }
        return true;
    }

    private void replace(LiveTask one, Task after, Runnable alongside) {
        transactions.write(() -> {
            SaveTask.Saved saved = saves.replace(one.saved(), after);
            if (!saved.repeated()) {
                alongside.run();
            }
            transactions.afterCommit(() -> {
                one.isOnDisk(saved.task(), saved.change());
                become(one, saved.task());
            });
            return saved;
        });
    }

    /** The task is another instance's now, which this one has seemed dead to: its work ends here, and changes nothing. */
    private void lose(LiveTask one) {
        String id = one.task().id();
        LOG.warnf("Task %s was taken over by another instance; it is left to that", id);
        one.lose();
        live.remove(id, one);
        whenEnded.accept(id);
    }

    /** Gives back what the task held, first; what only counts it may fail. */
    private void ended(LiveTask one, Task after) {
        live.remove(after.id());
        whenEnded.accept(after.id());
        costs.release(after.id());
        one.end().complete(after);
        try {
            telemetry.ended(after);
        } catch (RuntimeException e) {
            LOG.warnf(e, "Task %s has ended and is missing in the figures", after.id());
        }
    }

    /** With pictures missing that were not abandoned by a cancel. */
    private static boolean endsShort(Task task) {
        return task.status().terminal()
                && task.status() != TaskStatus.CANCELED
                && !task.missing().isEmpty();
    }

    /** An unfinished picture can be looked at; nothing of the task changes. */
    void show(LiveTask one, Partial partial) {
        synchronized (one) {
            if (!one.task().cancelRequested()) {
                one.show(partial);
                tell(to -> to.partial(one.task().id(), partial));
            }
        }
    }
}
