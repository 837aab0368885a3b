package studio.practice;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The connection to whoever asked: waits that end when it hangs up, and ways to hang up on it. */
final class Caller {
    /** Who hangs up is noticed by looking: the one close handler that a response has belongs to the framework. */
    private static final long LOOK = Duration.ofMillis(200).toNanos();

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final HttpServerRequest request;
    private final CountDownLatch gone = new CountDownLatch(1);

    /** Call on a request whose answer has not begun. */
    Caller(RoutingContext routing) {
        request = routing.request();
    }

    /** @throws IOException when the caller hung up, or the server stops, before the time was over */
    void pause(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
                if (hasLeft() || gone.await(Math.min(left, LOOK), TimeUnit.NANOSECONDS)) {
                    throw new IOException("The caller hung up", new ClosedChannelException());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped while waiting", e);
        }
    }

    /** Whether the answer is complete or its connection is closed. */
    boolean hasLeft() {
        return request.response().closed() || request.response().ended();
    }

    /** Ends every wait of this caller. */
    void release() {
        gone.countDown();
    }

    /**
     * Closes the connection without another byte; it is closed when this returns.
     *
     * @throws IOException when that took too long
     */
    void hangUp() throws IOException {
        CountDownLatch closed = new CountDownLatch(1);
        request.connection().close().onComplete(ignored -> closed.countDown());
        try {
            if (!closed.await(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("The connection did not close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped while closing", e);
        }
    }
}
