package studio.task;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import studio.generation.JobFolders;
import studio.settings.Settings;

/** Takes tasks from the queue and runs each on a thread of its own, at most {@code MAX_CONCURRENT_TASKS} at once (ADR 23). */
@Singleton
class WorkerPool {
    private static final Logger LOG = Logger.getLogger(WorkerPool.class);

    private final TaskQueue queue;
    private final LiveTasks tasks;
    private final RunTask runTask;
    private final TaskRestart restart;
    private final ImportEarlierTasks importEarlierTasks;
    private final JobFolders folders;
    private final Lanes lanes;
    private final TaskCosts costs;
    private final Duration grace;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    WorkerPool(
            TaskQueue queue,
            LiveTasks tasks,
            RunTask runTask,
            TaskRestart restart,
            ImportEarlierTasks importEarlierTasks,
            JobFolders folders,
            Lanes lanes,
            TaskCosts costs,
            Settings settings) {
        this.queue = queue;
        this.tasks = tasks;
        this.runTask = runTask;
        this.restart = restart;
        this.importEarlierTasks = importEarlierTasks;
        this.folders = folders;
        this.lanes = lanes;
        this.costs = costs;
        this.grace = settings.tasks().shutdownGrace();
    }

    /** After the database is open: takes up what an earlier run left, then begins. */
    void onStart(@Observes @Priority(2000) StartupEvent event) {
        try {
            importEarlierTasks.run();
        } catch (IOException e) {
            LOG.error("The tasks of the earlier server could not be taken over; the next start tries again", e);
        }
        restart.takeUp();
        Thread.ofPlatform().daemon().name("task-dispatcher").start(this::dispatch);
    }

    private void dispatch() {
        try {
            while (true) {
                // A lane is waited for only when there is something to do: until then running tasks may use it.
                queue.awaitTask();
                lanes.acquire();
                String id = queue.take();
                if (id == null) {
                    return;
                }
                LiveTask task = tasks.find(id).orElse(null);
                if (task == null) {
                    lanes.release();
                } else {
                    Thread.ofPlatform().daemon().name("task-" + id).start(() -> work(task));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(LiveTask task) {
        try {
            runTask.run(task);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "Task %s could not be brought to its end; the next start goes on with it",
                    task.task().id());
        } finally {
            lanes.release();
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
        boolean marked = tasks.change(task, t -> interrupted(task, t), () -> costs.unknown(task.task()));
        if (marked) {
            task.stop();
        }
    }

    /** Under the task's lock, so that no failure comes between the look and the mark. */
    private Optional<Task> interrupted(LiveTask live, Task task) {
        if (task.status() == TaskStatus.SAVING || !task.saving().isEmpty() || folders.seemsToHoldAnswer(task.id())) {
            live.leaveToNextStart();
            return Optional.empty();
        }
        return task.endedFor(TaskFailure.interrupted(task.mayBeBilled()), clock.instant());
    }
}
