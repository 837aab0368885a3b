package studio.task.run;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskSettings;
import studio.task.TaskStatus;
import studio.task.answer.JobFolders;

/**
 * Runs waiting tasks, each on a thread of its own, at most {@code MAX_CONCURRENT_TASKS} at once (ADR 23): when one is added, when a
 * lane is free again, and every second for whatever those have missed.
 */
@Singleton
class WorkerPool {
    private static final Logger LOG = Logger.getLogger(WorkerPool.class);

    /** For readers to hear how their tasks ended. */
    private static final Duration LAST_NEWS = Duration.ofSeconds(2);

    private final TaskQueue queue;
    private final LiveTasks tasks;
    private final GenerateTask generateTask;
    private final TaskRestart restart;
    private final JobFolders folders;
    private final Lanes lanes;
    private final TaskCosts costs;
    private final Duration grace;
    private final Queue<LiveTask> unfinished = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    WorkerPool(
            TaskQueue queue,
            LiveTasks tasks,
            GenerateTask generateTask,
            TaskRestart restart,
            JobFolders folders,
            Lanes lanes,
            TaskCosts costs,
            TaskSettings settings) {
        this.queue = queue;
        this.tasks = tasks;
        this.generateTask = generateTask;
        this.restart = restart;
        this.folders = folders;
        this.lanes = lanes;
        this.costs = costs;
        this.grace = settings.shutdownGrace();
    }

    /** After the database is open: takes up what an earlier run left, then begins. */
    void onStart(@Observes @Priority(2000) StartupEvent event) {
        restart.takeUp();
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

    /** A task that could not be brought to its end is taken up again; what it has received is on disk. */
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
        if (ended.getAndSet(true)) {
            return;
        }
        queue.close();
        // From here on no task begins, not even one that a worker has just taken.
        List<LiveTask> running = tasks.all().stream().filter(LiveTask::begun).toList();
        if (!running.isEmpty()) {
            LOG.infof("Waiting up to %d s for %d running tasks", grace.toSeconds(), running.size());
            await(running);
        }
        for (LiveTask task : running) {
            interrupt(task);
        }
        settleFeed();
    }

    private void settleFeed() {
        try {
            tasks.settle(LAST_NEWS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(List<LiveTask> running) {
        try {
            CompletableFuture.allOf(running.stream().map(LiveTask::end).toArray(CompletableFuture[]::new))
                    .get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("Stopping with tasks still running, after %d s", grace.toSeconds());
        } catch (ExecutionException e) {
            LOG.error("A task ended in an unexpected way", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A picture that has arrived or is being saved is left as it is: the next start finishes it from what is on disk. */
    private void interrupt(LiveTask task) {
        try {
            if (tasks.change(task, t -> interrupted(task, t), () -> costs.unknown(task.task()))) {
                task.stop();
            }
        } catch (RuntimeException e) {
            LOG.errorf(
                    "The end of task %s cannot be written (%s); the next start does",
                    task.task().id(), e.getMessage());
        }
    }

    /** Under the task's lock, so that no failure comes between the look and the mark. */
    private Optional<Task> interrupted(LiveTask live, Task task) {
        if (task.status() == TaskStatus.SAVING
                || !task.saving().isEmpty()
                || folders.seemsToHoldAnswer(task.entryId())) {
            live.leaveToNextStart();
            return Optional.empty();
        }
        return task.endedFor(TaskFailure.interrupted(task.mayBeBilled()), clock.instant());
    }
}
