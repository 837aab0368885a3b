package studio.practice;

import jakarta.inject.Singleton;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many pictures are drawn at once. A place is held while the processor works and given up while bytes go to the
 * network, so a reader that does not read keeps nobody from drawing.
 */
@Singleton
class Easels {
    private static final int PLACES = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Semaphore places = new Semaphore(PLACES, true);

    /** Work that draws into a stream. */
    interface Drawing {
        void into(OutputStream out) throws IOException;
    }

    /**
     * Draws while somebody waits for it.
     *
     * @throws InterruptedIOException when no place came free in two minutes
     * @throws IOException when the caller hung up
     */
    void draw(OutputStream target, Caller caller, Drawing drawing) throws IOException {
        take();
        try {
            OutputStream out = new FilterOutputStream(target) {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (caller.hasLeft()) {
                        throw new IOException("The caller hung up", new ClosedChannelException());
                    }
                    places.release();
                    try {
                        target.write(bytes, offset, length);
                    } finally {
                        takeBack();
                    }
                }

                @Override
                public void close() throws IOException {
                    flush();
                }
            };
            java.io.BufferedOutputStream buffered = new java.io.BufferedOutputStream(out, 32 * 1024);
            drawing.into(buffered);
            buffered.flush();
        } finally {
            places.release();
        }
    }

    /** Places that nobody draws at. */
    int free() {
        return places.availablePermits();
    }

    private void take() throws InterruptedIOException {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedIOException("No place to draw came free");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Stopped while waiting for a place to draw");
        }
    }

    private void takeBack() {
        // Those who draw give their places up at every write, so this is never a long wait.
        places.acquireUninterruptibly();
    }
}
