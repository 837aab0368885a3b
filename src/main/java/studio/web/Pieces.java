package studio.web;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jboss.resteasy.reactive.server.vertx.VertxResteasyReactiveRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, made piece by piece as the client takes it. A reader costs the memory of one piece, and a slow one
 * holds no thread.
 */
public record Pieces(Source source) {
    private static final Logger LOG = Logger.getLogger(Pieces.class);

    /** Makes the pieces of one body. */
    @FunctionalInterface
    public interface Source {

        /**
         * Makes the next piece, on a worker thread; null after the last. What the first one throws becomes a problem; later the
         * connection is closed, so that nobody takes a part for the whole.
         */
        @Nullable
        Buffer next();
    }

    /** One body on its way; all but the making happens on the connection's event loop. */
    private record Sending(Source source, HttpServerResponse response, Context context, Runnable disconnect) {

        void send(@Nullable Buffer piece) {
            if (piece == null) {
                response.end();
                return;
            }
            response.write(piece);
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> {
                    // It would be called at every later drain, too.
                    response.drainHandler(null);
                    makeNext();
                });
            } else {
                makeNext();
            }
        }

        private void makeNext() {
            if (!response.closed()) {
                context.executeBlocking(source::next, false)
                        .onSuccess(this::send)
                        .onFailure(this::breakOff);
            }
        }

        private void breakOff(Throwable failure) {
            LOG.error("An answer could not be finished", failure);
            disconnect.run();
        }
    }

    /** Sends what a resource returns. */
    @Provider
    @ConstrainedTo(RuntimeType.SERVER)
    @Singleton
    public static final class Writer implements ServerMessageBodyWriter<Pieces> {

        @Override
        public boolean isWriteable(
                Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
            return true;
        }

        @Override
        public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
            return true;
        }

        @Override
        public void writeResponse(Pieces body, Type genericType, ServerRequestContext context) {
            RoutingContext routing = ((VertxResteasyReactiveRequestContext) context.serverResponse()).getContext();
            Sending sending = new Sending(
                    body.source(),
                    routing.response().setChunked(true),
                    routing.vertx().getOrCreateContext(),
                    () -> routing.request().connection().close());
            Buffer first = body.source().next();
            sending.context().runOnContext(ignored -> sending.send(first));
        }

        @Override
        public void writeTo(
                Pieces body,
                Class<?> type,
                Type genericType,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, Object> headers,
                OutputStream out) {
            throw new UnsupportedOperationException("Pieces are sent, not written");
        }
    }
}
