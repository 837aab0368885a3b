package studio.task;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** Looks tasks up: those that live from memory, with their finest step, the others from the store. */
@Singleton
class FindTasks {
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 2000;

    private final LiveTasks tasks;
    private final TaskStore store;
    private final TaskViews views;

    FindTasks(LiveTasks tasks, TaskStore store, TaskViews views) {
        this.tasks = tasks;
        this.store = store;
        this.views = views;
    }

    /** @throws ProblemException 404 */
    Task task(String id) {
        return tasks.find(id)
                .map(LiveTask::task)
                .or(() -> store.find(id))
                .orElseThrow(() -> ProblemException.of(ProblemCode.TASK_NOT_FOUND));
    }

    TaskView one(String id, Language language) {
        return views.show(task(id), language);
    }

    TaskView show(Task task, Language language) {
        return views.show(task, language);
    }

    /** @throws ProblemException 400 when the limit makes no sense */
    List<TaskView> list(@Nullable String limit, TaskFilter filter, Language language) {
        List<Task> found = store.list(limit(limit), filter);
        return views.show(
                found.stream()
                        .map(task -> tasks.find(task.id()).map(LiveTask::task).orElse(task))
                        .toList(),
                language);
    }

    /** What a reader of all tasks can have missed. */
    TaskFeed.Missed missed() {
        return new TaskFeed.Missed() {
            @Override
            public long lastChange() {
                return store.lastChange();
            }

            @Override
            public List<TaskStore.Changed> changedAfter(long change, int limit) {
                return store.changedAfter(change, limit);
            }

            @Override
            public Collection<LiveTask> live() {
                return tasks.all();
            }
        };
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
