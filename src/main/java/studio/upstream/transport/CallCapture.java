package studio.upstream.transport;

import io.vertx.core.Context;
import io.vertx.core.http.HttpClientResponse;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.client.impl.ClientRequestContextImpl;
import org.jboss.resteasy.reactive.client.impl.PreservesThreadClientResponseFilter;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;
import org.jboss.resteasy.reactive.common.core.BlockingNotAllowedException;
import org.jspecify.annotations.Nullable;

/**
 * Registered on every REST client for upstreams: hands the client's request and response to the {@link LiveCall} that
 * started it. The response filter stays on the event loop, where the body cannot flow on while it is taken over.
 */
public final class CallCapture implements ClientRequestFilter, PreservesThreadClientResponseFilter {
    private static final String CALL = LiveCall.class.getName();

    @Override
    public void filter(ClientRequestContext request) {
        LiveCall call = LiveCall.starting();
        if (call == null) {
            throw new IllegalStateException("upstream clients are called through UpstreamCall");
        }
        request.getHeaders().putSingle(HttpHeaders.ACCEPT_ENCODING, "identity");
        request.setProperty(CALL, call);
        call.starts(context(request));
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        HttpClientResponse head = context(request).getVertxClientResponse();
        if (request.getProperty(CALL) instanceof LiveCall call && head != null) {
            call.answered(head, early(response.getEntityStream()));
        }
    }

    /**
     * Takes what the client's own stream has caught of the body until now. That stream refuses to wait on an event loop, and
     * so tells where its bytes end.
     */
    private static BodyStream.Early early(@Nullable InputStream stream) {
        if (!Context.isOnEventLoopThread()) {
            throw new IllegalStateException("a response must be caught on its event loop");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (stream == null) {
            return new BodyStream.Early(bytes.toByteArray(), true, null);
        }
        byte[] chunk = new byte[64 * 1024];
        try {
            int length = stream.read(chunk);
            while (length >= 0) {
                bytes.write(chunk, 0, length);
                length = stream.read(chunk);
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
