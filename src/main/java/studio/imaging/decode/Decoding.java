package studio.imaging.decode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import studio.files.Uninterrupted;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/**
 * Decodes pictures on few platform threads (foreign code would pin virtual ones) and within a memory limit: a job waits until
 * what it needs is free. Each is noted in the journal before it starts. Callers wait, so no more jobs queue up than there are
 * callers.
 */
public final class Decoding implements AutoCloseable {
    private static final int MAX_THREADS = 4;
    private static final int BYTES_PER_PERMIT = 64 * 1024;
    private static final long IDLE_SECONDS = 20;
    /** A picture that takes no more is not likely to be what ended the process. */
    private static final long LIGHT_BYTES = 64L << 20;

    private final @Nullable PictureDecoder decoder;
    private final DecoderInfo info;
    private final @Nullable DecodeJournal journal;
    private final long light;
    private final int allPermits;
    private final Semaphore permits;
    private final ThreadPoolExecutor threads;

    /**
     * @param decoder null where nothing decodes
     * @param journal null: decodings are not noted
     */
    public Decoding(@Nullable PictureDecoder decoder, @Nullable DecodeJournal journal) {
        this.decoder = decoder;
        this.journal = journal;
        info = decoder == null ? DecoderInfo.NONE : decoder.info();
        light = Math.min(info.memory() / 2, LIGHT_BYTES);
        allPermits = Math.clamp(info.memory() / BYTES_PER_PERMIT, 1, Integer.MAX_VALUE);
        permits = new Semaphore(allPermits, true);
        int count = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
        ThreadFactory factory =
                Thread.ofPlatform().name("image-work-", 1).daemon(true).factory();
        threads = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> factory.newThread(() -> {
                    try {
                        work.run();
                    } finally {
                        if (decoder != null) {
                            decoder.endThread();
                        }
                    }
                }));
        threads.allowCoreThreadTimeOut(true);
    }

    public DecoderInfo info() {
        return info;
    }

    /** Whether pictures of this format can be decoded. */
    public boolean reads(ImageFormat format) {
        return info.reads().contains(format);
    }

    /** The formats that decoded pictures can be written in. */
    public Set<ImageFormat> writes() {
        return info.writes();
    }

    /** What to do with the pixels while they are in memory. */
    public interface Use<T> {
        T apply(DecodedPicture picture) throws IOException;
    }

    /**
     * A decoding on a thread of ours. An interrupt of who waits for it does not stop pixels half-way; it is kept for the caller.
     *
     * @param <T> what the use of the picture returns
     */
    public static final class Job<T> {
        private final Future<T> future;
        private final Path source;

        private Job(Future<T> future, Path source) {
            this.future = future;
            this.source = source;
        }

        /**
         * Waits for the end.
         *
         * @throws NotAnImageException when the picture is cut off or damaged
         * @throws UndecodedException when nothing here decodes it, when it would take too much memory in any size, or has ended
         *     the process before
         * @throws UncheckedIOException when the disk fails
         */
        public T result() throws NotAnImageException, UndecodedException {
            try {
                return Uninterrupted.call(future::get);
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case NotAnImageException cause -> throw cause;
                    case UndecodedException cause -> throw cause;
                    case IOException cause ->
                        throw new UncheckedIOException("cannot read or write beside " + source.getFileName(), cause);
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw new IllegalStateException(e);
                }
            }
        }

        /** Waits for the end, whatever it is: from then on the source is not read any more. */
        public void await() {
            Uninterrupted.call(() -> {
                try {
                    future.get();
                } catch (ExecutionException | CancellationException e) {
                    // Told to who asks for the result.
                }
                return true;
            });
        }

        /** Lets a job that has not started yet fall; nobody waits for its result. */
        public void cancel() {
            future.cancel(false);
        }
    }

    /**
     * Starts decoding a picture, scaling it down to fit into a square box, and using it. Where the memory does not suffice for
     * that box, a smaller one is taken.
     *
     * @param info checked against the cap of pixels
     */
    public <T> Job<T> start(Path source, ImageInfo info, int box, Use<T> use) {
        return new Job<>(threads.submit(() -> decoded(source, info, box, use)), source);
    }

    /** Decodes on a thread of ours and waits for it, see {@link #start} and {@link Job#result}. */
    public <T> T decode(Path source, ImageInfo info, int box, Use<T> use)
            throws NotAnImageException, UndecodedException {
        return start(source, info, box, use).result();
    }

    private <T> T decoded(Path source, ImageInfo info, int box, Use<T> use) throws Exception {
        PictureDecoder able = decoder;
        if (able == null || !reads(info.format())) {
            throw UndecodedException.format(info);
        }
        PixelLayout layout = PixelLayout.read(source, info);
        PictureDecoder.Share share = able.share(layout, box);
        return run(share.bytes(), layout.fingerprint(source), () -> {
            try (DecodedPicture picture = able.decode(source, layout, share)) {
                return use.apply(picture);
            }
        });
    }

    /**
     * Runs the job when its memory is free.
     *
     * @param bytes what it takes at its peak; a job that needs more than there is works alone
     * @param picture the {@linkplain PixelLayout#fingerprint fingerprint} of what is decoded
     * @throws UndecodedException when the picture has ended the process before
     */
    <T> T run(long bytes, String picture, Callable<T> job) throws Exception {
        int weight = (int) Math.min(allPermits, 1 + bytes / BYTES_PER_PERMIT);
        permits.acquire(weight);
        try (DecodeJournal.Mark _ = journal == null ? null : journal.begin(picture, bytes <= light)) {
            return job.call();
        } finally {
            permits.release(weight);
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
        if (journal != null) {
            journal.close();
        }
    }
}
