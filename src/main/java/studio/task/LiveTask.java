package studio.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A task that has not ended, in memory: its newest state, its past events, and the way to stop it. */
final class LiveTask {
    /** A task has about ten events; more only with many attempts. The oldest are forgotten first. */
    private static final int HISTORY = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Task> history = new ArrayDeque<>();
    private final CompletableFuture<Task> end = new CompletableFuture<>();
    private volatile Task task;
    private @Nullable Runnable close;
    private @Nullable Thread worker;

    LiveTask(Task task) {
        this.task = task;
        history.add(task);
    }

    ReentrantLock lock() {
        return lock;
    }

    Task task() {
        return task;
    }

    /** Completed, outside of the lock, with the task as it ended. */
    CompletableFuture<Task> end() {
        return end;
    }

    /** Called under the lock. */
    void become(Task next) {
        task = next;
        history.addLast(next);
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
    }

    /** The states after a version, oldest first; the newest alone when those in between are forgotten. Under the lock. */
    List<Task> since(long version) {
        if (version < history.getFirst().version() - 1) {
            return List.of(task);
        }
        return history.stream().filter(t -> t.version() > version).toList();
    }

    void workedOnBy(Thread thread) {
        lock.lock();
        try {
            worker = thread;
        } finally {
            lock.unlock();
        }
    }

    void closeWith(Runnable action) {
        boolean late;
        lock.lock();
        try {
            close = action;
            late = task.status() == TaskStatus.CANCELED;
        } finally {
            lock.unlock();
        }
        if (late) {
            action.run();
        }
    }

    /** Closes the exchange under way and wakes the worker. */
    void stop() {
        Runnable action;
        Thread thread;
        lock.lock();
        try {
            action = close;
            thread = worker;
        } finally {
            lock.unlock();
        }
        if (action != null) {
            action.run();
        }
        if (thread != null) {
            thread.interrupt();
        }
    }
}
