package studio.task.run;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.task.TaskSettings;

/**
 * The ids of waiting tasks in order, bounded. A place is reserved before a task is written down, so that an accepted task
 * always fits. Places of running tasks count too: otherwise the limit would depend on how fast a worker wakes up.
 */
@Singleton
public class TaskQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<String> waiting = new ArrayDeque<>();
    private final int most;
    private int taken;
    private boolean closed;
    private volatile Runnable nudged = () -> {};

    @Inject
    public TaskQueue(TaskSettings settings) {
        this(settings.queueSize() + settings.concurrent());
    }

    /** @param places for waiting and running tasks together */
    public TaskQueue(int places) {
        this.most = places;
    }

    /** @throws ProblemException 429 {@code queue_full}, 503 {@code shutting_down} */
    public void reserve() {
        lock.lock();
        try {
            refuseWhenClosed();
            if (taken >= most) {
                throw full();
            }
            taken++;
        } finally {
            lock.unlock();
        }
    }

    /** Whether one more would fit now; a hint that saves reading a large body in vain. */
    public void assertRoom() {
        lock.lock();
        try {
            refuseWhenClosed();
            if (taken >= most) {
                throw full();
            }
        } finally {
            lock.unlock();
        }
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw ProblemException.of(ProblemCode.SHUTTING_DOWN).withHeader("Retry-After", "10");
        }
    }

    private static ProblemException full() {
        return ProblemException.of(ProblemCode.QUEUE_FULL).withHeader("Retry-After", "10");
    }

    /** Gives a reserved place back: the task has ended or was never written. */
    public void release() {
        lock.lock();
        try {
            taken--;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a task at the end; its place is reserved. */
    public void add(String id) {
        lock.lock();
        try {
            waiting.addLast(id);
        } finally {
            lock.unlock();
        }
        nudge();
    }

    /** Puts back a task that was accepted before a restart, whether or not there is room. */
    public void restore(String id) {
        lock.lock();
        try {
            taken++;
            waiting.addLast(id);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a task out; false when a worker has it already. */
    public boolean remove(String id) {
        lock.lock();
        try {
            return waiting.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /** The next task; null when there is none, or the queue has been closed. */
    @Nullable
    public String poll() {
        lock.lock();
        try {
            return closed ? null : waiting.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Puts a task that was taken and could not begin back to where it was. */
    public void putBack(String id) {
        lock.lock();
        try {
            waiting.addFirst(id);
        } finally {
            lock.unlock();
        }
    }

    /** Has whoever takes tasks look at once. */
    public void nudge() {
        nudged.run();
    }

    /** @param action runs on the thread of whoever adds a task or frees a lane; it must be short */
    public void whenNudged(Runnable action) {
        nudged = action;
    }

    /** From 1; null when the task is not waiting. */
    @Nullable
    public Integer position(String id) {
        lock.lock();
        try {
            int place = 1;
            for (String other : waiting) {
                if (other.equals(id)) {
                    return place;
                }
                place++;
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many places are taken, by waiting and by running tasks. */
    public int places() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is taken or accepted any more; what waits stays in the database for the next start. */
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
