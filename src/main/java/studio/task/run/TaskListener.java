package studio.task.run;

import java.nio.file.Path;
import java.time.Duration;
import studio.task.Task;

/** Receives changes of tasks. It is called under the task's lock: it never blocks, and never fails. */
public interface TaskListener {

    /**
     * The newest unfinished picture of a call, shown until the real one is there.
     *
     * @param call the number of the call's first picture
     * @param index which preview it is, from 0
     */
    record Partial(int call, int index, Path file) {}

    /** @param change the number of the newest change on disk; see {@link studio.task.TaskStore.Changed} */
    void changed(Task task, long change);

    /** An unfinished picture can be looked at. */
    void partial(String taskId, Partial partial);

    /** Waits until all that was received has been passed on, at most that long. */
    void settle(Duration limit) throws InterruptedException;
}
