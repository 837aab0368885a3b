package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Gatherers;
import studio.task.Attempt;
import studio.task.GenerationJob;
import studio.task.Plan;
import studio.task.Task;
import studio.task.answer.JobFolders;

/**
 * Decides which calls a task still needs: answers that were received are only kept, pictures that were never asked for are asked
 * for, and pictures whose call may have been worked on are left alone, since asking again may pay twice.
 */
@Singleton
class PlanCalls {
    private final JobFolders folders;

    PlanCalls(JobFolders folders) {
        this.folders = folders;
    }

    /** @param lost whether pictures are left whose call may have been worked on and whose answer never came */
    record Calls(List<GenerationJob> calls, boolean lost) {
        /** Whether the end of the only call is the end of the task. */
        boolean single() {
            return calls.size() == 1 && !lost;
        }
    }

    Calls plan(Task task) throws IOException {
        TreeSet<Integer> open = new TreeSet<>(task.missing());
        List<GenerationJob> calls = new ArrayList<>();
        for (JobFolders.Held held : folders.answers(task.entryId())) {
            List<Integer> pictures = picturesOf(task, held);
            if (pictures.stream().anyMatch(open::contains) || unfinished(task, held.call())) {
                calls.add(task.job(pictures));
                open.removeAll(pictures);
            }
        }
        List<Integer> unasked = open.stream().filter(task::untouched).toList();
        Plan plan = task.request().plan();
        int perCall = plan == null ? 1 : plan.perCall();
        unasked.stream().gather(Gatherers.windowFixed(perCall)).map(task::job).forEach(calls::add);
        return new Calls(calls, unasked.size() < open.size());
    }

    /** Its pictures are there and what it has brought beyond them may not be. */
    private static boolean unfinished(Task task, int call) {
        return task.lastOf(call)
                .map(attempt -> attempt.outcome() == Attempt.Outcome.OPEN)
                .orElse(task.retryOf() != null);
    }

    /** As noted with the answer, else with the attempt that was under way, else the one that names the folder. */
    private static List<Integer> picturesOf(Task task, JobFolders.Held held) {
        return held.pictures().isEmpty()
                ? task.lastOf(held.call()).map(Attempt::pictures).orElse(List.of(held.call()))
                : held.pictures();
    }
}
