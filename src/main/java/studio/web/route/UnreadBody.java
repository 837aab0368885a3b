package studio.web.route;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import studio.web.Trust;

/**
 * Handles bodies that were not read when the answer is complete. A small rest of a signed-in client is discarded and its
 * connection kept. Otherwise the answer announces that the connection closes, and the client gets a moment to read it while
 * what it still sends is dropped.
 */
final class UnreadBody {
    private enum Ending {
        /** After the client had time to read the answer. */
        LINGER,
        /** At once: nothing comes any more. */
        CUT
    }

    private static final String KEY = UnreadBody.class.getName();
    /** Bytes of an unread body that are discarded to keep its connection. */
    private static final long DRAINED = 256 * 1024;
    /** How long a client that still sends gets to see the answer. */
    private static final long LINGER_MS = 2000;

    private UnreadBody() {}

    /** Closes the connection after the answer, whatever the body is. */
    static void close(RoutingContext routing) {
        routing.put(KEY, Ending.LINGER);
    }

    /** The same for a body that stopped arriving; a handler that still reads it fails. */
    static void cut(RoutingContext routing) {
        routing.put(KEY, Ending.CUT);
    }

    static boolean isCut(RoutingContext routing) {
        return routing.get(KEY) == Ending.CUT;
    }

    /** To be called once for each request, before its answer. */
    static void settle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        routing.addHeadersEndHandler(ignored -> {
            if (closes(routing)) {
                routing.response().putHeader("Connection", "close");
            }
        });
        routing.addEndHandler(answered -> {
            if (answered.failed()) {
                // The connection is gone, and a handler that reads from it must fail.
                return;
            }
            if (request.isEnded() || isCut(routing)) {
                if (routing.get(KEY) != null) {
                    request.connection().close();
                }
                return;
            }
            boolean close = closes(routing);
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

    private static boolean closes(RoutingContext routing) {
        if (routing.get(KEY) != null) {
            return true;
        }
        long kept = Trust.of(routing) == Trust.ANONYMOUS ? 0 : DRAINED;
        return !routing.request().isEnded() && remaining(routing.request()) > kept;
    }

    private static long remaining(HttpServerRequest request) {
        long declared = declaredLength(request);
        if (declared >= 0) {
            return declared - request.bytesRead();
        }
        // Without either header a request has no body (RFC 9112, section 6.3), even if its end is yet to be seen.
        return request.getHeader("Transfer-Encoding") == null ? 0 : Long.MAX_VALUE;
    }

    /** The value of the header; -1 without one. */
    static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
