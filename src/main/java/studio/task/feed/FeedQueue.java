package studio.task.feed;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.storage.StorageException;
import studio.task.Task;

/** Runs the jobs of {@link TaskFeed} one after another on a thread of its own. Submitting one never waits. */
final class FeedQueue implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FeedQueue.class);
    /** With so many waiting, a task's older states give way to its newer ones. */
    private static final int LONG = 1000;

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("task-feed").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    void submit(Runnable work) {
        thread.execute(new Job(null, work));
    }

    /** @param task whose older states the work may replace */
    void submit(Task task, Runnable work) {
        if (thread.getQueue().size() >= LONG) {
            thread.getQueue().removeIf(older -> older instanceof Job job && job.yieldsTo(task));
        }
        thread.execute(new Job(task, work));
    }

    /** Waits until all jobs are done, and not longer than the limit. */
    void settle(Duration limit) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        submit(done::countDown);
        if (!thread.isShutdown() && !done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.debug("Readers of tasks are still waiting for news");
        }
    }

    /** Lets the thread end after the jobs that wait. */
    @Override
    public void close() {
        thread.shutdown();
    }

    private final class Job implements Runnable {
        private final @Nullable Task task;
        private final Runnable work;

        Job(@Nullable Task task, Runnable work) {
            this.task = task;
            this.work = work;
        }

        boolean yieldsTo(Task newer) {
            return task != null
                    && task.id().equals(newer.id())
                    && !task.status().terminal();
        }

        /** What the storage refuses for the moment is tried again; only readers wait for it. */
        @Override
        public void run() {
            while (!done() && !thread.isShutdown()) {
                try {
                    Thread.sleep(PAUSE);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        private boolean done() {
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
}
