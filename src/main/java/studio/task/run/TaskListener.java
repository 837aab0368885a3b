package studio.task.run;

import java.time.Duration;
import studio.task.Task;

/** Hears of changes of tasks. It is called under the task's lock: it never blocks, and never fails. */
public interface TaskListener {

    /** @param change the number of the newest change on disk; see {@link studio.task.TaskStore.Changed} */
    void changed(Task task, long change);

    /** An unfinished picture can be looked at. */
    void partial(String taskId, Partial partial);

    /** Waits until all that was heard has been passed on, and not longer. */
    void settle(Duration limit) throws InterruptedException;
}
