package studio.upstream.transport;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;
import org.jspecify.annotations.Nullable;
import studio.upstream.Deadline;
import studio.upstream.answer.DecodedBody;
import studio.upstream.answer.Reply;

/**
 * One HTTP exchange of a REST client while it lasts: what makes it possible to close its socket from another thread and
 * to know whether anything was sent. {@link CallCapture} ties it to the client's request.
 */
final class LiveCall {
    enum Closed {
        CANCELED,
        TIMED_OUT
    }

    private static final ThreadLocal<@Nullable LiveCall> STARTING = new ThreadLocal<>();

    private final Deadline limit;
    private volatile @Nullable RestClientRequestContext request;
    private volatile @Nullable HttpClientResponse response;
    private volatile @Nullable BodyStream body;
    private volatile @Nullable Closed closed;

    LiveCall(Deadline limit) {
        this.limit = limit;
    }

    /** Runs a REST client call whose request will be this one. */
    void during(Runnable send) {
        STARTING.set(this);
        try {
            send.run();
        } finally {
            STARTING.remove();
        }
    }

    static @Nullable LiveCall starting() {
        return STARTING.get();
    }

    void starts(RestClientRequestContext context) {
        request = context;
        if (closed != null) {
            throw new IllegalStateException("closed before it was sent");
        }
    }

    /** On the connection's event loop, when the response's head has come. */
    void answered(HttpClientResponse head, BodyStream.Early early) {
        response = head;
        BodyStream stream =
                new BodyStream(head, early, Objects.requireNonNull(Vertx.currentContext(), "on the event loop"), limit);
        body = stream;
        if (closed != null) {
            shut();
        }
    }

    /** Closes the connection for real and ends whoever waits for it; the first reason counts. */
    synchronized void close(Closed reason) {
        if (closed == null) {
            closed = reason;
            shut();
        }
    }

    /** Lets the connection go, whatever became of the call. */
    void release() {
        RestClientRequestContext context = request;
        HttpClientRequest sent = context == null ? null : context.getHttpClientRequest();
        if (sent != null) {
            sent.connection().close();
        }
    }

    private void shut() {
        RestClientRequestContext context = request;
        if (context == null) {
            return;
        }
        context.setUserCanceled();
        release();
        IOException gone = new IOException("the connection was closed by us");
        BodyStream stream = body;
        if (stream != null) {
            stream.end(gone);
        }
        context.getResult().completeExceptionally(gone);
    }

    @Nullable
    Closed closed() {
        return closed;
    }

    /** True as soon as a connection stood and the request could have gone out on it. */
    boolean sent() {
        RestClientRequestContext context = request;
        return context != null && context.getHttpClientRequest() != null;
    }

    /** @throws IOException when the client came back without a response */
    Reply reply() throws IOException {
        HttpClientResponse head = response;
        BodyStream stream = body;
        if (head == null || stream == null) {
            throw new IOException("no response");
        }
        return new Reply(head.statusCode(), head::getHeader, new DecodedBody(stream));
    }

    boolean hasReply() {
        return response != null;
    }

    /** For the body of an error: what came by then has to do. */
    void endBodyWithin(Duration wait) {
        BodyStream stream = body;
        if (stream != null) {
            stream.deadline(limit.orIn(wait));
        }
    }
}
