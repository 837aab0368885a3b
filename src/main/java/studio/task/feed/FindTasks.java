package studio.task.feed;

import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.task.Task;
import studio.task.TaskFilter;
import studio.task.TaskStore;
import studio.task.run.LiveTask;
import studio.task.run.LiveTasks;

/** Looks tasks up: those that live from memory, with their finest step, the others from the store. */
@Singleton
public class FindTasks {
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 2000;

    private final LiveTasks tasks;
    private final TaskStore store;
    private final TaskViews views;

    public FindTasks(LiveTasks tasks, TaskStore store, TaskViews views) {
        this.tasks = tasks;
        this.store = store;
        this.views = views;
    }

    /** @throws ProblemException 404 */
    public Task task(String id) {
        return tasks.find(id)
                .map(LiveTask::task)
                .or(() -> store.find(id))
                .orElseThrow(() -> ProblemException.of(ProblemCode.TASK_NOT_FOUND));
    }

    public TaskView one(String id, Language language) {
        return views.show(task(id), language);
    }

    public TaskView show(Task task, Language language) {
        return views.show(task, language);
    }

    /** @throws ProblemException 400 when the limit makes no sense */
    public List<TaskView> list(@Nullable String limit, TaskFilter filter, Language language) {
        List<Task> found = store.list(limit(limit), filter);
        return views.show(
                found.stream()
                        .map(task -> tasks.find(task.id()).map(LiveTask::task).orElse(task))
                        .toList(),
                language);
    }

    private static int limit(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text.strip());
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one answer for everything that is no such number.
        }
        throw ProblemException.wrong("limit", Message.of("task.limit_range"));
    }
}
