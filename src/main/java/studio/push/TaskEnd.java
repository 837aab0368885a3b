package studio.push;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import studio.task.Task;
import studio.task.TaskStatus;

/**
 * The end of a task that somebody waits for: with pictures, or without.
 *
 * @param ready how many pictures it has made
 * @param failed how many it has not made; those of a canceled task do not count
 */
record TaskEnd(String taskId, int ready, int failed, String prompt, Instant at) {

    /** Empty where the task has not ended, or was canceled. */
    static Optional<TaskEnd> of(Task task, Instant now) {
        int missing = task.missing().size();
        String prompt = task.request().prompt();
        return switch (task.status()) {
            case TaskStatus.DONE ->
                Optional.of(new TaskEnd(task.id(), made(task), task.failure() == null ? 0 : missing, prompt, now));
            case TaskStatus.FAILED -> Optional.of(new TaskEnd(task.id(), 0, Math.max(1, missing), prompt, now));
            default -> Optional.empty();
        };
    }

    /** Without those that the task it makes up for has made. */
    private static int made(Task task) {
        Set<Integer> tried = new HashSet<>();
        task.attempts().forEach(attempt -> tried.addAll(attempt.pictures()));
        long made = task.pictures().stream().filter(tried::contains).count();
        return Math.max(1, (int) made);
    }
}
