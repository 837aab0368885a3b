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
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.storage.StorageException;
import studio.task.SqlSharedTasks;
import studio.task.Task;
import studio.task.TaskStore;
import studio.task.feed.FeedReader.Place;
import studio.task.run.LiveTasks;
import studio.task.run.QueueControls;
import studio.web.event.EventStream;
import studio.web.event.EventStreams;

/**
 * Sends every change of a task to its readers and to the readers of all tasks. One thread of its own makes each view once and
 * sends it, in the order of the changes: a change waits for no reader, and fails with none.
 * Those of other instances are read from the store when {@link OtherInstances} hears of them.
 *
 * <p>An event carries the newest state. So a reader that comes back is sent what is true now, not what it missed: of one task
 * when its version is a newer one, of all tasks those whose {@linkplain TaskStore.Changed number of change} is.
 */
@Singleton
public class TaskFeed implements LiveTasks.Listener, OtherInstances.Listener {
    /** How many changed tasks a reader of all can have missed; one that missed more loads the list. */
    static final int MAX_MISSED = 1000;

    /** Sent once to each reader of all tasks, so that it has an id to come back with. */
    @RegisterForReflection
    @Schema(name = "FeedReady")
    public record Ready(boolean complete) {}

    private final TaskViews views;
    private final TaskStore store;
    private final LiveTasks tasks;
    private final EventStreams streams;
    private final QueueControls controls;
    private final OtherInstances others;
    private final FeedQueue queue = new FeedQueue("task-feed");
    private final AtomicInteger streamsOpen = new AtomicInteger();
    /** Tasks elsewhere that may be further than on disk. */
    private final Set<String> further = ConcurrentHashMap.newKeySet();
    /** Belong to the feed's thread. */
    private final FeedReaders readers;

    private final ReadChanges changes;

    public TaskFeed(
            TaskViews views,
            TaskStore store,
            SqlSharedTasks shared,
            LiveTasks tasks,
            EventStreams streams,
            QueueControls controls,
            OtherInstances others) {
        this.views = views;
        this.store = store;
        this.tasks = tasks;
        this.streams = streams;
        this.controls = controls;
        this.others = others;
        this.readers = new FeedReaders(views::show);
        this.changes = new ReadChanges(store, shared, tasks, others, readers);
    }

    /** Before workers start. */
    public void onStart(@Observes @Priority(1500) StartupEvent event) {
        tasks.tellOf(this);
        controls.whenChanged(this::queueChanged);
        others.follow(this);
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
        others.tell(task);
        if (streamsOpen.get() > 0) {
            queue.submit(task, () -> changes.send(task, change));
        }
    }

    /** Queues one look into the store for all that is heard of meanwhile. */
    @Override
    public void changedElsewhere(String taskId, boolean onDisk, boolean now) {
        if (streamsOpen.get() > 0) {
            if (!onDisk) {
                further.add(taskId);
            }
            queue.submit(FeedReaders.ALL, now, () -> {
                Set<String> ids = Set.copyOf(further);
                changes.read(ids);
                further.removeAll(ids);
            });
        }
    }

    /** Queues an unfinished picture, for those who watch this moment. */
    @Override
    public void partial(String taskId, LiveTasks.Partial partial) {
        others.tell(taskId, partial);
        partialElsewhere(taskId, partial.call(), partial.index());
    }

    @Override
    public void partialElsewhere(String taskId, int call, int index) {
        queue.submit(() -> readers.send(TaskView.PartialPicture.of(taskId, call, index)));
    }

    /** Queues what was decided of the queue, for those who watch this moment; who comes later asks for it. */
    private void queueChanged() {
        others.tellOfQueue();
        if (!others.any()) {
            queueChangedElsewhere();
        }
    }

    @Override
    public void queueChangedElsewhere() {
        queue.submit(() -> {
            if (others.any()) {
                controls.reread();
            }
            readers.sendAll("queue", controls.state());
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
            if (others.any()) {
                long unused = changes.start();
            }
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
    public void followAll(EventStream stream, @Nullable String lastEventId, Language language) {
        join(stream, () -> {
            Place seen = Place.of(lastEventId);
            long last = changes.start();
            List<TaskStore.Changed> missed = seen == null || seen.change() > last
                    ? List.of()
                    : store.changedAfter(seen.change() - 1, MAX_MISSED + 1);
            boolean complete =
                    lastEventId == null || (seen != null && seen.change() <= last && missed.size() <= MAX_MISSED);
            FeedReader reader = new FeedReader(stream, language, 0);
            Place from = new Place(complete && seen != null ? seen.change() : last, 0);
            stream.send(from.toString(), "ready", new Ready(complete));
            if (complete && seen != null) {
                changes.resume(reader, seen, missed);
            }
            add(FeedReaders.ALL, reader);
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

    private void add(String taskId, FeedReader reader) {
        readers.add(taskId, reader);
        reader.stream.whenClosed(() -> queue.submit(() -> readers.remove(taskId, reader)));
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
