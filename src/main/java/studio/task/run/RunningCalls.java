package studio.task.run;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import studio.gallery.Gallery;
import studio.storage.UntilStored;
import studio.task.GenerationJob;
import studio.upstream.Deadline;
import studio.upstream.UpstreamSettings;

/** Opens {@link RunningCall}s and holds what they write to. */
@Singleton
final class RunningCalls {
    final LiveTasks tasks;
    final Gallery gallery;
    final TaskCosts costs;
    final TaskTurns turns;
    final UntilStored untilStored;
    private final UpstreamSettings limits;

    RunningCalls(
            LiveTasks tasks,
            Gallery gallery,
            TaskCosts costs,
            TaskTurns turns,
            UntilStored untilStored,
            UpstreamSettings limits) {
        this.tasks = tasks;
        this.gallery = gallery;
        this.costs = costs;
        this.turns = turns;
        this.untilStored = untilStored;
        this.limits = limits;
    }

    /** The deadline is that of all its tries: each may take its full time. */
    RunningCall open(LiveTask live, GenerationJob job, boolean alone, Path folder) {
        Deadline deadline = Deadline.in(limits.timeout().multipliedBy(limits.retries() + 1L));
        return new RunningCall(this, live, job, alone, folder, deadline);
    }
}
