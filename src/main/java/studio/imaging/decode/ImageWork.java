package studio.imaging.decode;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/**
 * The threads that work on pixels, few and of the platform (foreign code would pin virtual ones), and how many bytes they may
 * hold at once. A job waits until what it needs is free; one that needs all of it works alone. Each is noted in the journal
 * before it begins. Callers wait, so no more jobs queue up than there are callers.
 */
public final class ImageWork implements AutoCloseable {
    private static final int BYTES_PER_PERMIT = 64 * 1024;
    private static final long IDLE_SECONDS = 20;
    /** A picture that takes no more is not likely to be what ended the process. */
    private static final long LIGHT_BYTES = 64L << 20;

    private final ThreadPoolExecutor threads;
    private final Semaphore permits;
    private final int allPermits;
    private final long light;
    private final DecodeJournal journal;

    /** @param atThreadEnd run by each thread when it ends, which it does after a while without work */
    public ImageWork(int threadCount, long bytesAtOnce, DecodeJournal journal, Runnable atThreadEnd) {
        this.light = Math.min(bytesAtOnce / 2, LIGHT_BYTES);
        this.journal = journal;
        allPermits = Math.max(1, (int) Math.min(Integer.MAX_VALUE, bytesAtOnce / BYTES_PER_PERMIT));
        permits = new Semaphore(allPermits, true);
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                threadCount, threadCount, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Runnable cleanly = () -> {
                        try {
                            work.run();
                        } finally {
                            atThreadEnd.run();
                        }
                    };
                    return Thread.ofPlatform()
                            .name("image-work-" + number.incrementAndGet())
                            .daemon(true)
                            .unstarted(cleanly);
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** A piece of work that may fail because of the picture. */
    public interface Job<T> {
        T run() throws NotAnImageException, UndecodedException;
    }

    /**
     * Runs the job on a thread of ours and waits for it. An interrupt does not stop pixels half-way; it is kept for the caller.
     *
     * @param bytes what it takes at its peak
     * @param picture the {@linkplain PixelLayout#fingerprint fingerprint} of what is decoded
     * @throws UndecodedException when the picture has ended the process before
     */
    @SuppressWarnings("try") // the mark is only held
    public <T> T run(long bytes, String picture, Job<T> job) throws NotAnImageException, UndecodedException {
        int weight = (int) Math.min(allPermits, 1 + bytes / BYTES_PER_PERMIT);
        Future<T> future = threads.submit(() -> {
            permits.acquire(weight);
            try {
                DecodeJournal.Mark mark = journal.begin(picture, bytes <= light);
                try {
                    return job.run();
                } finally {
                    mark.close();
                }
            } finally {
                permits.release(weight);
            }
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IllegalStateException rethrown(@Nullable Throwable cause)
            throws NotAnImageException, UndecodedException {
        switch (cause) {
            case NotAnImageException e -> throw e;
            case UndecodedException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> throw new IllegalStateException(cause);
        }
    }

    /** Lets the jobs that run come to their end, a few seconds at most. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }
}
