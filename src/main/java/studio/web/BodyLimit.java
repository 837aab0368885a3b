package studio.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import studio.settings.Settings;

/**
 * Refuses bodies that declare more than {@code MAX_BODY_SIZE} before a byte is read, and sees to bodies that nobody read.
 * Bodies without a declared length are counted by {@link CountedBody}.
 */
@Singleton
class BodyLimit {
    /** What is thrown away of an unread body to keep its connection; more than this and the connection is closed. */
    private static final long DRAINED = 256 * 1024;
    /** How long a client that still sends gets to see the answer. */
    private static final long LINGER_MS = 2000;

    private final long limit;
    private final ProblemWriter problems;

    BodyLimit(Settings settings, ProblemWriter problems) {
        this.limit = settings.http().maxBodyBytes();
        this.problems = problems;
    }

    /** Runs after authentication. */
    void checkDeclaredLength(RoutingContext routing) {
        if (declaredLength(routing.request()) > limit) {
            problems.write(routing, Failures.tooLarge(limit));
        } else {
            routing.next();
        }
    }

    /**
     * Sees to bodies that nobody read: a small rest is thrown away and the connection kept; otherwise the client is told that
     * the connection closes, and gets a moment to read the answer while what it still sends is dropped.
     */
    static void settle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        routing.addHeadersEndHandler(ignored -> {
            if (!request.isEnded() && remaining(request) > DRAINED) {
                routing.response().putHeader("Connection", "close");
            }
        });
        routing.addEndHandler(ignored -> {
            if (request.isEnded()) {
                return;
            }
            boolean close = remaining(request) > DRAINED;
            request.handler(dropped -> {});
            request.exceptionHandler(gone -> {});
            if (close) {
                long timer = routing.vertx()
                        .setTimer(LINGER_MS, late -> request.connection().close());
                request.endHandler(done -> {
                    routing.vertx().cancelTimer(timer);
                    request.connection().close();
                });
            }
            request.resume();
        });
    }

    private static long remaining(HttpServerRequest request) {
        long declared = declaredLength(request);
        if (declared >= 0) {
            return declared - request.bytesRead();
        }
        // Without either header a request has no body (RFC 9112, section 6.3), even if its end is yet to be seen.
        return request.getHeader("Transfer-Encoding") == null ? 0 : Long.MAX_VALUE;
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
