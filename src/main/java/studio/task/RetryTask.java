package studio.task;

import jakarta.inject.Singleton;
import java.io.IOException;
import studio.generation.JobFolders;
import studio.storage.Ids;
import studio.web.ProblemException;

/**
 * Makes a new task of one that ended. Where an answer was kept, the new one only downloads and saves it; where some of several
 * pictures were made, it makes the others.
 */
@Singleton
class RetryTask {
    private final TaskStore store;
    private final SubmitTask submitTask;
    private final JobFolders folders;
    private final LiveTasks tasks;
    private final Ids ids;

    RetryTask(TaskStore store, SubmitTask submitTask, JobFolders folders, LiveTasks tasks, Ids ids) {
        this.store = store;
        this.submitTask = submitTask;
        this.folders = folders;
        this.tasks = tasks;
        this.ids = ids;
    }

    /** @throws ProblemException 404 when unknown, 409 while it has not ended, 429 when the queue is full */
    Task retry(String id) throws IOException {
        if (tasks.find(id).isPresent()) {
            throw ProblemException.of(409, "task_not_finished", "任务还未结束，无需重试", "The task has not ended yet");
        }
        Task earlier = store.find(id)
                .orElseThrow(() -> ProblemException.notFound("task_not_found", "任务不存在", "There is no such task"));
        String newId = ids.next();
        if (earlier.request().prompt().isEmpty()
                && earlier.request().references().isEmpty()) {
            throw ProblemException.of(
                    409,
                    "request_unknown",
                    "这个任务没有保留提示词，无法重试",
                    "The prompt of this task was not kept, so it cannot be retried");
        }
        boolean kept = earlier.status() != TaskStatus.CANCELED && folders.holdsAnswer(id);
        if (kept) {
            folders.move(id, newId);
        }
        try {
            return submitTask.again(earlier, newId);
        } catch (RuntimeException e) {
            if (kept) {
                folders.move(newId, id);
            }
            throw e;
        }
    }
}
