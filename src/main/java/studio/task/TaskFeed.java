package studio.task;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.web.EventStream;

/**
 * Tells listeners of every change, one task's listeners and those of all tasks. Ids let a reader come back without loss or
 * repeat: for one task its version, for all tasks a running number of this start of the server.
 */
@Singleton
class TaskFeed {
    /** How many past events a reader of all tasks can have missed. */
    private static final int RECENT = 1000;

    private static final int REMEMBERED_TASKS = 200;

    /** Sent once to each reader of all tasks, so that it has an id to come back with. */
    @RegisterForReflection
    @Schema(name = "FeedReady")
    record Ready(boolean complete) {}

    private record Numbered(long number, Task task) {}

    private record Reader(EventStream stream, boolean english) {}

    private final TaskViews views;
    private final Map<String, Set<Reader>> readers = new ConcurrentHashMap<>();
    private final Set<Reader> readersOfAll = ConcurrentHashMap.newKeySet();
    private final Cache<String, LiveTask> ended = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_TASKS)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Numbered> recent = new ArrayDeque<>();
    private final String start = Long.toString(System.currentTimeMillis(), 36);
    private long number;

    TaskFeed(TaskViews views) {
        this.views = views;
    }

    static String eventName(Task task) {
        return switch (task.status()) {
            case QUEUED, RUNNING, SAVING -> "status";
            case DONE -> "done";
            case FAILED -> "error";
            case CANCELED -> "canceled";
        };
    }

    /** Called under the lock of the task, so that the order is that of the changes. Never blocks on a reader. */
    void publish(Task task) {
        TaskView[] made = new TaskView[2];
        Set<Reader> own = readers.getOrDefault(task.id(), Set.of());
        for (Reader reader : own) {
            reader.stream().send(Long.toString(task.version()), eventName(task), view(task, reader, made));
            if (task.status().terminal()) {
                reader.stream().end();
            }
        }
        lock.lock();
        try {
            recent.addLast(new Numbered(++number, task));
            if (recent.size() > RECENT) {
                recent.removeFirst();
            }
            for (Reader reader : readersOfAll) {
                reader.stream().send(start + "-" + number, eventName(task), view(task, reader, made));
            }
        } finally {
            lock.unlock();
        }
    }

    /** An unfinished picture, for those who watch this moment. Called under the lock of the task. */
    void publish(String taskId, Partial partial) {
        PartialView view = PartialView.of(taskId, partial);
        for (Reader reader : readers.getOrDefault(taskId, Set.of())) {
            reader.stream().send(null, "partial", view);
        }
        lock.lock();
        try {
            readersOfAll.forEach(reader -> reader.stream().send(null, "partial", view));
        } finally {
            lock.unlock();
        }
    }

    private TaskView view(Task task, Reader reader, @Nullable TaskView[] made) {
        int index = reader.english() ? 1 : 0;
        TaskView view = made[index];
        if (view == null) {
            view = views.show(task, reader.english());
            made[index] = view;
        }
        return view;
    }

    /** Keeps the events of a task that has just ended, for readers who lost their connection before the last one. */
    void remember(LiveTask task) {
        ended.put(task.task().id(), task);
        readers.remove(task.task().id());
    }

    @Nullable
    LiveTask ended(String id) {
        return ended.getIfPresent(id);
    }

    /**
     * Joins a reader to one task.
     *
     * @param after the last version the reader has seen; null: it begins with the newest state
     */
    void follow(LiveTask task, EventStream stream, @Nullable Long after, boolean english) {
        Reader reader = new Reader(stream, english);
        task.lock().lock();
        try {
            Task now = task.task();
            long seen = after == null || after > now.version() ? now.version() - 1 : after;
            if (now.status().terminal() && after == null) {
                sendAsStatus(now, stream, english);
            }
            for (Task state : task.since(seen)) {
                stream.send(Long.toString(state.version()), eventName(state), views.show(state, english));
            }
            if (now.status().terminal()) {
                stream.end();
                return;
            }
            // In one step: the set goes with its last reader, who may leave at this very moment.
            readers.compute(now.id(), (id, all) -> {
                Set<Reader> joined = all == null ? ConcurrentHashMap.newKeySet() : all;
                joined.add(reader);
                return joined;
            });
        } finally {
            task.lock().unlock();
        }
        stream.whenClosed(() -> readers.computeIfPresent(task.task().id(), (id, all) -> {
            all.remove(reader);
            return all.isEmpty() ? null : all;
        }));
    }

    /** For a task that ended long ago: its state, its last event, the end. */
    void replay(Task task, EventStream stream, @Nullable Long after, boolean english) {
        if (after == null) {
            sendAsStatus(task, stream, english);
        }
        stream.send(Long.toString(task.version()), eventName(task), views.show(task, english));
        stream.end();
    }

    private void sendAsStatus(Task task, EventStream stream, boolean english) {
        stream.send(Long.toString(task.version() - 1), "status", views.show(task, english));
    }

    /**
     * Joins a reader to all tasks. First comes a {@code ready} event; when it says {@code complete: false}, events were missed
     * that are no longer known and the reader should load the list again.
     */
    void followAll(EventStream stream, @Nullable String lastEventId, boolean english) {
        Reader reader = new Reader(stream, english);
        lock.lock();
        try {
            long seen = seenOf(lastEventId);
            boolean complete = lastEventId == null || (seen >= 0 && seen >= number - recent.size());
            long from = complete && lastEventId != null ? seen : number;
            stream.send(start + "-" + from, "ready", new Ready(complete));
            for (Numbered event : recent) {
                if (event.number() > from) {
                    stream.send(
                            start + "-" + event.number(), eventName(event.task()), views.show(event.task(), english));
                }
            }
            readersOfAll.add(reader);
        } finally {
            lock.unlock();
        }
        stream.whenClosed(() -> readersOfAll.remove(reader));
    }

    private long seenOf(@Nullable String lastEventId) {
        if (lastEventId == null || !lastEventId.startsWith(start + "-")) {
            return -1;
        }
        try {
            long seen = Long.parseLong(lastEventId.substring(start.length() + 1));
            return seen > number ? -1 : seen;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
