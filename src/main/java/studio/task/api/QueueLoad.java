package studio.task.api;

/**
 * How busy the workers are.
 *
 * @param maxConcurrent tasks at once ({@code MAX_CONCURRENT_TASKS})
 * @param maxWaiting tasks behind them; one more is refused ({@code MAX_QUEUE_SIZE})
 */
public record QueueLoad(int running, int waiting, int maxConcurrent, int maxWaiting) {}
