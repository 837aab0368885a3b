package studio.web.route;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.apache.commons.io.input.BoundedInputStream;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.Failures;
import studio.web.ProblemWriter;
import studio.web.Trust;
import studio.web.server.HttpSettings;

/**
 * Decides by {@link Trust} what happens to a request's body, before a byte of it is read. Signed-in bodies without a declared
 * length are counted by {@link CountedBody}. The body of a sign-in is the only anonymous one that is read.
 */
@Singleton
class BodyLimit {
    private static final int SIGN_IN_BYTES = 2048;
    private static final long SIGN_IN_MS = 10_000;

    /** Stops reading a body that grows past {@code MAX_BODY_SIZE}, and refuses an empty one where one is needed. */
    @jakarta.ws.rs.ext.Provider
    @Singleton
    static class CountedBody implements ReaderInterceptor {
        private final Provider<HttpSettings> settings;

        /** Settings are asked for later: Quarkus makes this while it is being built, before there is an environment. */
        CountedBody(Provider<HttpSettings> settings) {
            this.settings = settings;
        }

        @Override
        public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
            long limit = settings.get().maxBodyBytes();
            context.setInputStream(BoundedInputStream.builder()
                    .setInputStream(context.getInputStream())
                    .setMaxCount(limit + 1)
                    .setOnMaxCount((max, count) -> {
                        throw Failures.tooLarge(limit);
                    })
                    .get());
            Object body = context.proceed();
            if (body == null) {
                throw ProblemException.of(ProblemCode.MALFORMED_JSON);
            }
            return body;
        }
    }

    private final long limit;
    private final ProblemWriter problems;

    BodyLimit(HttpSettings settings, ProblemWriter problems) {
        this.limit = settings.maxBodyBytes();
        this.problems = problems;
    }

    /** Runs after authorization, which grants the trust. */
    void check(RoutingContext routing) {
        long declared = UnreadBody.declaredLength(routing.request());
        switch (Trust.of(routing)) {
            case ANONYMOUS -> routing.next();
            case SIGN_IN -> {
                if (declared > SIGN_IN_BYTES) {
                    refuse(routing, Failures.tooLarge(SIGN_IN_BYTES));
                } else if (routing.request().isEnded()) {
                    routing.next();
                } else {
                    readSignIn(routing);
                }
            }
            case SIGNED_IN -> {
                if (declared > limit) {
                    problems.write(routing, Failures.tooLarge(limit));
                } else {
                    routing.next();
                }
            }
        }
    }

    private void refuse(RoutingContext routing, ProblemException problem) {
        UnreadBody.close(routing);
        problems.write(routing, problem);
    }

    /** In memory and on the connection's event loop, so that no worker waits for an anonymous client. */
    private void readSignIn(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Buffer body = Buffer.buffer();
        Promise<Buffer> received = Promise.promise();
        long timer = routing.vertx().setTimer(SIGN_IN_MS, late -> received.tryFail(Failures.ofStatus(408)));
        request.handler(bytes -> {
            if (body.length() + bytes.length() > SIGN_IN_BYTES) {
                received.tryFail(Failures.tooLarge(SIGN_IN_BYTES));
            } else {
                body.appendBuffer(bytes);
            }
        });
        request.exceptionHandler(received::tryFail);
        request.endHandler(complete -> received.tryComplete(body));
        received.future().onComplete(outcome -> {
            routing.vertx().cancelTimer(timer);
            if (outcome.succeeded()) {
                ((RoutingContextInternal) routing).setBody(body);
                routing.next();
            } else if (outcome.cause() instanceof ProblemException problem) {
                refuse(routing, problem);
            }
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            routing.response().writeContinue();
        }
        request.resume();
    }
}
