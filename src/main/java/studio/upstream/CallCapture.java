package studio.upstream;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import org.jboss.resteasy.reactive.client.impl.ClientRequestContextImpl;
import org.jboss.resteasy.reactive.client.impl.PreservesThreadClientResponseFilter;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;

/**
 * Registered on every REST client for upstreams: hands the client's request and response to the {@link LiveCall} that
 * started it. The response filter stays on the event loop, because the body must not flow before it is caught.
 */
public final class CallCapture implements ClientRequestFilter, PreservesThreadClientResponseFilter {
    private static final String CALL = LiveCall.class.getName();

    @Override
    public void filter(ClientRequestContext request) {
        LiveCall call = LiveCall.starting();
        if (call == null) {
            throw new IllegalStateException("upstream clients are called through UpstreamCall");
        }
        request.setProperty(CALL, call);
        call.starts(context(request));
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) {
        if (request.getProperty(CALL) instanceof LiveCall call
                && context(request).getVertxClientResponse() != null) {
            call.answered(context(request).getVertxClientResponse());
        }
    }

    private static RestClientRequestContext context(ClientRequestContext request) {
        return ((ClientRequestContextImpl) request).getRestClientRequestContext();
    }
}
