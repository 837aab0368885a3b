package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStore;
import studio.task.answer.JobFolders;

/**
 * Takes up what an earlier run of the server left: waiting tasks wait again, a task whose picture had arrived is finished,
 * and a task that had sent something is marked, never sent again by itself.
 */
@Singleton
public class TaskRestart {
    private static final Logger LOG = Logger.getLogger(TaskRestart.class);
    /** More than the events of any run, so that ids which readers remember from before are older than all new ones. */
    private static final long VERSION_GAP = 1000;

    private final TaskStore store;
    private final LiveTasks tasks;
    private final TaskQueue queue;
    private final JobFolders folders;
    private final TaskCosts costs;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    public TaskRestart(TaskStore store, LiveTasks tasks, TaskQueue queue, JobFolders folders, TaskCosts costs) {
        this.store = store;
        this.tasks = tasks;
        this.queue = queue;
        this.folders = folders;
        this.costs = costs;
    }

    public void takeUp() {
        List<Task> left = store.unfinished();
        renameFolders();
        for (Task task : left) {
            costs.unknown(task);
            if (task.canAsk() || task.missing().isEmpty() || folders.seemsToHoldAnswer(task.entryId())) {
                requeue(task);
            } else {
                interrupted(task);
            }
        }
        if (!left.isEmpty()) {
            LOG.infof("Took up %d unfinished tasks, %d wait", left.size(), queue.waiting());
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
            queue.restore(again.id());
        }
    }

    private void interrupted(Task task) {
        Optional<Task> failed = task.versioned(task.version() + VERSION_GAP)
                .endedFor(TaskFailure.interrupted(task.mayBeBilled()), clock.instant());
        failed.ifPresent(after -> store.replace(task, after));
        LOG.warnf("Task %s was interrupted after it had been sent; it is not sent again", task.id());
    }
}
