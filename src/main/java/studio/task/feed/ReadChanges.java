package studio.task.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.task.SqlSharedTasks;
import studio.task.Task;
import studio.task.TaskStore;
import studio.task.feed.FeedReader.Place;
import studio.task.run.LiveTask;
import studio.task.run.LiveTasks;

/**
 * Sends readers what any instance has written, in the order of the changes, and what is further than on disk. All changes up to a number
 * have been sent, and no event's id is beyond it: a reader resumes on any instance without a gap (ADR 66). Belongs to the feed's
 * thread.
 */
final class ReadChanges {
    private static final int BATCH = 200;
    private static final int MAX_REMEMBERED = 10_000;

    private final TaskStore store;
    private final SqlSharedTasks shared;
    private final LiveTasks tasks;
    private final OtherInstances others;
    private final FeedReaders readers;
    /** The newest version of each task that was sent to who was there. */
    private final Cache<String, Long> sent =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private long complete;

    ReadChanges(TaskStore store, SqlSharedTasks shared, LiveTasks tasks, OtherInstances others, FeedReaders readers) {
        this.store = store;
        this.shared = shared;
        this.tasks = tasks;
        this.others = others;
        this.readers = readers;
    }

    /**
     * Before a reader joins, who is then sent all changes after this.
     *
     * @return the number of the newest change that it need not be sent
     */
    long start() {
        if (!others.any()) {
            return store.lastChange();
        }
        if (readers.none()) {
            complete = store.lastChange();
        } else {
            read(Set.of());
        }
        return complete;
    }

    /**
     * Sends what is new on disk.
     *
     * @param further tasks of other instances that may be further than on disk
     */
    void read(Collection<String> further) {
        if (readers.none()) {
            return;
        }
        Set<String> left = new HashSet<>(further);
        List<TaskStore.Changed> next;
        do {
            next = store.changedAfter(complete, BATCH);
            for (TaskStore.Changed one : next) {
                send(newest(one.task()), one.change());
                left.remove(one.task().id());
                complete = one.change();
            }
        } while (next.size() == BATCH);
        if (!left.isEmpty()) {
            shared.findAll(left).forEach(one -> send(newest(one.task()), one.change()));
        }
    }

    /** Sends a reader who comes back what is true now of tasks that it may have missed a change of. */
    void resume(FeedReader reader, Place seen, List<TaskStore.Changed> missed) {
        Set<String> further = new HashSet<>(others.known());
        Map<String, LiveTask> alive = new HashMap<>();
        tasks.all().forEach(one -> alive.put(one.task().id(), one));
        for (TaskStore.Changed one : missed) {
            alive.remove(one.task().id());
            further.remove(one.task().id());
            again(newest(one.task()), one.change(), seen, reader);
        }
        alive.values().forEach(one -> again(one.task(), one.change(), seen, reader));
        if (!further.isEmpty()) {
            shared.findAll(further).forEach(one -> again(newest(one.task()), one.change(), seen, reader));
        }
    }

    private void again(Task task, long change, Place seen, FeedReader reader) {
        Place place = place(task, change);
        if (!place.equals(seen)) {
            readers.send(task, place, reader);
        }
    }

    /** As it is in memory, here or elsewhere, or on disk, whichever is newer. */
    private Task newest(Task stored) {
        Task here = tasks.find(stored.id()).map(LiveTask::task).orElse(null);
        if (here == null) {
            return others.newest(stored);
        }
        return here.version() < stored.version() ? stored : here;
    }

    void send(Task task, long change) {
        if (others.any()) {
            @Nullable Long before = sent.getIfPresent(task.id());
            if (before != null && before >= task.version()) {
                return;
            }
            readers.send(task, place(task, change));
            sent.put(task.id(), task.version());
        } else {
            readers.send(task, place(task, change));
        }
    }

    private Place place(Task task, long change) {
        return new Place(others.any() ? Math.min(change, complete) : change, task.version());
    }
}
