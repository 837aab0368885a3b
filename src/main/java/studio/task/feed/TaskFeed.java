package studio.task.feed;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.storage.StorageException;
import studio.task.Task;
import studio.task.TaskStore;
import studio.task.feed.FeedReader.Place;
import studio.task.run.LiveTask;
import studio.task.run.LiveTasks;
import studio.task.run.QueueControls;
import studio.web.event.EventStream;
import studio.web.event.EventStreams;

/**
 * Sends every change of a task to its readers and to the readers of all tasks. One thread of its own makes each view once and
 * sends it, in the order of the changes: a change waits for no reader, and fails with none.
 *
 * <p>An event carries the newest state. So a reader that comes back is sent what is true now, not what it missed: of one task
 * when its version is a newer one, of all tasks those whose {@linkplain TaskStore.Changed number of change} is.
 */
@Singleton
public class TaskFeed implements LiveTasks.Listener {
    /** How many changed tasks a reader of all can have missed; one that missed more loads the list. */
    static final int MAX_MISSED = 1000;

    private static final String ALL = "";

    /** Sent once to each reader of all tasks, so that it has an id to come back with. */
    @RegisterForReflection
    @Schema(name = "FeedReady")
    public record Ready(boolean complete) {}

    private final TaskViews views;
    private final TaskStore store;
    private final LiveTasks tasks;
    private final EventStreams streams;
    private final QueueControls controls;
    private final FeedQueue queue = new FeedQueue();
    private final AtomicInteger streamsOpen = new AtomicInteger();
    /** By task, and those of {@link #ALL}; belongs to the feed's thread. */
    private final Map<String, Set<FeedReader>> readers = new HashMap<>();

    public TaskFeed(TaskViews views, TaskStore store, LiveTasks tasks, EventStreams streams, QueueControls controls) {
        this.views = views;
        this.store = store;
        this.tasks = tasks;
        this.streams = streams;
        this.controls = controls;
    }

    /** Before workers start. */
    void onStart(@Observes @Priority(1500) StartupEvent event) {
        tasks.tellOf(this);
        controls.whenChanged(this::queueChanged);
    }

    /**
     * Opens a stream of one task.
     *
     * @param lastEventId what the reader has seen last; anything but a number counts as nothing
     * @throws studio.problem.ProblemException 404
     * @throws WebApplicationException 204 when the reader has seen the last event: EventSource then stops to reconnect
     */
    public Multi<OutboundSseEvent> one(String id, @Nullable String lastEventId, Language language) {
        Task task = views.find(id);
        String seen = lastEventId == null ? "" : lastEventId.strip();
        Long after = seen.matches("[0-9]{1,18}") ? Long.valueOf(seen) : null;
        if (task.status().terminal() && after != null && after >= task.version()) {
            throw new WebApplicationException(Response.noContent().build());
        }
        return streams.open(stream -> follow(() -> views.find(id), stream, after, language));
    }

    /** Opens a stream of all tasks. */
    public Multi<OutboundSseEvent> all(@Nullable String lastEventId, Language language) {
        return streams.open(stream -> followAll(stream, lastEventId, language));
    }

    /** Queues a new state, unless nobody watches: a reader who joins later finds it. Never blocks. */
    @Override
    public void changed(Task task, long change) {
        if (streamsOpen.get() > 0) {
            queue.submit(task, () -> send(task, change));
        }
    }

    /** Queues an unfinished picture, for those who watch this moment. */
    @Override
    public void partial(String taskId, LiveTasks.Partial partial) {
        queue.submit(() -> {
            TaskView.PartialPicture view = TaskView.PartialPicture.of(taskId, partial);
            Stream.concat(of(taskId).stream(), of(ALL).stream())
                    .forEach(reader -> reader.stream.send(null, "partial", view));
        });
    }

    /** Queues what was decided of the queue, for those who watch this moment; who comes later asks for it. */
    private void queueChanged() {
        queue.submit(() -> {
            QueueControls.State now = controls.state();
            of(ALL).forEach(reader -> reader.stream.send(null, "queue", now));
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
            FeedReader reader = new FeedReader(stream, language, unseen ? now.version() - 1 : after);
            TaskView view = views.show(now, language);
            if (unseen && now.status().terminal()) {
                stream.send(Long.toString(now.version() - 1), "status", view);
            }
            reader.send(now, view);
            if (!now.status().terminal()) {
                add(now.id(), reader);
            }
        });
    }

    /**
     * Joins a reader to all tasks. First comes a {@code ready} event; when it says {@code complete: false}, more was missed than
     * is sent again and the reader should load the list.
     */
    private void followAll(EventStream stream, @Nullable String lastEventId, Language language) {
        join(stream, () -> {
            Place seen = Place.of(lastEventId);
            long last = store.lastChange();
            List<TaskStore.Changed> changes = seen == null || seen.change() > last
                    ? List.of()
                    : store.changedAfter(seen.change() - 1, MAX_MISSED + 1);
            boolean complete =
                    lastEventId == null || (seen != null && seen.change() <= last && changes.size() <= MAX_MISSED);
            FeedReader reader = new FeedReader(stream, language, 0);
            Place from = new Place(complete && seen != null ? seen.change() : last, 0);
            stream.send(from.toString(), "ready", new Ready(complete));
            if (complete && seen != null) {
                Map<String, LiveTask> alive = new HashMap<>();
                tasks.all().forEach(one -> alive.put(one.task().id(), one));
                for (TaskStore.Changed one : changes) {
                    LiveTask inMemory = alive.remove(one.task().id());
                    again(inMemory == null ? one.task() : inMemory.task(), one.change(), seen, reader);
                }
                alive.values().forEach(one -> again(one.task(), one.change(), seen, reader));
            }
            add(ALL, reader);
        });
    }

    /** A reader whose task has gone meanwhile is not left waiting. */
    private void join(EventStream stream, Runnable joining) {
        streamsOpen.incrementAndGet();
        stream.whenClosed(streamsOpen::decrementAndGet);
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

    private void again(Task task, long change, Place seen, FeedReader reader) {
        Place place = new Place(change, task.version());
        if (!place.equals(seen)) {
            reader.send(place, task, views.show(task, reader.language));
        }
    }

    /** Views first: where one cannot be made, the whole job is done again, and no reader is sent anything twice. */
    private void send(Task task, long change) {
        Map<Language, TaskView> made = new HashMap<>();
        Stream.concat(of(task.id()).stream(), of(ALL).stream()).forEach(reader -> view(task, reader, made));
        of(task.id()).forEach(reader -> reader.send(task, view(task, reader, made)));
        Place place = new Place(change, task.version());
        of(ALL).forEach(reader -> reader.send(place, task, view(task, reader, made)));
        if (task.status().terminal()) {
            readers.remove(task.id());
        }
    }

    private TaskView view(Task task, FeedReader reader, Map<Language, TaskView> made) {
        return made.computeIfAbsent(reader.language, language -> views.show(task, language));
    }

    private Set<FeedReader> of(String taskId) {
        return readers.getOrDefault(taskId, Set.of());
    }

    private void add(String taskId, FeedReader reader) {
        readers.computeIfAbsent(taskId, id -> new HashSet<>()).add(reader);
        reader.stream.whenClosed(() -> queue.submit(() -> readers.computeIfPresent(taskId, (id, all) -> {
            all.remove(reader);
            return all.isEmpty() ? null : all;
        })));
    }

    /** Waits until all changes have been passed to the readers, and not longer. */
    @Override
    public void settle(Duration limit) throws InterruptedException {
        queue.settle(limit);
    }

    @PreDestroy
    public void close() {
        queue.close();
    }
}
