package studio.task;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;

/** Shows tasks with what other places know of them: the place in the queue and the gallery entry. */
@Singleton
class TaskViews {
    private final Gallery gallery;
    private final TaskQueue queue;

    TaskViews(Gallery gallery, TaskQueue queue) {
        this.gallery = gallery;
        this.queue = queue;
    }

    TaskView show(Task task, boolean english) {
        @Nullable
        GalleryEntry entry =
                task.status() == TaskStatus.DONE ? gallery.find(task.entryId()).orElse(null) : null;
        @Nullable Integer position = task.status() == TaskStatus.QUEUED ? queue.position(task.id()) : null;
        return TaskView.of(task, position, entry, english);
    }

    List<TaskView> show(Collection<Task> tasks, boolean english) {
        return tasks.stream().map(task -> show(task, english)).toList();
    }
}
