package studio.task.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/**
 * The ids of waiting tasks in order, bounded. A place is reserved before a task is written down, so that an accepted task
 * always fits. Places of running tasks count too: otherwise the limit would depend on how fast a worker wakes up.
 */
final class TaskQueue {
    private final Deque<String> waiting = new ArrayDeque<>();
    /** What was taken before: it comes first, and no pause holds up what may have been paid for. */
    private final Deque<String> started = new ArrayDeque<>();

    private int places;
    private int taken;
    private boolean paused;
    private boolean closed;

    /** @param places for waiting and running tasks together */
    TaskQueue(int places) {
        this.places = places;
    }

    /** @param hold whether waiting tasks stay where they are; once this returns, none is taken that had not been before */
    synchronized void control(boolean hold, int newPlaces) {
        paused = hold;
        places = newPlaces;
    }

    synchronized boolean paused() {
        return paused;
    }

    /** @throws ProblemException 429 {@code queue_full}, 503 {@code shutting_down} */
    synchronized void reserve() {
        assertRoom();
        taken++;
    }

    /**
     * Checks whether one more would fit now; a hint that saves reading a large body in vain.
     *
     * @throws ProblemException as {@link #reserve} does
     */
    synchronized void assertRoom() {
        if (closed || taken >= places) {
            throw ProblemException.of(closed ? ProblemCode.SHUTTING_DOWN : ProblemCode.QUEUE_FULL)
                    .withHeader("Retry-After", "10");
        }
    }

    /** Gives a reserved place back: the task has ended or was never written. */
    synchronized void release() {
        taken--;
    }

    /** Puts a task at the end; its place is reserved. */
    synchronized void add(String id) {
        waiting.addLast(id);
    }

    /**
     * Puts back a task that was accepted before a restart, whether or not there is room.
     *
     * @param hadStarted then it comes first and no pause holds it up
     */
    synchronized void restore(String id, boolean hadStarted) {
        taken++;
        (hadStarted ? started : waiting).addLast(id);
    }

    /** Takes a task out, unless a worker has it already. */
    synchronized void remove(String id) {
        if (!waiting.remove(id)) {
            started.remove(id);
        }
    }

    /** Whether {@link #poll} would give a task now. */
    synchronized boolean ready() {
        return !closed && (!started.isEmpty() || (!paused && !waiting.isEmpty()));
    }

    /** The next task; null when there is none, or the queue is paused or has been closed. */
    synchronized @Nullable String poll() {
        if (!ready()) {
            return null;
        }
        return started.isEmpty() ? waiting.pollFirst() : started.pollFirst();
    }

    /** Puts back a task that was taken and could not start, or not be brought to its end. */
    synchronized void putBack(String id) {
        started.addFirst(id);
    }

    /** Makes a waiting task the next one; false when it does not wait. */
    synchronized boolean toFront(String id) {
        boolean waits = waiting.remove(id);
        if (waits) {
            waiting.addFirst(id);
        }
        return waits;
    }

    /** The ids of the tasks that are next, at most that many. */
    synchronized List<String> first(int most) {
        return Stream.concat(started.stream(), waiting.stream()).limit(most).toList();
    }

    /** From 1; null when the task is not waiting. */
    synchronized @Nullable Integer position(String id) {
        int place = 1;
        for (Deque<String> part : List.of(started, waiting)) {
            for (String other : part) {
                if (other.equals(id)) {
                    return place;
                }
                place++;
            }
        }
        return null;
    }

    synchronized int waiting() {
        return started.size() + waiting.size();
    }

    /** How many places are taken, by waiting and by running tasks. */
    synchronized int places() {
        return taken;
    }

    synchronized boolean closed() {
        return closed;
    }

    /** Nothing is taken or accepted any more; what waits stays in the database for the next start. */
    synchronized void close() {
        closed = true;
    }
}
