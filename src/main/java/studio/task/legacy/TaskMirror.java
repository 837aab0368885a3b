package studio.task.legacy;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.stream.Gatherers;
import studio.problem.Language;
import studio.storage.ChangeBus;
import studio.storage.Mirrors.Mirror;
import studio.task.Task;
import studio.task.TaskFilter;
import studio.task.TaskStore;
import studio.task.feed.TaskView;
import studio.task.feed.TaskViews;

/** The readable copy of recent tasks, {@code data/tasks.json}: an array as the earlier Node server wrote it. */
@Singleton
public class TaskMirror implements Mirror {
    private static final int MOST = 2000;
    private static final int BATCH = 100;

    private final TaskStore store;
    private final TaskViews views;

    public TaskMirror(TaskStore store, TaskViews views) {
        this.store = store;
        this.views = views;
    }

    @Override
    public String fileName() {
        return TaskStore.MIRROR;
    }

    @Override
    public ChangeBus.Subject subject() {
        return ChangeBus.Subject.TASK;
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (List<Task> some : store.list(MOST, TaskFilter.ALL).stream()
                .gather(Gatherers.windowFixed(BATCH))
                .toList()) {
            for (TaskView view : views.show(some, Language.CHINESE)) {
                json.writePOJO(view);
            }
        }
        json.writeEndArray();
    }
}
