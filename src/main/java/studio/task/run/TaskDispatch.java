package studio.task.run;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import studio.problem.ProblemException;
import studio.task.Task;
import studio.task.TaskStore;

/**
 * Gives out accepted tasks, each to one worker: {@link InMemoryQueue} to those of this process, {@code SchedulerDispatch} to those of
 * all instances on one database. {@link WorkerPool} asks for work whenever a lane is free.
 */
public interface TaskDispatch {

    /** A piece of work for a thread of its own in a lane; {@code name} is the thread's. */
    record Work(String name, Runnable run) {}

    /** Tasks that have not ended, as everybody sees them. */
    record Load(int running, int waiting) {}

    /**
     * Checks whether one more would fit now; a hint that saves reading a large body in vain.
     *
     * @throws ProblemException 429 {@code queue_full}, 503 {@code shutting_down}
     */
    void assertRoom();

    /**
     * Accepts a task: it has room, holds what it costs, is written down, and waits.
     *
     * @param reserve what it may cost; undone by the caller when the task is not accepted
     * @param insert writes it down and returns the number of the change; 0: somebody else has
     * @return whether it was written down
     * @throws ProblemException as {@link #assertRoom}, and what the two steps throw; then it is not accepted
     */
    boolean accept(Task task, Runnable reserve, LongSupplier insert);

    /** Runs work that looks for a task and accepts one where there is none, beside no other of its kind. */
    <T> T alone(Supplier<T> work);

    /** Tasks that an earlier run of this process has left, as {@link TaskStore#unfinished} orders them. */
    List<Task> left();

    /** Takes in a task of this process that was accepted before a restart, whether or not there is room; whatever has started comes first. */
    void restore(LiveTask task, boolean hadStarted);

    /** A waiting task was canceled: nobody starts it. */
    void withdraw(String id);

    /** Makes a waiting task the next one; false when it does not wait. */
    boolean toFront(String id);

    /** The place of a waiting task, from 1; null when it does not wait. */
    @Nullable
    Integer position(String id);

    /** The ids of the tasks that are next, at most that many. */
    List<String> next(int most);

    Load load();

    /**
     * What was decided: holds once this returns.
     *
     * @param hold whether waiting tasks stay where they are
     * @param concurrent tasks of this process at once
     * @param maxWaiting tasks behind those that run
     */
    void control(boolean hold, int concurrent, int maxWaiting);

    boolean paused();

    /** Whether other processes give out the same tasks, and decide of them. */
    boolean shared();

    /**
     * Starts to give out work.
     *
     * @param offer called when there may be work; on any thread, short
     * @param runner runs a task; whether it has ended or is left to the next start. Otherwise it is to be run again
     */
    void start(Runnable offer, Predicate<LiveTask> runner);

    /** Whether {@link #poll} would give work now. */
    boolean ready();

    /** The next piece of work; null when there is none, or the queue is paused or has been closed. */
    @Nullable
    Work poll();

    /** Puts back what was polled and could not start. */
    void putBack(Work work);

    /** Has a look for work at once. */
    void nudge();

    /** What has to be looked after from time to time; called every second. */
    void everySecond();

    /** Nothing is given out or accepted any more; what waits stays in the database. */
    void close();

    boolean closed();

    /** After {@link #close}, when what was running has ended or was left. */
    void end();
}
