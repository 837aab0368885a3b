package studio.task.feed;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.problem.Language;
import studio.task.GenerationJob;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.task.run.TaskQueue;

/** Shows tasks with what other places know of them: the place in the queue, the time that it may take and the gallery entries. */
@Singleton
public class TaskViews {
    private final Gallery gallery;
    private final TaskQueue queue;
    private final EstimateDuration estimate;

    public TaskViews(Gallery gallery, TaskQueue queue, EstimateDuration estimate) {
        this.gallery = gallery;
        this.queue = queue;
        this.estimate = estimate;
    }

    public TaskView show(Task task, Language language) {
        List<GalleryEntry> entries = task.pictures().stream()
                .map(number -> GenerationJob.entryId(task.entryId(), number))
                .flatMap(id -> gallery.find(id).stream())
                .toList();
        @Nullable Integer position = task.status() == TaskStatus.QUEUED ? queue.position(task.id()) : null;
        @Nullable
        Duration expected =
                task.status().terminal() ? null : estimate.of(task.request()).orElse(null);
        return TaskView.of(task, position, expected, entries, language);
    }

    public List<TaskView> show(Collection<Task> tasks, Language language) {
        return tasks.stream().map(task -> show(task, language)).toList();
    }
}
