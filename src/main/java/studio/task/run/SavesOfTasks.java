package studio.task.run;

import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import studio.gallery.file.UnfinishedSaves;
import studio.task.TaskStore;

/** A task that has not ended adds its pictures itself, however long the database keeps it waiting. */
@Singleton
class SavesOfTasks implements UnfinishedSaves {
    /** Of a task's second and further pictures. */
    private static final Pattern NUMBER = Pattern.compile("-[0-9]{1,4}$");

    private final TaskStore store;

    SavesOfTasks(TaskStore store) {
        this.store = store;
    }

    @Override
    public boolean mayAdd(String entryId) {
        return Stream.of(entryId, NUMBER.matcher(entryId).replaceFirst(""))
                .distinct()
                .flatMap(first -> store.ofEntry(first).stream())
                .anyMatch(task -> !task.status().terminal());
    }
}
