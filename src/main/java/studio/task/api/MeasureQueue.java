package studio.task.api;

import jakarta.inject.Singleton;
import studio.task.run.QueueControls;

/** Counts the tasks that have not ended. */
@Singleton
public class MeasureQueue {
    /**
     * How busy the workers are.
     *
     * @param maxConcurrent tasks at once ({@code MAX_CONCURRENT_TASKS}, or what was chosen)
     * @param maxWaiting tasks behind them; one more is refused ({@code MAX_QUEUE_SIZE})
     */
    public record QueueLoad(int running, int waiting, int maxConcurrent, int maxWaiting) {}

    private final QueueControls controls;

    MeasureQueue(QueueControls controls) {
        this.controls = controls;
    }

    public QueueLoad now() {
        QueueControls.State now = controls.state();
        return new QueueLoad(now.running(), now.waiting(), now.maxConcurrent(), now.maxWaiting());
    }
}
