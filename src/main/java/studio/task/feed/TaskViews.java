package studio.task.feed;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.problem.Language;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.problem.WholeNumber;
import studio.task.GenerationJob;
import studio.task.Task;
import studio.task.TaskFilter;
import studio.task.TaskStatus;
import studio.task.TaskStore;
import studio.task.run.LiveTask;
import studio.task.run.LiveTasks;
import studio.task.run.TaskDispatch;

/**
 * Finds tasks, live ones in memory with their finest step, others in the store with what their instances tell, and shows them with
 * what other places know of them: the place in the queue, the time that it may take and the gallery entries.
 */
@Singleton
public class TaskViews {
    private static final int DEFAULT_LIMIT = 200;
    private static final int MAX_LIMIT = 2000;

    private final TaskStore store;
    private final LiveTasks tasks;
    private final Gallery gallery;
    private final TaskDispatch dispatch;
    private final EstimateDuration estimate;
    private final OtherInstances others;

    public TaskViews(
            TaskStore store,
            LiveTasks tasks,
            Gallery gallery,
            TaskDispatch dispatch,
            EstimateDuration estimate,
            OtherInstances others) {
        this.others = others;
        this.store = store;
        this.tasks = tasks;
        this.gallery = gallery;
        this.dispatch = dispatch;
        this.estimate = estimate;
    }

    /** @throws ProblemException 404 */
    public Task find(String id) {
        return tasks.find(id)
                .map(LiveTask::task)
                .or(() -> store.find(id).map(others::newest))
                .orElseThrow(() -> ProblemException.of(ProblemCode.TASK_NOT_FOUND));
    }

    public TaskView show(Task task, Language language) {
        return show(List.of(task), language).getFirst();
    }

    /** Shows tasks in their order; the entries of all are read together. */
    public List<TaskView> show(List<Task> all, Language language) {
        List<String> ids = all.stream().flatMap(TaskViews::entryIds).toList();
        Map<String, GalleryEntry> found =
                gallery.findAll(ids).stream().collect(Collectors.toMap(GalleryEntry::id, Function.identity()));
        Map<String, Integer> places = places(all);
        return all.stream()
                .map(task -> show(task, found, places.get(task.id()), language))
                .toList();
    }

    /** Of those that wait. */
    private Map<String, Integer> places(List<Task> all) {
        List<String> waiting = all.stream()
                .filter(task -> task.status() == TaskStatus.QUEUED)
                .map(Task::id)
                .toList();
        Map<String, Integer> places = new HashMap<>();
        for (String id : waiting) {
            Integer place = dispatch.position(id);
            if (place != null) {
                places.put(id, place);
            }
        }
        return places;
    }

    private static Stream<String> entryIds(Task task) {
        return task.pictures().stream().map(number -> GenerationJob.entryId(task.entryId(), number));
    }

    private TaskView show(Task task, Map<String, GalleryEntry> found, @Nullable Integer position, Language language) {
        List<GalleryEntry> entries =
                entryIds(task).map(found::get).filter(Objects::nonNull).toList();
        @Nullable
        Duration expected =
                task.status().terminal() ? null : estimate.of(task.request()).orElse(null);
        return TaskView.of(task, position, expected, entries, language);
    }

    /** All tasks that have not ended, wherever they run; those that wait in the order of the queue. */
    public List<Task> unfinished() {
        return others.any()
                ? store.unfinished().stream().map(this::newest).toList()
                : tasks.all().stream().map(LiveTask::task).toList();
    }

    private Task newest(Task stored) {
        return tasks.find(stored.id()).map(LiveTask::task).orElseGet(() -> others.newest(stored));
    }

    /**
     * Newest first.
     *
     * @param limit as typed; null or blank for {@value #DEFAULT_LIMIT}
     * @throws ProblemException 400 for any other limit than 1 to {@value #MAX_LIMIT}
     */
    public List<TaskView> list(@Nullable String limit, TaskFilter filter, Language language) {
        int wanted = WholeNumber.read("limit", limit, DEFAULT_LIMIT, MAX_LIMIT);
        // Those that are a step further than on disk may be of another status, so that others take their places.
        int further = tasks.all().size() + others.known().size();
        List<Task> newest = store.list(wanted + further, filter.onDisk()).stream()
                .map(this::newest)
                .filter(filter::accepts)
                .limit(wanted)
                .toList();
        return show(newest, language);
    }
}
