package studio.web.route;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.inject.Singleton;
import studio.problem.ProblemException;
import studio.web.Failures;
import studio.web.ProblemWriter;

/**
 * Reads the body of a sign-in, the only one of a stranger that is read at all: {@value #LIMIT} bytes, {@value #TIME_MS} ms, in
 * memory and on the event loop, so that no worker waits for a stranger.
 */
@Singleton
class SignInBody {
    static final int LIMIT = 2048;
    static final long TIME_MS = 10_000;

    private final ProblemWriter problems;

    SignInBody(ProblemWriter problems) {
        this.problems = problems;
    }

    void read(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (UnreadBody.declaredLength(request) > LIMIT) {
            refuse(routing, Failures.tooLarge(LIMIT));
        } else if (request.isEnded()) {
            routing.next();
        } else {
            new Reading(routing).begin();
        }
    }

    private void refuse(RoutingContext routing, ProblemException problem) {
        UnreadBody.close(routing);
        problems.write(routing, problem);
    }

    /** All of it happens on the connection's event loop. */
    private final class Reading {
        private final RoutingContext routing;
        private final HttpServerRequest request;
        private final Buffer body = Buffer.buffer();
        private long timer;
        private boolean over;

        Reading(RoutingContext routing) {
            this.routing = routing;
            this.request = routing.request();
        }

        void begin() {
            timer = routing.vertx().setTimer(TIME_MS, late -> end(() -> refuse(routing, Failures.ofStatus(408))));
            request.handler(this::take);
            request.exceptionHandler(gone -> end(() -> {}));
            request.endHandler(complete -> end(this::pass));
            if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
                routing.response().writeContinue();
            }
            request.resume();
        }

        private void take(Buffer bytes) {
            if (over) {
                return;
            }
            if (body.length() + bytes.length() > LIMIT) {
                end(() -> refuse(routing, Failures.tooLarge(LIMIT)));
            } else {
                body.appendBuffer(bytes);
            }
        }

        private void pass() {
            ((RoutingContextInternal) routing).setBody(body);
            routing.next();
        }

        private void end(Runnable outcome) {
            if (!over) {
                over = true;
                routing.vertx().cancelTimer(timer);
                outcome.run();
            }
        }
    }
}
