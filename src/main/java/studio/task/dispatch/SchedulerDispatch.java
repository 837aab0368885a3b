package studio.task.dispatch;

import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.ChangeBus;
import studio.storage.ChangeBus.Subject;
import studio.storage.Instances;
import studio.storage.Transactions;
import studio.storage.job.Executions;
import studio.task.Task;
import studio.task.TaskStatus.Stage;
import studio.task.TaskStore;
import studio.task.run.LiveTask;
import studio.task.run.LiveTasks;
import studio.task.run.LostTasks;
import studio.task.run.TaskDispatch;

/**
 * Gives out the tasks of all instances by db-scheduler: each waits as a row, and is picked by the first instance that has a lane for it
 * (ADR 65). A task is live in the process that has picked it, and nowhere before. Who works on it stands in the task too, and is what
 * counts: a row only says that somebody should look.
 */
final class SchedulerDispatch implements TaskDispatch {
    private static final Logger LOG = Logger.getLogger(SchedulerDispatch.class);
    private static final Duration BEAT = Duration.ofSeconds(5);
    /** How often tasks without a row are looked for: there are none, unless somebody has removed rows. */
    private static final Duration ROWS = Duration.ofMinutes(1);

    private static final Duration PLACES_HOLD = Duration.ofMillis(300);

    private final TaskStore store;
    private final Transactions transactions;
    private final SqlExecutions rows;
    private final Instances instances;
    private final LaneExecutor candidates = new LaneExecutor(this::candidatesWait, this::nudge);
    private final ClaimTasks claims;
    /** Tasks that are worked on without db-scheduler, which does not know that they live. */
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    private final AtomicInteger seconds = new AtomicInteger();
    private volatile Runnable offer = () -> {};
    private volatile Places places = new Places(Map.of(), System.nanoTime() - PLACES_HOLD.toNanos());
    private volatile boolean paused;
    private volatile boolean started;
    private volatile boolean closed;
    private volatile int maxWaiting;

    SchedulerDispatch(
            TaskStore store,
            Transactions transactions,
            LiveTasks tasks,
            LostTasks lostTasks,
            SqlExecutions rows,
            Instances instances,
            ChangeBus changes,
            Executions executions,
            SchedulerListener counts) {
        this.store = store;
        this.transactions = transactions;
        this.rows = rows;
        this.instances = instances;
        this.claims = new ClaimTasks(store, rows, tasks, lostTasks, candidates, executions, counts);
        changes.subscribe(change -> {
            if (change.subject() == Subject.TASK && Stage.QUEUED.name().equals(change.stage())) {
                claims.look();
            }
        });
    }

    @Override
    public void assertRoom() {
        if (closed) {
            throw full(ProblemCode.SHUTTING_DOWN);
        }
        Load load = rows.load();
        if (load.running() + load.waiting() >= maxWaiting + rows.concurrent()) {
            throw full(ProblemCode.QUEUE_FULL);
        }
    }

    private static ProblemException full(ProblemCode code) {
        return ProblemException.of(code).withHeader("Retry-After", "10");
    }

    /** In one transaction, of which there is one at a time, so that the count is exact and nobody accepts the same. */
    @Override
    public boolean accept(Task task, Runnable reserve, LongSupplier insert) {
        return transactions.write(() -> {
            assertRoom();
            reserve.run();
            boolean inserted = insert.getAsLong() > 0;
            if (inserted) {
                rows.add(task.id());
            }
            return inserted;
        });
    }

    @Override
    public <T> T alone(Supplier<T> work) {
        return transactions.write(work);
    }

    @Override
    public List<Task> left() {
        rows.giveBack();
        return store.own();
    }

    @Override
    public void restore(LiveTask task, boolean hadStarted) {
        String id = task.task().id();
        rows.hold(id);
        held.add(id);
        candidates.addFirst(new Work(id, () -> {
            if (claims.work(task)) {
                rows.remove(id);
            }
            held.remove(id);
        }));
    }

    @Override
    public void withdraw(String id) {
        rows.remove(id);
    }

    @Override
    public boolean toFront(String id) {
        return rows.toFront(id);
    }

    @Override
    public @Nullable Integer position(String id) {
        Places now = places;
        if (System.nanoTime() - now.readAt() > PLACES_HOLD.toNanos()) {
            now = Places.of(rows.next(Integer.MAX_VALUE));
            places = now;
        }
        return now.of().get(id);
    }

    /** Asked for with every view of a waiting task, so it is not read each time. */
    private record Places(Map<String, Integer> of, long readAt) {
        static Places of(List<String> order) {
            Map<String, Integer> places = HashMap.newHashMap(order.size());
            order.forEach(id -> places.put(id, places.size() + 1));
            return new Places(places, System.nanoTime());
        }
    }

    @Override
    public List<String> next(int most) {
        return rows.next(most);
    }

    @Override
    public Load load() {
        return rows.load();
    }

    @Override
    public void control(boolean hold, int concurrent, int newMaxWaiting) {
        maxWaiting = newMaxWaiting;
        instances.worksOn(concurrent);
        paused = hold;
        candidatesWait();
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public boolean paused() {
        return paused;
    }

    @Override
    public void start(Runnable workOffered, Predicate<LiveTask> taskRunner) {
        offer = workOffered;
        int added = rows.addMissing();
        if (added > 0) {
            LOG.infof("%d unfinished tasks of an earlier server wait", added);
        }
        claims.start(taskRunner);
        started = true;
    }

    @Override
    public boolean ready() {
        return started && !closed && candidates.waiting(!paused);
    }

    @Override
    public @Nullable Work poll() {
        Work work = ready() ? candidates.poll(!paused) : null;
        candidatesWait();
        return work;
    }

    @Override
    public void putBack(Work work) {
        candidates.addFirst(work);
    }

    @Override
    public void nudge() {
        offer.run();
    }

    /** Looks for more only when what was found has found its lane: what waits here, another instance could take. */
    private synchronized void candidatesWait() {
        if (paused || closed || candidates.waiting(true)) {
            claims.pause();
        } else {
            claims.resume();
        }
    }

    @Override
    public void everySecond() {
        int now = seconds.incrementAndGet();
        if (now % BEAT.toSeconds() == 0) {
            rows.beat(List.copyOf(held));
        }
        if (now % ROWS.toSeconds() == 0) {
            rows.addMissing();
        }
    }

    @Override
    public void close() {
        closed = true;
        claims.close();
    }

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public void end() {
        claims.stop();
    }
}
