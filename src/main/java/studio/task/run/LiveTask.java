package studio.task.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.task.TaskStore;

/** A task that has not ended, in memory: its newest state, what of it is on disk, and the way to stop it. */
public final class LiveTask {
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Task> end = new CompletableFuture<>();
    private volatile Task task;
    private volatile Task saved;
    private volatile long change;
    private final Map<Integer, Runnable> closes = new HashMap<>();
    private final Set<Thread> workers = new HashSet<>();
    private volatile @Nullable Partial partial;
    private volatile boolean left;

    public LiveTask(Task task) {
        this.task = task;
        this.saved = task;
    }

    public ReentrantLock lock() {
        return lock;
    }

    public Task task() {
        return task;
    }

    /** The newest state that is on disk. */
    public Task saved() {
        return saved;
    }

    /** The number of the newest change that is on disk; see {@link TaskStore.Changed}. */
    public long change() {
        return change;
    }

    /** Completed, outside of the lock, with the task as it ended. */
    public CompletableFuture<Task> end() {
        return end;
    }

    /** Whether a worker has begun with it: one that begins at this moment is waited for. */
    public boolean begun() {
        lock.lock();
        try {
            return task.status() != TaskStatus.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The server goes down, and what the task has received is for the next start: that it cannot be kept while everything is
     * being closed is no end of it.
     */
    public void leaveToNextStart() {
        left = true;
    }

    public boolean leftToNextStart() {
        return left;
    }

    /** Called under the lock. */
    public void become(Task next) {
        task = next;
    }

    /** Called under the lock, after the commit. */
    public void isOnDisk(Task now, long number) {
        saved = now;
        change = number;
    }

    /** The newest unfinished picture of a call; a memory of this moment only. */
    public void show(Partial newest) {
        partial = newest;
    }

    /** Null when there is none, or it is of another call. */
    @Nullable
    public Partial partial(int call) {
        Partial newest = partial;
        return newest != null && newest.call() == call ? newest : null;
    }

    /** A thread that is interrupted when the task is stopped. */
    public void workedOnBy(Thread thread) {
        lock.lock();
        try {
            workers.add(thread);
        } finally {
            lock.unlock();
        }
    }

    /** From here on stopping the task does not disturb the thread, nor what its call had to be closed with. */
    public void leaves(Thread thread, int call) {
        lock.lock();
        try {
            workers.remove(thread);
            closes.remove(call);
        } finally {
            lock.unlock();
        }
    }

    /** @param call the call whose exchange the action closes; it replaces the one before */
    public void closeWith(int call, Runnable action) {
        boolean late;
        lock.lock();
        try {
            closes.put(call, action);
            late = task.cancelRequested();
        } finally {
            lock.unlock();
        }
        if (late) {
            action.run();
        }
    }

    /** Closes the exchanges under way and wakes the workers. */
    public void stop() {
        List<Runnable> actions;
        lock.lock();
        try {
            actions = List.copyOf(closes.values());
            // Under the lock: a worker that has left is already clearing up, or about the next task.
            workers.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
        actions.forEach(Runnable::run);
    }
}
