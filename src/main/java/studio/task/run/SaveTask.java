package studio.task.run;

import org.jboss.logging.Logger;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.task.TaskStore;

/** Writes a change of a task that this process works on, inside the transaction under way. */
final class SaveTask {
    private static final Logger LOG = Logger.getLogger(SaveTask.class);

    /**
     * @param change its number; see {@link TaskStore.Changed}
     * @param repeated whether it had been written before, and only the answer of the database was lost
     */
    record Saved(Task task, long change, boolean repeated) {}

    private final TaskStore store;

    SaveTask(TaskStore store) {
        this.store = store;
    }

    /**
     * Replaces the task, and says how it is now.
     *
     * @throws TakenOverException when it is another instance's now, or something would be sent that nobody expects any more
     */
    Saved replace(Task before, Task after) {
        long change = store.replace(before, after);
        return change > 0 ? new Saved(after, change, false) : late(before, after);
    }

    /**
     * Another instance has ended the task meanwhile, since this one seemed dead. What was received here is true all the same, and
     * what was marked as interrupted goes on; but nothing is sent any more, as somebody may have asked for it anew.
     */
    private Saved late(Task before, Task after) {
        Task now = store.find(before.id()).orElseThrow(() -> new TakenOverException(true));
        // Who takes over leaves a gap, so the next version is that of a commit of ours.
        if (now.version() == after.version() && now.status() == after.status()) {
            Task again = after.versioned(now.version() + 1);
            return new Saved(again, store.takeOver(now, again), true);
        }
        boolean sends = after.attempts().size() > before.attempts().size();
        if (now.status() != TaskStatus.FAILED || sends) {
            throw new TakenOverException(now.status() != TaskStatus.FAILED);
        }
        Task newest = after.versioned(Math.max(now.version(), after.version()) + 1);
        long change = store.takeOver(now, newest);
        LOG.infof("Task %s was taken for interrupted; what was received is kept", now.id());
        return new Saved(newest, change, false);
    }
}
