package studio.task.run;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.task.TaskStore;

/** Tasks of a process that is alone with its database: they wait in a {@link TaskQueue}, and all of them are live. */
public final class InMemoryQueue implements TaskDispatch {
    private final TaskQueue queue;
    private final LiveTasks tasks;
    private final TaskStore store;
    private final Queue<LiveTask> unfinished = new ConcurrentLinkedQueue<>();
    private final ReentrantLock accepting = new ReentrantLock();
    private volatile Runnable offer = () -> {};
    /** Null until the start: what is restored before is not to be given out to nobody. */
    private volatile @Nullable Predicate<LiveTask> runner;

    /** Without room until {@link QueueControls} has given some. */
    public static InMemoryQueue of(LiveTasks tasks, TaskStore store) {
        return new InMemoryQueue(new TaskQueue(0), tasks, store);
    }

    InMemoryQueue(TaskQueue queue, LiveTasks tasks, TaskStore store) {
        this.queue = queue;
        this.store = store;
        this.tasks = tasks;
        tasks.whenEnded(id -> queue.release());
    }

    @Override
    public void assertRoom() {
        queue.assertRoom();
    }

    @Override
    public boolean accept(Task task, Runnable reserve, LongSupplier insert) {
        queue.reserve();
        boolean accepted = false;
        try {
            reserve.run();
            accepted = tasks.add(task, insert);
        } finally {
            if (!accepted) {
                queue.release();
            }
        }
        if (accepted) {
            queue.add(task.id());
            nudge();
        }
        return accepted;
    }

    @Override
    public <T> T alone(Supplier<T> work) {
        accepting.lock();
        try {
            return work.get();
        } finally {
            accepting.unlock();
        }
    }

    @Override
    public List<Task> left() {
        return store.unfinished();
    }

    @Override
    public void restore(LiveTask task, boolean hadStarted) {
        queue.restore(task.task().id(), hadStarted);
    }

    @Override
    public void withdraw(String id) {
        queue.remove(id);
    }

    @Override
    public boolean toFront(String id) {
        return queue.toFront(id);
    }

    @Override
    public @Nullable Integer position(String id) {
        return queue.position(id);
    }

    @Override
    public List<String> next(int most) {
        return queue.first(most);
    }

    @Override
    public Load load() {
        int waiting = 0;
        int running = 0;
        for (LiveTask live : tasks.all()) {
            TaskStatus status = live.task().status();
            if (status == TaskStatus.QUEUED) {
                waiting++;
            } else if (!status.terminal()) {
                running++;
            }
        }
        return new Load(running, waiting);
    }

    @Override
    public void control(boolean hold, int concurrent, int maxWaiting) {
        queue.control(hold, maxWaiting + concurrent);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public boolean paused() {
        return queue.paused();
    }

    @Override
    public void start(Runnable workOffered, Predicate<LiveTask> taskRunner) {
        runner = taskRunner;
        offer = workOffered;
    }

    @Override
    public boolean ready() {
        return runner != null && queue.ready();
    }

    @Override
    public @Nullable Work poll() {
        Predicate<LiveTask> run = runner;
        if (run == null) {
            return null;
        }
        String id = queue.poll();
        return id == null
                ? null
                : new Work(
                        id, () -> tasks.find(id).filter(live -> !run.test(live)).ifPresent(unfinished::add));
    }

    @Override
    public void putBack(Work work) {
        queue.putBack(work.name());
    }

    @Override
    public void nudge() {
        offer.run();
    }

    @Override
    public void everySecond() {
        for (LiveTask task = unfinished.poll(); task != null; task = unfinished.poll()) {
            queue.putBack(task.task().id());
        }
    }

    @Override
    public void close() {
        queue.close();
    }

    @Override
    public boolean closed() {
        return queue.closed();
    }

    @Override
    public void end() {
        // What waits is in the database.
    }
}
