package studio.push;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.account.OpenSessions;
import studio.storage.ChangeBus;
import studio.task.SqlSharedTasks;
import studio.task.Task;
import studio.task.run.LiveTasks;

/**
 * Tells browsers that subscribed what has ended since they last had the page in sight, in one message for what ends together. It
 * has threads of its own: no task ever waits for it, or fails with it.
 */
@Singleton
class SendNotices implements LiveTasks.Listener {
    private static final Logger LOG = Logger.getLogger(SendNotices.class);

    private final SqlPush store;
    private final Predicate<String> goesOn;
    private final Watching watching;
    private final GatherEnds gathered;
    private final Deliveries deliveries;
    private final PushThreads threads;
    /** By session, as long as it is subscribed. */
    private final Map<String, Unseen> unseen = new ConcurrentHashMap<>();

    private volatile IntSupplier underWay = () -> 0;
    private @Nullable Future<?> planned;
    private Instant plannedAt = Instant.MAX;

    @Inject
    SendNotices(SqlPush store, PostNotice post, OpenSessions sessions, Watching watching) {
        this(
                store,
                post,
                sessions::contains,
                watching,
                new PushThreads(),
                GatherEnds.Pace.USUAL,
                Duration.ofSeconds(5));
    }

    /**
     * @param goesOn whether a session has not ended
     * @param pause before a second try
     */
    SendNotices(
            SqlPush store,
            PostNotice post,
            Predicate<String> goesOn,
            Watching watching,
            PushThreads threads,
            GatherEnds.Pace pace,
            Duration pause) {
        this.store = store;
        this.goesOn = goesOn;
        this.watching = watching;
        this.threads = threads;
        this.gathered = new GatherEnds(pace);
        this.deliveries = new Deliveries(store, post, threads, pause, this::notice);
    }

    void onStart(
            @Observes @Priority(1500) StartupEvent event, LiveTasks tasks, ChangeBus changes, SqlSharedTasks stored) {
        IntSupplier here = () -> (int) tasks.all().stream()
                .filter(one -> !one.task().status().terminal())
                .count();
        countBy(changes.shared() ? stored::unfinished : here);
        tasks.tellOf(this);
    }

    /** @param tasks how many have not ended */
    void countBy(IntSupplier tasks) {
        underWay = tasks;
    }

    @PreDestroy
    void close() {
        threads.close();
    }

    @Override
    public void changed(Task task, long change) {
        if (task.status().terminal()) {
            Optional<TaskEnd> end = TaskEnd.of(task, Instant.now());
            threads.run(() -> ended(end));
        }
    }

    /** Tells at once what would have been told later. */
    @Override
    public void settle(Duration limit) throws InterruptedException {
        threads.settle(limit);
        tell();
        threads.settle(limit);
    }

    private void ended(Optional<TaskEnd> end) {
        end.ifPresent(gathered::add);
        plan();
    }

    /** An end may bring forward what is planned: that of the last task, or of a canceled one that was waited for. */
    private void plan() {
        int others = underWay.getAsInt();
        synchronized (this) {
            Instant now = Instant.now();
            gathered.due(others, now).filter(due -> due.isBefore(plannedAt)).ifPresent(due -> {
                unplan();
                planned = threads.plan(Duration.between(now, due), this::tell);
                plannedAt = due;
            });
        }
    }

    private void unplan() {
        if (planned != null) {
            planned.cancel(false);
        }
        planned = null;
        plannedAt = Instant.MAX;
    }

    private void tell() {
        int others = underWay.getAsInt();
        List<TaskEnd> ends;
        synchronized (this) {
            unplan();
            ends = gathered.take(others, Instant.now());
        }
        try {
            if (!ends.isEmpty()) {
                tell(ends, others);
            }
        } catch (RuntimeException e) {
            LOG.warn("Nobody was notified of what has ended", e);
        }
        plan();
    }

    private void tell(List<TaskEnd> ends, int others) {
        Set<String> subscribed = new HashSet<>();
        for (Subscription subscription : store.all()) {
            String session = subscription.sessionId();
            if (goesOn.test(session)) {
                subscribed.add(session);
                Instant seen = watching.lastSeen(session);
                List<TaskEnd> news =
                        ends.stream().filter(end -> !end.at().isBefore(seen)).toList();
                if (!news.isEmpty()) {
                    Unseen before = unseen.get(session);
                    boolean looked = before == null || before.endedBefore(seen);
                    unseen.put(session, Unseen.after(looked ? null : before, news, others));
                    deliveries.send(subscription);
                }
            }
        }
        unseen.keySet().retainAll(subscribed);
    }

    /** Empty where the person has looked meanwhile. */
    private Optional<TaskNotice> notice(Subscription to) {
        return Optional.ofNullable(unseen.get(to.sessionId()))
                .filter(found -> !found.endedBefore(watching.lastSeen(to.sessionId())))
                .map(found -> TaskNotice.of(found, underWay.getAsInt(), to));
    }
}
