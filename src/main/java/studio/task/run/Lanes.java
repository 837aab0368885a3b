package studio.task.run;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import studio.files.Uninterrupted;
import studio.task.TaskSettings;

/** How many calls run at once over all tasks: {@code MAX_CONCURRENT_TASKS}. A task holds one lane, and more where some are free. */
@Singleton
class Lanes {
    private static final Logger LOG = Logger.getLogger(Lanes.class);

    private final Semaphore free;
    private final TaskQueue queue;

    Lanes(TaskSettings settings, TaskQueue queue) {
        this.free = new Semaphore(settings.concurrent());
        this.queue = queue;
    }

    boolean tryAcquire() {
        return free.tryAcquire();
    }

    void release() {
        free.release();
    }

    /**
     * Runs all work and returns when it is done. The caller's own lane does it one after the other; every further lane that is
     * free, and that no waiting task wants, does some beside it.
     *
     * @param run must not throw
     */
    <T> void spread(List<T> work, Consumer<T> run) {
        Queue<T> left = new ConcurrentLinkedQueue<>(work);
        List<Thread> beside = new ArrayList<>();
        try {
            for (T next = left.poll(); next != null; next = left.poll()) {
                boolean more = true;
                while (more && !left.isEmpty() && queue.waiting() == 0 && tryAcquire()) {
                    Optional<Thread> lane = start("task-lane", () -> drain(left, run));
                    lane.ifPresent(beside::add);
                    more = lane.isPresent();
                }
                run.accept(next);
            }
        } finally {
            // An interrupt stops the calls of the task too, so that this wait ends.
            for (Thread thread : beside) {
                joined(thread);
            }
        }
    }

    private static void joined(Thread thread) {
        Uninterrupted.call(() -> {
            thread.join();
            return true;
        });
    }

    private static <T> void drain(Queue<T> left, Consumer<T> run) {
        for (T next = left.poll(); next != null; next = left.poll()) {
            run.accept(next);
        }
    }

    /**
     * Runs work on a thread of its own in a lane that the caller has acquired; the lane is free again when it ends.
     *
     * @return empty when the system gives no thread; the lane is free then
     */
    Optional<Thread> start(String name, Runnable work) {
        try {
            return Optional.of(Thread.ofPlatform().daemon().name(name).start(() -> {
                try {
                    work.run();
                } finally {
                    free.release();
                    queue.nudge();
                }
            }));
        } catch (OutOfMemoryError noThread) {
            free.release();
            LOG.errorf("The system gives no further thread: %s", noThread.getMessage());
            return Optional.empty();
        }
    }
}
