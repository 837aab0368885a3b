package studio.sandbox;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The connection to whoever asked: waits that end when it hangs up, and ways to hang up on it. */
final class Caller {
    private final HttpServerRequest request;
    private final CountDownLatch gone = new CountDownLatch(1);

    /** Call on a request whose answer has not begun. */
    Caller(RoutingContext routing) {
        request = routing.request();
        routing.addEndHandler(ignored -> gone.countDown());
    }

    /** @throws IOException when the caller hung up, or the server stops, before the time was over */
    void pause(Duration time) throws IOException {
        try {
            if (gone.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("The caller hung up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped while waiting", e);
        }
    }

    /** Ends every wait of this caller. */
    void release() {
        gone.countDown();
    }

    /** Closes the connection without another byte. */
    void hangUp() {
        request.connection().close();
    }
}
