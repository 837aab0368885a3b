package studio.practice.answer;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The callers that are being served: more than a bounded number is turned away, and all waits end at shutdown. */
@Singleton
class Callers {
    private static final int MAX = 64;

    /** A closed connection is noticed by looking: the one close handler that a response has belongs to the framework. */
    private static final long LOOK = Duration.ofMillis(200).toNanos();

    private static final long CLOSING = Duration.ofSeconds(5).toNanos();

    private final Set<Caller> present = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @throws Refusal a 503 when too many are here */
    Caller enter(RoutingContext routing) {
        if (count() >= MAX) {
            throw Refusal.status(503, Duration.ofSeconds(2));
        }
        Caller caller = new Caller(routing.request());
        present.add(caller);
        return caller;
    }

    int count() {
        present.removeIf(Caller::hasLeft);
        return present.size();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    private static boolean await(CountDownLatch latch, long nanos) throws IOException {
        try {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped while waiting", e);
        }
    }

    /** The connection to one of them. */
    final class Caller {
        private final HttpServerRequest request;

        private Caller(HttpServerRequest request) {
            this.request = request;
        }

        /** @throws IOException when the caller hung up, or the server stops, before the time was over */
        void pause(Duration time) throws IOException {
            long end = System.nanoTime() + time.toNanos();
            for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
                checkPresent();
                if (await(stopped, Math.min(left, LOOK))) {
                    throw new IOException("The server stops");
                }
            }
        }

        /** @throws IOException when the caller hung up */
        void checkPresent() throws IOException {
            if (hasLeft()) {
                throw new IOException("The caller hung up", new ClosedChannelException());
            }
        }

        /** Whether the answer is complete or its connection is closed. */
        private boolean hasLeft() {
            return request.response().closed() || request.response().ended();
        }

        /** Closes the connection without another byte; it is closed when this returns. */
        void hangUp() throws IOException {
            CountDownLatch closed = new CountDownLatch(1);
            request.connection().close().onComplete(ignored -> closed.countDown());
            if (!await(closed, CLOSING)) {
                throw new IOException("The connection did not close");
            }
        }
    }
}
