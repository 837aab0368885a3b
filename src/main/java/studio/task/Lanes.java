package studio.task;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import studio.settings.Settings;

/** How many calls run at once over all tasks: {@code MAX_CONCURRENT_TASKS}. A task holds one lane, and more where some are free. */
@Singleton
class Lanes {
    private final Semaphore free;

    @Inject
    Lanes(Settings settings) {
        this(settings.tasks().concurrent());
    }

    Lanes(int lanes) {
        this.free = new Semaphore(lanes, true);
    }

    void acquire() throws InterruptedException {
        free.acquire();
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
    <T> void spread(List<T> work, Consumer<T> run) throws InterruptedException {
        Queue<T> left = new ConcurrentLinkedQueue<>(work);
        List<Thread> beside = new ArrayList<>();
        try {
            for (T next = left.poll(); next != null; next = left.poll()) {
                while (!left.isEmpty() && oneMore()) {
                    beside.add(Thread.ofPlatform().daemon().name("task-lane").start(() -> {
                        try {
                            drain(left, run);
                        } finally {
                            free.release();
                        }
                    }));
                }
                run.accept(next);
            }
        } finally {
            joinAll(beside);
        }
    }

    private static <T> void drain(Queue<T> left, Consumer<T> run) {
        for (T next = left.poll(); next != null; next = left.poll()) {
            run.accept(next);
        }
    }

    /** Fair: those who wait in line go first. */
    private boolean oneMore() throws InterruptedException {
        return free.tryAcquire(0, TimeUnit.SECONDS);
    }

    /** Whoever interrupts the task has its calls stopped too, so that this wait ends. */
    private static void joinAll(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : new ArrayDeque<>(threads)) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
