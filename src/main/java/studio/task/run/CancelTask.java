package studio.task.run;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jboss.logging.Logger;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.task.Task;
import studio.task.TaskStore;

/** Cancels a task that has not ended: one that waits is never sent, one that runs has its exchange closed. */
@Singleton
public class CancelTask {
    private static final Logger LOG = Logger.getLogger(CancelTask.class);

    private final LiveTasks tasks;
    private final TaskStore store;
    private final TaskDispatch dispatch;
    private final TaskCosts costs;
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    public CancelTask(LiveTasks tasks, TaskStore store, TaskDispatch dispatch, TaskCosts costs) {
        this.tasks = tasks;
        this.store = store;
        this.dispatch = dispatch;
        this.costs = costs;
    }

    /** @throws ProblemException 404 when unknown, 409 when it has ended or its picture is being saved */
    public Task cancel(String id) {
        Optional<LiveTask> live = tasks.find(id);
        boolean canceled = live.isPresent()
                && tasks.change(
                        live.get(),
                        this::canceled,
                        () -> costs.unknown(live.get().task()));
        if (canceled) {
            dispatch.withdraw(id);
            live.get().stop();
            LOG.infof("Task %s is canceled", id);
            return live.get().task();
        }
        Task task = live.map(LiveTask::task)
                .or(() -> store.find(id))
                .orElseThrow(() -> ProblemException.of(ProblemCode.TASK_NOT_FOUND));
        if (task.status().terminal()) {
            throw ProblemException.of(ProblemCode.TASK_FINISHED);
        }
        throw ProblemException.of(ProblemCode.TASK_SAVING);
    }

    /** While one of several calls keeps its pictures the task goes on for that moment; its other calls end at once. */
    private Optional<Task> canceled(Task task) {
        return task.saving().isEmpty() ? task.canceled(clock.instant()) : Optional.of(task.askedToStop());
    }
}
