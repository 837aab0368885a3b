package studio.task.run;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private final Deque<String> waiting = new ArrayDeque<>();
    private final int places;
    private int taken;
    private boolean closed;
    private volatile Runnable nudged = () -> {};

    @Inject
    public TaskQueue(TaskSettings settings) {
        this(settings.queueSize() + settings.concurrent());
    }

    /** @param places for waiting and running tasks together */
    public TaskQueue(int places) {
        this.places = places;
    }

    /** @throws ProblemException 429 {@code queue_full}, 503 {@code shutting_down} */
    public synchronized void reserve() {
        assertRoom();
        taken++;
    }

    /**
     * Checks whether one more would fit now; a hint that saves reading a large body in vain.
     *
     * @throws ProblemException as {@link #reserve} does
     */
    public synchronized void assertRoom() {
        if (closed || taken >= places) {
            throw ProblemException.of(closed ? ProblemCode.SHUTTING_DOWN : ProblemCode.QUEUE_FULL)
                    .withHeader("Retry-After", "10");
        }
    }

    /** Gives a reserved place back: the task has ended or was never written. */
    public synchronized void release() {
        taken--;
    }

    /** Puts a task at the end; its place is reserved. */
    public void add(String id) {
        synchronized (this) {
            waiting.addLast(id);
        }
        nudge();
    }

    /** Puts back a task that was accepted before a restart, whether or not there is room. */
    public synchronized void restore(String id) {
        taken++;
        waiting.addLast(id);
    }

    /** Takes a task out, unless a worker has it already. */
    public synchronized void remove(String id) {
        waiting.remove(id);
    }

    /** The next task; null when there is none, or the queue has been closed. */
    public synchronized @Nullable String poll() {
        return closed ? null : waiting.pollFirst();
    }

    /** Puts a task that was taken and could not start back to where it was. */
    public synchronized void putBack(String id) {
        waiting.addFirst(id);
    }

    /** Has workers look for waiting tasks at once. */
    public void nudge() {
        nudged.run();
    }

    /** @param action runs on the thread that adds a task or frees a lane; it must be short */
    public void whenNudged(Runnable action) {
        nudged = action;
    }

    /** From 1; null when the task is not waiting. */
    public synchronized @Nullable Integer position(String id) {
        int place = 1;
        for (String other : waiting) {
            if (other.equals(id)) {
                return place;
            }
            place++;
        }
        return null;
    }

    public synchronized int waiting() {
        return waiting.size();
    }

    /** How many places are taken, by waiting and by running tasks. */
    public synchronized int places() {
        return taken;
    }

    public synchronized boolean closed() {
        return closed;
    }

    /** Nothing is taken or accepted any more; what waits stays in the database for the next start. */
    public synchronized void close() {
        closed = true;
    }
}
