package studio.task;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemException;

/**
 * Which tasks a list is of.
 *
 * @param statuses empty: all
 * @param requestId of the request that made the task; null: any
 * @param before only tasks older than the one of this id; null: from the newest
 */
@RegisterForReflection // read by Jdbi
public record TaskFilter(
        Set<TaskStatus> statuses,
        @Nullable String requestId,
        @Nullable String before) {
    public static final TaskFilter ALL = new TaskFilter(Set.of(), null, null);

    /** Stands for all that have not ended. */
    private static final String ACTIVE = "active";

    /**
     * @param statuses separated by commas
     * @throws ProblemException 400 for a status that there is not
     */
    public static TaskFilter of(@Nullable String statuses, @Nullable String requestId, @Nullable String before) {
        Set<TaskStatus> chosen = EnumSet.noneOf(TaskStatus.class);
        if (statuses != null && !statuses.isBlank()) {
            for (String word : statuses.split(",", -1)) {
                chosen.addAll(named(word.strip()));
            }
        }
        return new TaskFilter(chosen, requestId, before);
    }

    /** What to look for on disk, where a task that has not ended may be a step behind. */
    public TaskFilter onDisk() {
        Set<TaskStatus> wider = EnumSet.noneOf(TaskStatus.class);
        wider.addAll(statuses);
        if (statuses.stream().anyMatch(status -> !status.terminal())) {
            wider.addAll(named(ACTIVE));
        }
        return new TaskFilter(wider, requestId, before);
    }

    /** Whether a task that was found on disk is wanted as it is now. */
    public boolean accepts(Task now) {
        return statuses.isEmpty() || statuses.contains(now.status());
    }

    private static Set<TaskStatus> named(String word) {
        Set<TaskStatus> found = EnumSet.noneOf(TaskStatus.class);
        Arrays.stream(TaskStatus.values())
                .filter(status -> word.equals(ACTIVE) ? !status.terminal() : word.equals(status.wire()))
                .forEach(found::add);
        if (found.isEmpty()) {
            throw ProblemException.wrong("status", Message.of("task.status_unknown"));
        }
        return found;
    }
}
