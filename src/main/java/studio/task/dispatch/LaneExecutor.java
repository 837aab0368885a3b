package studio.task.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import studio.task.run.TaskDispatch.Work;

/** Takes what db-scheduler would run, and holds it until the worker pool has a lane for it. */
final class LaneExecutor extends AbstractExecutorService {
    /** The name of work whose task is not known before it is picked. */
    private static final String FOUND = "found";

    private final Runnable changed;
    private final Runnable offer;
    /** What this process was at before a restart: it comes first, and no pause holds it up. */
    private final Deque<Work> started = new ArrayDeque<>();

    private final Deque<Work> found = new ArrayDeque<>();
    private boolean shutDown;

    /**
     * @param changed called when something waits
     * @param offer called when a lane should be looked for
     */
    LaneExecutor(Runnable changed, Runnable offer) {
        this.changed = changed;
        this.offer = offer;
    }

    @Override
    public void execute(Runnable command) {
        synchronized (this) {
            found.addLast(new Work(FOUND, command));
        }
        changed.run();
        offer.run();
    }

    synchronized void addFirst(Work work) {
        (work.name().equals(FOUND) ? found : started).addFirst(work);
    }

    /** @param all false: only what a pause does not hold up */
    synchronized boolean waiting(boolean all) {
        return !started.isEmpty() || (all && !found.isEmpty());
    }

    /** @param all false: only what a pause does not hold up */
    synchronized @Nullable Work poll(boolean all) {
        return !started.isEmpty() ? started.pollFirst() : all ? found.pollFirst() : null;
    }

    /** What runs is waited for by {@link studio.task.run.TaskHandover}. */
    @Override
    public synchronized void shutdown() {
        shutDown = true;
    }

    @Override
    public synchronized List<Runnable> shutdownNow() {
        shutDown = true;
        List<Runnable> left = found.stream().map(Work::run).toList();
        found.clear();
        return left;
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutDown;
    }

    @Override
    public synchronized boolean isTerminated() {
        return shutDown;
    }

    @Override
    public synchronized boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutDown;
    }
}
