package studio.task;

import jakarta.inject.Singleton;
import java.util.concurrent.locks.ReentrantLock;
import studio.web.ProblemException;

/**
 * Makes a new task of one that ended. Where an answer was kept, the new one only downloads and saves it; where some of several
 * pictures were made, it makes the others. While such a task has not ended it is given again, so that nobody pays twice for
 * having pressed twice.
 */
@Singleton
class RetryTask {
    private final TaskStore store;
    private final SubmitTask submitTask;
    private final LiveTasks tasks;
    /** Two at once would not see each other. */
    private final ReentrantLock lock = new ReentrantLock();

    RetryTask(TaskStore store, SubmitTask submitTask, LiveTasks tasks) {
        this.store = store;
        this.submitTask = submitTask;
        this.tasks = tasks;
    }

    /** @throws ProblemException 404 when unknown, 409 while it has not ended, 429 when the queue is full */
    Task retry(String id) {
        if (tasks.find(id).isPresent()) {
            throw ProblemException.of(409, "task_not_finished", "任务还未结束，无需重试", "The task has not ended yet");
        }
        Task earlier = store.find(id)
                .orElseThrow(() -> ProblemException.notFound("task_not_found", "任务不存在", "There is no such task"));
        if (earlier.request().prompt().isEmpty()
                && earlier.request().references().isEmpty()) {
            throw ProblemException.of(
                    409,
                    "request_unknown",
                    "这个任务没有保留提示词，无法重试",
                    "The prompt of this task was not kept, so it cannot be retried");
        }
        lock.lock();
        try {
            return tasks.retryOf(id).map(LiveTask::task).orElseGet(() -> submitTask.again(earlier));
        } finally {
            lock.unlock();
        }
    }
}
