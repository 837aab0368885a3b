package studio.task.run;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import studio.gallery.Gallery;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.task.GenerationJob;
import studio.task.Task;
import studio.task.TaskStore;
import studio.task.answer.JobFolders;

/**
 * Makes a new task of one that ended. It makes what is missing, under the identity of the pictures: what was received and kept for
 * them is used first, and what any task of theirs has made, or the gallery holds, in the trash too, is not made again. While
 * such a task has not ended it is given again, and when nothing is missing the one that ended well, so that nobody pays twice
 * for having pressed twice. Of a task that has made all it was for, other pictures are made.
 */
@Singleton
public class RetryTask {
    private final TaskStore store;
    private final SubmitTask submitTask;
    private final LiveTasks tasks;
    private final Gallery gallery;
    private final JobFolders folders;
    /** Two at once would not see each other. */
    private final ReentrantLock lock = new ReentrantLock();

    public RetryTask(TaskStore store, SubmitTask submitTask, LiveTasks tasks, Gallery gallery, JobFolders folders) {
        this.store = store;
        this.submitTask = submitTask;
        this.tasks = tasks;
        this.gallery = gallery;
        this.folders = folders;
    }

    /** @throws ProblemException 404 when unknown, 409 while it has not ended, 429 when the queue is full */
    public Task retry(String id) {
        lock.lock();
        try {
            Task earlier = ended(id);
            Optional<LiveTask> underWay = tasks.ofEntry(earlier.entryId()).or(() -> tasks.retryOf(id));
            if (underWay.isPresent()) {
                return underWay.get().task();
            }
            List<Task> all = store.ofEntry(earlier.entryId());
            List<Integer> existing = existing(earlier, all);
            // Of a task that has saved everything the folder is about to be removed.
            boolean answered = all.stream().noneMatch(task -> task.complete() && task.failure() == null)
                    && folders.seemsToHoldAnswer(earlier.entryId());
            if (answered || !earlier.beside(existing).missing().isEmpty()) {
                return submitTask.missing(earlier, existing, answered);
            }
            if (earlier.complete()) {
                return submitTask.again(earlier);
            }
            return all.stream()
                    .filter(Task::complete)
                    .findFirst()
                    .orElseGet(() -> submitTask.missing(earlier, existing, false));
        } finally {
            lock.unlock();
        }
    }

    private Task ended(String id) {
        if (tasks.find(id).isPresent()) {
            throw ProblemException.of(ProblemCode.TASK_NOT_FINISHED);
        }
        Task earlier = store.find(id).orElseThrow(() -> ProblemException.of(ProblemCode.TASK_NOT_FOUND));
        if (earlier.request().prompt().isEmpty()
                && earlier.request().references().isEmpty()) {
            throw ProblemException.of(ProblemCode.REQUEST_UNKNOWN);
        }
        return earlier;
    }

    private List<Integer> existing(Task earlier, List<Task> all) {
        SortedSet<Integer> numbers = new TreeSet<>();
        all.forEach(task -> numbers.addAll(task.pictures()));
        for (int number = 1; number <= earlier.request().count(); number++) {
            if (gallery.exists(GenerationJob.entryId(earlier.entryId(), number))) {
                numbers.add(number);
            }
        }
        return List.copyOf(numbers);
    }
}
