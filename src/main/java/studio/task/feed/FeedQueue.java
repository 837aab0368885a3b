package studio.task.feed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.storage.StorageException;
import studio.task.Task;

/** The jobs of {@link TaskFeed}, done one after another on a thread of its own; whoever submits one never waits. */
final class FeedQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FeedQueue.class);
    /** With so many waiting, a task's older states give way to its newer ones. */
    private static final int LONG = 1000;

    private static final Duration PAUSE = Duration.ofMillis(250);

    /** @param task whose state it tells; null when it tells none */
    private record Job(@Nullable Task task, Runnable run) {
        boolean yieldsTo(Task newer) {
            return task != null
                    && task.id().equals(newer.id())
                    && !task.status().terminal();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Job> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean closed;

    FeedQueue() {
        Thread.ofPlatform().daemon().name("task-feed").start(this::work);
    }

    void submit(Runnable job) {
        add(new Job(null, job));
    }

    /** @param task whose older states the job may replace */
    void submit(Task task, Runnable job) {
        lock.lock();
        try {
            if (waiting.size() >= LONG) {
                waiting.removeIf(older -> older.yieldsTo(task));
            }
            add(new Job(task, job));
        } finally {
            lock.unlock();
        }
    }

    private void add(Job job) {
        lock.lock();
        try {
            waiting.addLast(job);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        Job job = next();
        while (job != null) {
            if (done(job)) {
                job = next();
            }
        }
    }

    /** What the storage refuses for the moment is tried again; readers wait for it, and nobody else does. */
    private boolean done(Job job) {
        try {
            job.run().run();
            return true;
        } catch (Throwable e) {
            boolean again = e instanceof RuntimeException failure && StorageException.passes(failure);
            LOG.warnf(again ? null : e, "Readers of tasks could not be told: %s", e.getMessage());
            return !again || !paused();
        }
    }

    private boolean paused() {
        lock.lock();
        try {
            long left = PAUSE.toNanos();
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Job next() {
        lock.lock();
        try {
            busy = false;
            changed.signalAll();
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            busy = !waiting.isEmpty();
            return waiting.pollFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all jobs are done, and not longer than the limit. */
    void settle(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while ((busy || !waiting.isEmpty()) && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets the thread end after the jobs that wait. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
