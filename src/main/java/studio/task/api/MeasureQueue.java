package studio.task.api;

import jakarta.inject.Singleton;
import studio.task.TaskSettings;
import studio.task.TaskStatus;
import studio.task.run.LiveTask;
import studio.task.run.LiveTasks;

/** Counts the tasks that have not ended. */
@Singleton
public class MeasureQueue {
    /**
     * How busy the workers are.
     *
     * @param maxConcurrent tasks at once ({@code MAX_CONCURRENT_TASKS})
     * @param maxWaiting tasks behind them; one more is refused ({@code MAX_QUEUE_SIZE})
     */
    public record QueueLoad(int running, int waiting, int maxConcurrent, int maxWaiting) {}

    private final LiveTasks tasks;
    private final TaskSettings limits;

    MeasureQueue(LiveTasks tasks, TaskSettings settings) {
        this.tasks = tasks;
        this.limits = settings;
    }

    public QueueLoad now() {
        int waiting = 0;
        int running = 0;
        for (LiveTask live : tasks.all()) {
            TaskStatus status = live.task().status();
            if (status == TaskStatus.QUEUED) {
                waiting++;
            } else if (!status.terminal()) {
                running++;
            }
        }
        return new QueueLoad(running, waiting, limits.concurrent(), limits.queueSize());
    }
}
