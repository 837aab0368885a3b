package studio.task.feed;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.storage.StorageException;
import studio.task.Task;
import studio.task.TaskStore;
import studio.task.run.LiveTask;
import studio.task.run.LiveTasks;
import studio.task.run.TaskListener;
import studio.task.run.TaskListener.Partial;
import studio.web.event.EventStream;

/**
 * Sends every change of a task to its readers and to the readers of all tasks. One thread of its own makes each view once and
 * sends it, in the order of the changes: a change waits for nobody who listens, and fails with nobody.
 *
 * <p>An event carries the newest state. So a reader that comes back is sent what is true now, not what it missed: of one task
 * when its version is a newer one, of all tasks those whose {@linkplain TaskStore.Changed number of change} is.
 */
@Singleton
public class TaskFeed implements TaskListener {
    /** How many changed tasks a reader of all can have missed; one that missed more loads the list. */
    static final int MOST_MISSED = 1000;

    /** Sent once to each reader of all tasks, so that it has an id to come back with. */
    @RegisterForReflection
    @Schema(name = "FeedReady")
    public record Ready(boolean complete) {}

    private static final class Reader {
        private final EventStream stream;
        private final Language language;
        private long seen;

        private Reader(EventStream stream, Language language, long seen) {
            this.stream = stream;
            this.language = language;
            this.seen = seen;
        }
    }

    private final TaskViews views;
    private final TaskStore store;
    private final LiveTasks tasks;
    private final FeedQueue queue = new FeedQueue();
    // These belong to the feed's thread.
    private final Map<String, Set<Reader>> readers = new HashMap<>();
    private final Set<Reader> readersOfAll = new HashSet<>();

    public TaskFeed(TaskViews views, TaskStore store, LiveTasks tasks) {
        this.views = views;
        this.store = store;
        this.tasks = tasks;
    }

    /** Before workers begin. */
    void onStart(@Observes @Priority(1500) StartupEvent event) {
        tasks.tellOf(this);
    }

    public static String eventName(Task task) {
        return switch (task.status()) {
            case QUEUED, RUNNING, SAVING -> "status";
            case DONE -> "done";
            case FAILED -> "error";
            case CANCELED -> "canceled";
        };
    }

    /** Queues a new state. Never blocks. */
    @Override
    public void changed(Task task, long change) {
        queue.submit(task, () -> send(task, change));
    }

    /** Queues an unfinished picture, for those who watch this moment. */
    @Override
    public void partial(String taskId, Partial partial) {
        queue.submit(() -> {
            PartialView view = PartialView.of(taskId, partial);
            readers.getOrDefault(taskId, Set.of()).forEach(reader -> reader.stream.send(null, "partial", view));
            readersOfAll.forEach(reader -> reader.stream.send(null, "partial", view));
        });
    }

    /**
     * Joins a reader to one task. It is sent the whole task as a {@code status} at once unless it has seen it, and exactly one
     * event of its end.
     *
     * @param newest finds the task as it is when the reader joins
     * @param after the last version that the reader has seen; null: none
     */
    public void follow(Supplier<Task> newest, EventStream stream, @Nullable Long after, Language language) {
        join(stream, () -> {
            Task now = newest.get();
            boolean unseen = after == null || after > now.version();
            Reader reader = new Reader(stream, language, unseen ? now.version() - 1 : after);
            Map<Language, TaskView> made = new HashMap<>();
            TaskView view = view(now, reader, made);
            if (unseen && now.status().terminal()) {
                stream.send(Long.toString(now.version() - 1), "status", view);
            }
            if (!sent(now, reader, made)) {
                readers.computeIfAbsent(now.id(), id -> new HashSet<>()).add(reader);
                stream.whenClosed(() -> queue.submit(() -> forget(now.id(), reader)));
            }
        });
    }

    /**
     * Joins a reader to all tasks. First comes a {@code ready} event; when it says {@code complete: false}, more was missed than
     * is sent again and the reader should load the list.
     */
    public void followAll(EventStream stream, @Nullable String lastEventId, Language language) {
        join(stream, () -> {
            Seen seen = Seen.of(lastEventId);
            long last = store.lastChange();
            List<TaskStore.Changed> changes = seen == null || seen.change() > last
                    ? List.of()
                    : store.changedAfter(seen.change() - 1, MOST_MISSED + 1);
            boolean complete =
                    lastEventId == null || (seen != null && seen.change() <= last && changes.size() <= MOST_MISSED);
            Reader reader = new Reader(stream, language, 0);
            stream.send(
                    new Seen(complete && seen != null ? seen.change() : last, 0).toString(),
                    "ready",
                    new Ready(complete));
            if (complete && seen != null) {
                Map<String, LiveTask> alive = new HashMap<>();
                tasks.all().forEach(one -> alive.put(one.task().id(), one));
                for (TaskStore.Changed one : changes) {
                    LiveTask inMemory = alive.remove(one.task().id());
                    again(inMemory == null ? one.task() : inMemory.task(), one.change(), seen, reader);
                }
                alive.values().forEach(one -> again(one.task(), one.change(), seen, reader));
            }
            readersOfAll.add(reader);
            stream.whenClosed(() -> queue.submit(() -> readersOfAll.remove(reader)));
        });
    }

    /** A reader whose task has gone meanwhile is not left waiting. */
    private void join(EventStream stream, Runnable joining) {
        queue.submit(() -> {
            try {
                joining.run();
            } catch (RuntimeException e) {
                if (!StorageException.passes(e)) {
                    stream.end();
                }
                throw e;
            }
        });
    }

    private void again(Task task, long change, Seen seen, Reader reader) {
        Seen event = new Seen(change, task.version());
        if (!event.equals(seen)) {
            reader.stream.send(event.toString(), eventName(task), views.show(task, reader.language));
        }
    }

    /** The id of an event to readers of all tasks: number of the change and version of the task. */
    private record Seen(long change, long version) {
        static @Nullable Seen of(@Nullable String id) {
            if (id == null || !id.matches("[0-9]{1,18}\\.[0-9]{1,18}")) {
                return null;
            }
            int dot = id.indexOf('.');
            return new Seen(Long.parseLong(id.substring(0, dot)), Long.parseLong(id.substring(dot + 1)));
        }

        @Override
        public String toString() {
            return change + "." + version;
        }
    }

    private void send(Task task, long change) {
        Map<Language, TaskView> made = new HashMap<>();
        Set<Reader> own = readers.getOrDefault(task.id(), Set.of());
        // Views first: where one cannot be made, the whole job is done again, and no reader is sent anything twice.
        for (Reader reader : own) {
            view(task, reader, made);
        }
        for (Reader reader : readersOfAll) {
            view(task, reader, made);
        }
        own.forEach(reader -> sent(task, reader, made));
        for (Reader reader : readersOfAll) {
            reader.stream.send(new Seen(change, task.version()).toString(), eventName(task), view(task, reader, made));
        }
        if (task.status().terminal()) {
            readers.remove(task.id());
        }
    }

    /** Sends a state that the reader has not seen; returns whether it was the task's end. */
    private boolean sent(Task task, Reader reader, Map<Language, TaskView> made) {
        if (task.version() > reader.seen) {
            reader.stream.send(Long.toString(task.version()), eventName(task), view(task, reader, made));
            reader.seen = task.version();
        }
        if (task.status().terminal()) {
            reader.stream.end();
        }
        return task.status().terminal();
    }

    private TaskView view(Task task, Reader reader, Map<Language, TaskView> made) {
        return made.computeIfAbsent(reader.language, language -> views.show(task, language));
    }

    private void forget(String taskId, Reader reader) {
        readers.computeIfPresent(taskId, (id, all) -> {
            all.remove(reader);
            return all.isEmpty() ? null : all;
        });
    }

    /** Waits until all that was told is with its readers, and not longer. */
    @Override
    public void settle(Duration limit) throws InterruptedException {
        queue.settle(limit);
    }

    @PreDestroy
    public void close() {
        queue.close();
    }
}
