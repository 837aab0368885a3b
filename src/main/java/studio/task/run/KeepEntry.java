package studio.task.run;

import jakarta.inject.Singleton;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.task.Task;

/** Writes what a call leaves behind, inside the transaction that changes its task. */
@Singleton
class KeepEntry {
    private final Gallery gallery;
    private final TaskCosts costs;
    private final TaskTurns turns;

    KeepEntry(Gallery gallery, TaskCosts costs, TaskTurns turns) {
        this.gallery = gallery;
        this.costs = costs;
        this.turns = turns;
    }

    void keep(GalleryEntry entry) {
        gallery.add(entry);
    }

    void end(Task task, int call, GenerationProgress.CallEnd end) {
        costs.made(task, call, end);
        if (end.turn() != null) {
            turns.keep(task.id(), call, end.turn());
        }
    }
}
