package studio.push;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that send notices, and how much they still have to do. After {@link #close} nothing is run. */
class PushThreads {
    private static final int THREADS = 2;

    private final ScheduledThreadPoolExecutor threads;
    /** What was handed in and is not done, without what is planned. */
    private int work;

    PushThreads() {
        threads = new ScheduledThreadPoolExecutor(
                THREADS,
                Thread.ofPlatform().daemon().name("push-", 1).factory(),
                new ThreadPoolExecutor.DiscardPolicy());
        threads.setKeepAliveTime(30, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setRemoveOnCancelPolicy(true);
    }

    void run(Runnable what) {
        runAfter(Duration.ZERO, what);
    }

    /** Counts as work from now on. */
    void runAfter(Duration pause, Runnable what) {
        count(1);
        Future<?> unused = threads.schedule(
                () -> {
                    try {
                        what.run();
                    } finally {
                        count(-1);
                    }
                },
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Does not count as work; the caller may cancel it. */
    Future<?> plan(Duration pause, Runnable what) {
        return threads.schedule(() -> run(what), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until all work is done, at most that long. */
    synchronized void settle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); work > 0 && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private synchronized void count(int more) {
        work += more;
        notifyAll();
    }

    void close() {
        threads.shutdownNow();
    }
}
