package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskSettings;
import studio.task.TaskStatus;
import studio.task.TaskStore;
import studio.task.answer.JobFolders;

/**
 * Hands unfinished tasks from one run of the server to the next: waiting tasks wait again, a task whose picture had arrived is
 * finished, and a task that had sent something is marked, never sent again by itself.
 */
@Singleton
public class TaskHandover {
    private static final Logger LOG = Logger.getLogger(TaskHandover.class);
    /** More than the events of any run, so that ids which readers remember from before are older than all new ones. */
    private static final long VERSION_GAP = 1000;
    /** For readers to receive how their tasks ended. */
    private static final Duration LAST_NEWS = Duration.ofSeconds(2);

    private final TaskStore store;
    private final LiveTasks tasks;
    private final TaskQueue queue;
    private final JobFolders folders;
    private final TaskCosts costs;
    private final Duration grace;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    public TaskHandover(
            TaskStore store,
            LiveTasks tasks,
            TaskQueue queue,
            JobFolders folders,
            TaskCosts costs,
            TaskSettings settings) {
        this.store = store;
        this.tasks = tasks;
        this.queue = queue;
        this.folders = folders;
        this.costs = costs;
        this.grace = settings.shutdownGrace();
    }

    /** Resumes what an earlier run left. */
    public void resume() {
        List<Task> left = store.unfinished();
        renameFolders();
        for (Task task : left) {
            costs.unknown(task);
            boolean canAsk = task.missing().stream().anyMatch(task::untouched);
            if (canAsk || task.missing().isEmpty() || folders.seemsToHoldAnswer(task.entryId())) {
                requeue(task);
            } else {
                fail(task);
            }
        }
        if (!left.isEmpty()) {
            LOG.infof("Resumed %d unfinished tasks, %d wait", left.size(), queue.waiting());
        }
    }

    private void renameFolders() {
        try {
            for (String name : folders.names()) {
                Optional<Task> task = store.find(name);
                if (task.isPresent()) {
                    folders.rename(name, task.get().entryId());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of unfinished pictures cannot be read", e);
        }
    }

    private void requeue(Task task) {
        Task again = task.requeued(task.version() + VERSION_GAP);
        if (tasks.add(again, () -> store.replace(task, again))) {
            queue.restore(
                    again.id(),
                    task.status() != TaskStatus.QUEUED || !task.attempts().isEmpty());
        }
    }

    private void fail(Task task) {
        task.versioned(task.version() + VERSION_GAP)
                .endedFor(TaskFailure.interrupted(task.mayBeBilled()), clock.instant())
                .ifPresent(after -> store.replace(task, after));
        LOG.warnf("Task %s was interrupted after it had been sent; it is not sent again", task.id());
    }

    /** Starts no further task, waits for those that run, and interrupts what is left after {@code SHUTDOWN_GRACE_MS}. */
    void shutDown() {
        queue.close();
        // From here on no task starts, not even one that a worker has just taken.
        List<LiveTask> running = tasks.all().stream().filter(LiveTask::started).toList();
        try {
            if (!running.isEmpty()) {
                LOG.infof("Waiting up to %d s for %d running tasks", grace.toSeconds(), running.size());
                await(running);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.forEach(this::interrupt);
        try {
            tasks.settle(LAST_NEWS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(List<LiveTask> running) throws InterruptedException {
        try {
            CompletableFuture.allOf(running.stream().map(LiveTask::end).toArray(CompletableFuture[]::new))
                    .get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("Stopping with tasks still running, after %d s", grace.toSeconds());
        } catch (ExecutionException e) {
            LOG.error("A task ended in an unexpected way", e);
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

    /** With the task's monitor, so that no failure comes between the look and the mark. */
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
