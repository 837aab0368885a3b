package studio.task.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.task.TaskStore;
import studio.task.run.LiveTasks.Partial;

/** A task that has not ended, in memory: its newest state, what of it is on disk, and how to stop it. Its monitor guards its changes. */
public final class LiveTask {
    private final CompletableFuture<Task> end = new CompletableFuture<>();
    private final Map<Integer, Runnable> closes = new HashMap<>();
    private final Set<Thread> workers = new HashSet<>();
    private volatile Task task;
    private volatile Task saved;
    private volatile long change;
    private volatile @Nullable Partial partial;
    private volatile boolean left;
    private volatile boolean lost;

    public LiveTask(Task task) {
        this.task = task;
        this.saved = task;
    }

    public Task task() {
        return task;
    }

    /** The newest state that is on disk. */
    Task saved() {
        return saved;
    }

    /** The number of the newest change that is on disk; see {@link TaskStore.Changed}. */
    public long change() {
        return change;
    }

    /** Completed with the task as it ended, without its monitor. */
    public CompletableFuture<Task> end() {
        return end;
    }

    /** Whether a worker has started it: one that starts it at this moment is waited for. */
    synchronized boolean started() {
        return task.status() != TaskStatus.QUEUED;
    }

    /** Whether it has ended: a change at this moment is waited for. */
    synchronized boolean ended() {
        return task.status().terminal();
    }

    /**
     * The server shuts down, and what the task has received is for the next start: that it cannot be kept while everything is
     * being closed is no end of it.
     */
    void leaveToNextStart() {
        left = true;
    }

    boolean leftToNextStart() {
        return left;
    }

    /** It is another instance's now: nothing changes it here any more. */
    void lose() {
        lost = true;
    }

    boolean lost() {
        return lost;
    }

    /** Called with its monitor. */
    void become(Task next) {
        task = next;
    }

    /** Called with its monitor, after the commit. */
    void isOnDisk(Task now, long number) {
        saved = now;
        change = number;
    }

    void show(Partial newest) {
        partial = newest;
    }

    /** The newest unfinished picture; null when there is none, or it is of another call. */
    public @Nullable Partial partial(int call) {
        Partial newest = partial;
        return newest != null && newest.call() == call ? newest : null;
    }

    /** A thread that is interrupted when the task is stopped. */
    synchronized void workedOnBy(Thread thread) {
        workers.add(thread);
    }

    /** From here on stopping the task does not disturb the thread, nor what its call had to be closed with. */
    synchronized void leaves(Thread thread, int call) {
        workers.remove(thread);
        closes.remove(call);
    }

    /** @param call the call whose exchange the action closes; it replaces the one before */
    void closeWith(int call, Runnable action) {
        boolean late;
        synchronized (this) {
            closes.put(call, action);
            late = task.cancelRequested();
        }
        if (late) {
            action.run();
        }
    }

    /** Closes the exchanges under way and wakes the workers. */
    void stop() {
        List<Runnable> actions;
        synchronized (this) {
            actions = List.copyOf(closes.values());
            // With the monitor: a worker that has left is already clearing up, or about the next task.
            workers.forEach(Thread::interrupt);
        }
        actions.forEach(Runnable::run);
    }
}
