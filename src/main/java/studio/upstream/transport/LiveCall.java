package studio.upstream.transport;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jboss.resteasy.reactive.client.impl.ClientRequestContextImpl;
import org.jboss.resteasy.reactive.client.impl.PreservesThreadClientResponseFilter;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;
import org.jboss.resteasy.reactive.common.core.BlockingNotAllowedException;
import org.jspecify.annotations.Nullable;
import studio.upstream.Deadline;
import studio.upstream.answer.DecodedBody;
import studio.upstream.answer.Reply;

/**
 * One HTTP exchange of the REST client while it lasts: its socket can be closed from another thread, and it is known whether anything
 * was sent. The only class that uses the client's internals; {@code LiveCallTest} fails when an upgrade moves them.
 */
final class LiveCall {
    enum Closed {
        CANCELED,
        TIMED_OUT
    }

    private record Head(HttpClientResponse response, BodyStream body) {}

    private static final ThreadLocal<@Nullable LiveCall> STARTING = new ThreadLocal<>();

    private final Deadline limit;
    private final Map<String, String> headers;
    private volatile @Nullable RestClientRequestContext request;
    private volatile @Nullable Head head;
    private volatile @Nullable Closed closed;

    LiveCall(Deadline limit, Map<String, String> headers) {
        this.limit = limit;
        this.headers = headers;
    }

    /**
     * Runs a method of the REST client whose request will be this one.
     *
     * @throws IOException when the client came back without a response
     */
    Reply reply(Runnable send) throws IOException {
        STARTING.set(this);
        try {
            send.run();
        } finally {
            STARTING.remove();
        }
        Head received = head;
        if (received == null) {
            throw new IOException("no response");
        }
        HttpClientResponse response = received.response();
        return new Reply(response.statusCode(), response::getHeader, new DecodedBody(received.body()));
    }

    /** Closes the connection and ends all waiting for it; the first reason counts. */
    synchronized void close(Closed reason) {
        if (closed == null) {
            closed = reason;
            shut();
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
        Head received = head;
        if (received != null) {
            received.body().end(gone);
        }
        context.getResult().completeExceptionally(gone);
    }

    /** Closes the connection, whatever became of the call. */
    void release() {
        RestClientRequestContext context = request;
        HttpClientRequest sent = context == null ? null : context.getHttpClientRequest();
        if (sent != null) {
            sent.connection().close();
        }
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

    boolean hasReply() {
        return head != null;
    }

    /** Shortens the wait for the body, as for that of an error. */
    void endBodyWithin(Duration wait) {
        Head received = head;
        if (received != null) {
            received.body().deadline(limit.orIn(wait));
        }
    }

    /**
     * Hands the client's request and response to the call that started it. The response filter stays on the event loop, where the
     * body cannot flow on while it is taken over.
     */
    public static final class Capture implements ClientRequestFilter, PreservesThreadClientResponseFilter {
        private static final String CALL = LiveCall.class.getName();

        @Override
        public void filter(ClientRequestContext request) {
            LiveCall call = STARTING.get();
            if (call == null) {
                throw new IllegalStateException("upstream clients are called through UpstreamCall");
            }
            call.headers.forEach((name, value) -> request.getHeaders().putSingle(name, value));
            request.setProperty(CALL, call);
            call.request = context(request);
            if (call.closed != null) {
                throw new IllegalStateException("closed before it was sent");
            }
        }

        @Override
        public void filter(ClientRequestContext request, ClientResponseContext response) {
            HttpClientResponse head = context(request).getVertxClientResponse();
            if (request.getProperty(CALL) instanceof LiveCall call && head != null) {
                Context loop = Objects.requireNonNull(Vertx.currentContext(), "on the event loop");
                call.head = new Head(head, new BodyStream(head, early(response.getEntityStream()), loop, call.limit));
                if (call.closed != null) {
                    call.shut();
                }
            }
        }

        /**
         * Takes what the client's own stream has received of the body until now. That stream refuses to wait on an event loop, which
         * shows where its bytes end.
         */
        private static BodyStream.Early early(@Nullable InputStream stream) {
            if (!Context.isOnEventLoopThread()) {
                throw new IllegalStateException("a response must be caught on its event loop");
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                if (stream != null) {
                    stream.transferTo(bytes);
                }
                return new BodyStream.Early(bytes.toByteArray(), true, null);
            } catch (BlockingNotAllowedException more) {
                return new BodyStream.Early(bytes.toByteArray(), false, null);
            } catch (IOException cut) {
                return new BodyStream.Early(bytes.toByteArray(), true, cut);
            }
        }

        private static RestClientRequestContext context(ClientRequestContext request) {
            return ((ClientRequestContextImpl) request).getRestClientRequestContext();
        }
    }
}
