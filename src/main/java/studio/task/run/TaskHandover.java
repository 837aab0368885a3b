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
    /** For readers to receive how their tasks ended. */
    private static final Duration LAST_NEWS = Duration.ofSeconds(2);

    private final TaskStore store;
    private final LiveTasks tasks;
    private final TaskDispatch dispatch;
    private final LostTasks lostTasks;
    private final JobFolders folders;
    private final TaskCosts costs;
    private final Duration grace;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    public TaskHandover(
            TaskStore store,
            LiveTasks tasks,
            TaskDispatch dispatch,
            LostTasks lostTasks,
            JobFolders folders,
            TaskCosts costs,
            TaskSettings settings) {
        this.store = store;
        this.tasks = tasks;
        this.dispatch = dispatch;
        this.lostTasks = lostTasks;
        this.folders = folders;
        this.costs = costs;
        this.grace = settings.shutdownGrace();
    }

    /** Resumes what an earlier run of this process left; alone with the database, all that has not ended. */
    public void resume() {
        List<Task> left = dispatch.left();
        long late = resumeFolders();
        for (Task task : left) {
            costs.unknown(task);
            if (LostTasks.goesOn(task) || folders.seemsToHoldAnswer(task.entryId())) {
                requeue(
                        task,
                        task.status() != TaskStatus.QUEUED || !task.attempts().isEmpty());
            } else {
                lostTasks.fail(task);
            }
        }
        if (!left.isEmpty() || late > 0) {
            LOG.infof("Resumed %d unfinished tasks, and %d that had received something", left.size(), late);
        }
    }

    /** Goes on with tasks that another instance has ended for this one, which had received an answer. */
    private long resumeFolders() {
        long late = 0;
        try {
            for (String name : folders.names()) {
                Optional<Task> ofTask = store.find(name);
                if (ofTask.isPresent()) {
                    folders.rename(name, ofTask.get().entryId());
                } else {
                    late += store.ofEntry(name).stream()
                            .findFirst()
                            .filter(this::endedWithoutItsAnswer)
                            .filter(task -> requeue(task, true))
                            .stream()
                            .count();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of unfinished pictures cannot be read", e);
        }
        return late;
    }

    private boolean endedWithoutItsAnswer(Task task) {
        TaskFailure failure = task.failure();
        return task.status() == TaskStatus.FAILED
                && failure != null
                && failure.code().equals("interrupted")
                && folders.seemsToHoldAnswer(task.entryId());
    }

    private boolean requeue(Task task, boolean hadStarted) {
        Task again = task.requeued(task.version() + LostTasks.VERSION_GAP);
        boolean added = tasks.add(again, () -> store.takeOver(task, again));
        if (added) {
            tasks.find(again.id()).ifPresent(live -> dispatch.restore(live, hadStarted));
        }
        return added;
    }

    /** Starts no further task, waits for those that run, and interrupts what is left after {@code SHUTDOWN_GRACE_MS}. */
    void shutDown() {
        dispatch.close();
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
