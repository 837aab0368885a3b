package studio.task.run;

import jakarta.inject.Singleton;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.task.Task;
import studio.task.TaskStore;

/** Makes a waiting task the next one that is started. */
@Singleton
public class MoveToFront {
    private final LiveTasks tasks;
    private final TaskStore store;
    private final QueueControls controls;

    MoveToFront(LiveTasks tasks, TaskStore store, QueueControls controls) {
        this.tasks = tasks;
        this.store = store;
        this.controls = controls;
    }

    /** @throws ProblemException 404 when unknown, 409 when it does not wait any more */
    public Task move(String id) {
        Task task = tasks.find(id)
                .map(LiveTask::task)
                .or(() -> store.find(id))
                .orElseThrow(() -> ProblemException.of(ProblemCode.TASK_NOT_FOUND));
        controls.toFront(id);
        return tasks.find(id).map(LiveTask::task).orElse(task);
    }
}
