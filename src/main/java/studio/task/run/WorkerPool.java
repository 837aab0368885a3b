package studio.task.run;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Runs waiting tasks, each on a thread of its own, at most {@code MAX_CONCURRENT_TASKS} at once (ADR 23): when one is added, when a
 * lane is free again, and every second for whatever those have missed.
 */
@Singleton
class WorkerPool {
    private static final Logger LOG = Logger.getLogger(WorkerPool.class);

    private final TaskQueue queue;
    private final LiveTasks tasks;
    private final GenerateTask generateTask;
    private final TaskHandover handover;
    private final Lanes lanes;
    private final Queue<LiveTask> unfinished = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    WorkerPool(TaskQueue queue, LiveTasks tasks, GenerateTask generateTask, TaskHandover handover, Lanes lanes) {
        this.queue = queue;
        this.tasks = tasks;
        this.generateTask = generateTask;
        this.handover = handover;
        this.lanes = lanes;
    }

    /** After the database is open. */
    void onStart(@Observes @Priority(2000) StartupEvent event) {
        handover.resume();
        queue.whenNudged(this::drain);
        drain();
    }

    /** What a nudge has missed. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everySecond() {
        for (LiveTask task = unfinished.poll(); task != null; task = unfinished.poll()) {
            queue.putBack(task.task().id());
        }
        drain();
    }

    /** Starts waiting tasks as long as lanes are free. */
    private void drain() {
        boolean started = true;
        while (started && queue.waiting() > 0 && !queue.closed() && lanes.tryAcquire()) {
            String id = queue.poll();
            LiveTask task = id == null ? null : tasks.find(id).orElse(null);
            if (task == null) {
                lanes.release();
            } else {
                String name = task.task().id();
                started = lanes.start("task-" + name, () -> work(task)).isPresent();
                if (!started) {
                    queue.putBack(name);
                }
            }
        }
    }

    /** A task that could not be brought to its end is run again; what it has received is on disk. */
    private void work(LiveTask task) {
        try {
            generateTask.run(task);
        } catch (Throwable e) {
            LOG.errorf(
                    e,
                    "Task %s could not be brought to its end; trying again",
                    task.task().id());
        }
        if (!task.task().status().terminal() && !task.leftToNextStart() && !queue.closed()) {
            unfinished.add(task);
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
        }
    }
}
