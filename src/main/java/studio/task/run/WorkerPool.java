package studio.task.run;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import studio.files.Uninterrupted;
import studio.task.GenerationJob;

/**
 * Runs waiting tasks, each on a thread of its own (ADR 23): when one is added, when a lane is free again, and every second for
 * whatever those have missed. There are as many {@link Lanes} for the calls of all tasks as {@link QueueControls} say: a task
 * holds one, and more where some are free.
 */
@Singleton
class WorkerPool {
    private static final Logger LOG = Logger.getLogger(WorkerPool.class);

    private final TaskDispatch dispatch;
    private final GenerateTask generateTask;
    private final TaskHandover handover;
    private final QueueControls controls;
    private final Lanes lanes;
    private final AtomicBoolean ended = new AtomicBoolean();

    WorkerPool(
            TaskDispatch dispatch,
            GenerateTask generateTask,
            TaskHandover handover,
            QueueControls controls,
            Lanes lanes) {
        this.dispatch = dispatch;
        this.generateTask = generateTask;
        this.handover = handover;
        this.controls = controls;
        this.lanes = lanes;
    }

    /** After the database is open. */
    void onStart(@Observes @Priority(2000) StartupEvent event) {
        controls.resume();
        handover.resume();
        dispatch.start(this::drain, this::work);
        drain();
    }

    /** What a nudge has missed. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everySecond() {
        controls.everySecond();
        dispatch.everySecond();
        drain();
    }

    /** Starts waiting tasks as long as lanes are free. */
    private void drain() {
        boolean started = true;
        while (started && dispatch.ready() && lanes.tryAcquire()) {
            TaskDispatch.Work work = dispatch.poll();
            if (work == null) {
                lanes.release();
            } else {
                started = start("task-" + work.name(), work.run()).isPresent();
                if (!started) {
                    dispatch.putBack(work);
                }
            }
        }
    }

    /**
     * Runs a task.
     *
     * @return whether it has ended, or is left to the next start; one that could not be brought to its end is run again, and goes on
     *     from what it has received
     */
    private boolean work(LiveTask task) {
        try {
            generateTask.run(task, this::spread);
        } catch (Throwable e) {
            LOG.errorf(
                    e,
                    "Task %s could not be brought to its end; trying again",
                    task.task().id());
        }
        return task.task().status().terminal() || task.leftToNextStart() || task.lost() || dispatch.closed();
    }

    /**
     * Runs all calls of a task and returns when they have ended. The task's own lane runs one after the other; every further lane that
     * is free, and that no waiting task wants, runs some beside it.
     */
    private void spread(List<GenerationJob> calls, Consumer<GenerationJob> run) {
        Queue<GenerationJob> left = new ConcurrentLinkedQueue<>(calls);
        List<Thread> beside = new ArrayList<>();
        try {
            for (GenerationJob next = left.poll(); next != null; next = left.poll()) {
                boolean more = true;
                while (more && !left.isEmpty() && !dispatch.ready() && lanes.tryAcquire()) {
                    Optional<Thread> lane = start("task-lane", () -> runAll(left, run));
                    lane.ifPresent(beside::add);
                    more = lane.isPresent();
                }
                run.accept(next);
            }
        } finally {
            // An interrupt stops the calls of the task too, so that this wait ends.
            for (Thread lane : beside) {
                Uninterrupted.call(() -> {
                    lane.join();
                    return true;
                });
            }
        }
    }

    private static void runAll(Queue<GenerationJob> left, Consumer<GenerationJob> run) {
        for (GenerationJob next = left.poll(); next != null; next = left.poll()) {
            run.accept(next);
        }
    }

    /**
     * Runs work on a thread of its own in a lane that the caller has acquired; the lane is free again when it ends.
     *
     * @return empty when the system gives no thread; the lane is free then
     */
    private Optional<Thread> start(String name, Runnable work) {
        try {
            return Optional.of(Thread.ofPlatform().daemon().name(name).start(() -> {
                try {
                    work.run();
                } finally {
                    lanes.release();
                    dispatch.nudge();
                }
            }));
        } catch (OutOfMemoryError noThread) {
            lanes.release();
            LOG.errorf("The system gives no further thread: %s", noThread.getMessage());
            return Optional.empty();
        }
    }

    /**
     * While HTTP still works, so that the practice upstream goes on answering and the last news reach their readers: by the
     * time of {@link ShutdownEvent} connections are closed.
     */
    void beforeShutdown(@Observes @Priority(1000) ShutdownDelayInitiatedEvent event) {
        end();
    }

    /** Where no delay is initiated, in development for example. */
    void onShutdown(@Observes @Priority(1000) ShutdownEvent event) {
        end();
    }

    private void end() {
        if (!ended.getAndSet(true)) {
            handover.shutDown();
            dispatch.end();
        }
    }
}
