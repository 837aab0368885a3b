package studio.task.feed;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import studio.storage.StorageException;
import studio.task.Task;

/**
 * Runs jobs of {@link TaskFeed} one after another on a thread of its own. Submitting one never waits. States of a task that
 * follow each other within {@link #GATHERED} are one job, of the newest state: an end waits for nothing.
 */
final class FeedQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FeedQueue.class);
    private static final Duration GATHERED = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** By task; jobs of no task, and the end of one, stand for themselves. */
    private final Map<Object, Runnable> waiting = new LinkedHashMap<>();

    private final Thread thread;
    private boolean urgent;
    private volatile boolean closed;

    /** @param name of the thread, which is started when it is first needed */
    FeedQueue(String name) {
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::runAll);
    }

    synchronized void submit(Runnable work) {
        add(new Object(), work, true);
    }

    /** @param task whose older states the work replaces */
    void submit(Task task, Runnable work) {
        submit(task.id(), task.status().terminal(), work);
    }

    /**
     * @param key of earlier work that this takes the place of
     * @param now whether it waits for no other
     */
    synchronized void submit(Object key, boolean now, Runnable work) {
        // Behind what was submitted meanwhile, so that readers of all tasks receive changes in their order.
        waiting.remove(key);
        add(key, work, now);
    }

    private void add(Object key, Runnable work, boolean now) {
        if (closed) {
            return;
        }
        boolean wake = waiting.isEmpty() || (now && !urgent);
        waiting.put(key, work);
        urgent |= now;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        } else if (wake) {
            notifyAll();
        }
    }

    /** Waits until all jobs are done, and not longer than the limit. */
    void settle(Duration limit) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        submit(done::countDown);
        if (!closed && !done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("Readers of tasks are still waiting for news");
        }
    }

    /** Lets the thread end after the jobs that wait. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void runAll() {
        try {
            for (List<Runnable> next = next(); !next.isEmpty(); next = next()) {
                for (Runnable work : next) {
                    run(work);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty when the queue has been closed and nothing waits. */
    private synchronized List<Runnable> next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        long end = System.nanoTime() + GATHERED.toNanos();
        for (long left = GATHERED.toNanos(); left > 0 && !urgent && !closed; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        List<Runnable> all = List.copyOf(waiting.values());
        waiting.clear();
        urgent = false;
        return all;
    }

    /** What the storage refuses for the moment is tried again; only readers wait for it. */
    private void run(Runnable work) throws InterruptedException {
        while (!done(work) && !closed) {
            Thread.sleep(PAUSE);
        }
    }

    private static boolean done(Runnable work) {
        try {
            work.run();
            return true;
        } catch (Throwable e) {
            boolean again = e instanceof RuntimeException failure && StorageException.passes(failure);
            LOG.warnf(again ? null : e, "Readers of tasks could not be told: %s", e.getMessage());
            return !again;
        }
    }
}
