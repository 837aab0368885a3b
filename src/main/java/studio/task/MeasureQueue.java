package studio.task;

import jakarta.inject.Singleton;
import studio.settings.Settings;

/** Counts the tasks that have not ended. */
@Singleton
public class MeasureQueue {
    private final LiveTasks tasks;
    private final Settings.Tasks limits;

    MeasureQueue(LiveTasks tasks, Settings settings) {
        this.tasks = tasks;
        this.limits = settings.tasks();
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
