package studio.task.feed;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import studio.problem.Language;
import studio.task.Task;
import studio.task.feed.FeedReader.Place;

/** The readers of tasks, by task, and those of all tasks. Belongs to the feed's thread. */
final class FeedReaders {
    /** In place of a task's id. */
    static final String ALL = "";

    private final Map<String, Set<FeedReader>> readers = new HashMap<>();
    private final BiFunction<Task, Language, TaskView> views;

    /** @param views makes the view of a task */
    FeedReaders(BiFunction<Task, Language, TaskView> views) {
        this.views = views;
    }

    boolean none() {
        return readers.isEmpty();
    }

    void add(String taskId, FeedReader reader) {
        readers.computeIfAbsent(taskId, id -> new HashSet<>()).add(reader);
    }

    void remove(String taskId, FeedReader reader) {
        readers.computeIfPresent(taskId, (id, all) -> {
            all.remove(reader);
            return all.isEmpty() ? null : all;
        });
    }

    /** Views first: where one cannot be made, the whole job is done again, and no reader is sent anything twice. */
    void send(Task task, Place place) {
        Map<Language, TaskView> made = new HashMap<>();
        both(task.id()).forEach(reader -> view(task, reader, made));
        of(task.id()).forEach(reader -> reader.send(task, view(task, reader, made)));
        of(ALL).forEach(reader -> reader.send(place, task, view(task, reader, made)));
        if (task.status().terminal()) {
            readers.remove(task.id());
        }
    }

    /** Sends a state to one reader of all tasks. */
    void send(Task task, Place place, FeedReader reader) {
        reader.send(place, task, views.apply(task, reader.language));
    }

    void send(TaskView.PartialPicture partial) {
        both(partial.taskId()).forEach(reader -> reader.stream.send(null, "partial", partial));
    }

    /** To the readers of all tasks. */
    void sendAll(String name, Object data) {
        of(ALL).forEach(reader -> reader.stream.send(null, name, data));
    }

    private TaskView view(Task task, FeedReader reader, Map<Language, TaskView> made) {
        return made.computeIfAbsent(reader.language, language -> views.apply(task, language));
    }

    private Stream<FeedReader> both(String taskId) {
        return Stream.concat(of(taskId).stream(), of(ALL).stream());
    }

    private Set<FeedReader> of(String taskId) {
        return readers.getOrDefault(taskId, Set.of());
    }
}
