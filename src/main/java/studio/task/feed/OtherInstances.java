package studio.task.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Change;
import studio.storage.ChangeBus.Subject;
import studio.task.Task;
import studio.task.TaskStep;
import studio.task.run.LiveTasks;
import studio.task.run.LiveTasks.Partial;

/**
 * Tells other instances what of this one's tasks is not on disk, and knows it of theirs. What is on disk the store tells itself. Without
 * other instances it does nothing.
 */
@Singleton
public class OtherInstances {
    private static final Logger LOG = Logger.getLogger(OtherInstances.class);
    private static final int MAX_KNOWN = 10_000;
    private static final Duration KNOWN = Duration.ofHours(2);

    /** Larger unfinished pictures are shown by their own instance only. */
    private static final long MAX_PARTIAL_BYTES = 4L << 20;

    /** Receives what is heard; on any thread, and must not block. */
    interface Listener {
        /**
         * @param onDisk whether the store has more of the task than before
         * @param now whether the task may have ended
         */
        void changedElsewhere(String taskId, boolean onDisk, boolean now);

        void partialElsewhere(String taskId, int call, int index);

        void queueChangedElsewhere();
    }

    private record Known(long version, TaskStep step) {
        Known newer(Known other) {
            return other.version > version ? other : this;
        }
    }

    private final ChangeBus changes;
    private final LiveTasks tasks;
    private final SqlPartials partials;
    /** One change of a task every moment is enough for who looks on. */
    private final FeedQueue outgoing = new FeedQueue("task-steps");

    private final Set<String> shown = ConcurrentHashMap.newKeySet();
    private final Cache<String, Known> known =
            Caffeine.newBuilder().maximumSize(MAX_KNOWN).expireAfterWrite(KNOWN).build();

    public OtherInstances(ChangeBus changes, LiveTasks tasks, SqlPartials partials) {
        this.changes = changes;
        this.tasks = tasks;
        this.partials = partials;
    }

    boolean any() {
        return changes.shared();
    }

    void follow(Listener listener) {
        if (any()) {
            changes.subscribe(change -> heard(change, listener));
        }
    }

    /** A task of this instance has changed. Never blocks. */
    void tell(Task task) {
        if (!any()) {
            return;
        }
        if (!task.status().terminal()) {
            outgoing.submit(
                    task,
                    () -> changes.publish(new Change(
                            Subject.TASK,
                            task.id(),
                            task.version(),
                            TaskStep.of(task).wire())));
        } else if (shown.remove(task.id())) {
            outgoing.submit(() -> forget(task.id()));
        }
    }

    /** Never blocks. */
    void tell(String taskId, Partial partial) {
        if (any()) {
            outgoing.submit(List.of(taskId, partial.call()), false, () -> hand(taskId, partial));
        }
    }

    /** Never blocks. */
    void tellOfQueue() {
        if (any()) {
            changes.publish(Change.queue());
        }
    }

    private void hand(String taskId, Partial partial) {
        try {
            ImageInfo info = ImageProbe.probe(partial.file());
            if (tasks.find(taskId).isEmpty()
                    || !info.format().raster()
                    || Files.size(partial.file()) > MAX_PARTIAL_BYTES) {
                return;
            }
            shown.add(taskId);
            partials.put(
                    taskId,
                    partial.call(),
                    Files.readAllBytes(partial.file()),
                    info.format().mediaType());
            changes.publish(new Change(Subject.PARTIAL, taskId, 0, partial.call() + " " + partial.index()));
        } catch (IOException | NotAnImageException replaced) {
            LOG.debug("An unfinished picture is gone already", replaced);
        } catch (RuntimeException e) {
            LOG.debug("An unfinished picture is not shown by other instances", e);
        }
    }

    private void forget(String taskId) {
        try {
            partials.remove(taskId);
        } catch (RuntimeException e) {
            LOG.debug("Unfinished pictures stay until another task removes them", e);
        }
    }

    private void heard(Change change, Listener to) {
        switch (change.subject()) {
            case TASK -> changed(change, to);
            case PARTIAL -> partial(change, to);
            case QUEUE -> to.queueChangedElsewhere();
            default -> {}
        }
    }

    private void changed(Change change, Listener to) {
        String id = change.id();
        if (tasks.find(id).isPresent()) {
            known.invalidate(id);
            return;
        }
        TaskStep step = TaskStep.read(change.stage()).orElse(null);
        if (step == null || step.ends()) {
            if (step != null) {
                known.invalidate(id);
            }
            to.changedElsewhere(id, true, step != null);
        } else {
            Known one = new Known(change.version(), step);
            Known newest = known.asMap().merge(id, one, Known::newer);
            if (newest.equals(one)) {
                to.changedElsewhere(id, step.status() == null, false);
            }
        }
    }

    private void partial(Change change, Listener to) {
        String[] numbers = String.valueOf(change.stage()).split(" ", -1);
        if (tasks.find(change.id()).isEmpty()
                && numbers.length == 2
                && (numbers[0] + numbers[1]).matches("[0-9]{1,9}")) {
            to.partialElsewhere(change.id(), Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        }
    }

    /** Of what is on disk the task as its owner has it. */
    Task newest(Task stored) {
        Known more = known.getIfPresent(stored.id());
        if (more == null) {
            return stored;
        }
        if (stored.status().terminal()) {
            known.invalidate(stored.id());
            return stored;
        }
        return more.step().of(stored, more.version());
    }

    /** Ids of tasks that are further than on disk. */
    Set<String> known() {
        return Set.copyOf(known.asMap().keySet());
    }

    @PreDestroy
    void close() {
        outgoing.close();
    }
}
