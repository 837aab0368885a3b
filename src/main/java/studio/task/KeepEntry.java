package studio.task;

import jakarta.inject.Singleton;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.generation.GenerationProgress;

/** Writes what a call leaves behind, inside the transaction that changes its task. */
@Singleton
class KeepEntry {
    private final Gallery gallery;
    private final TaskStore store;
    private final TaskCosts costs;

    KeepEntry(Gallery gallery, TaskStore store, TaskCosts costs) {
        this.gallery = gallery;
        this.store = store;
        this.costs = costs;
    }

    void keep(GalleryEntry entry) {
        gallery.add(entry);
    }

    void end(Task task, int call, GenerationProgress.CallEnd end) {
        costs.made(task, call, end);
        if (end.turn() != null) {
            store.keepTurn(task.id(), call, end.turn().toString());
        }
    }
}
