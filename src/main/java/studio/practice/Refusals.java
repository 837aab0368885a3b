package studio.practice;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import studio.practice.answer.Refusal;
import studio.practice.protocol.Envelope;
import studio.web.server.HttpSettings;

/** Reports each error at an address of a protocol in that protocol's envelope. */
@Singleton
class Refusals {
    private final Provider<HttpSettings> settings;

    /** Settings are asked for later: Quarkus makes this while it is being built, before there is an environment. */
    Refusals(Provider<HttpSettings> settings) {
        this.settings = settings;
    }

    @ServerExceptionMapper
    Response refuse(Refusal refusal, UriInfo uri) {
        Envelope envelope = Envelope.of(refusal, uri.getPath());
        Response.ResponseBuilder answer = Response.status(envelope.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(envelope.body());
        envelope.headers().forEach(answer::header);
        return answer.build();
    }

    /** Turns what the server reports by itself, for example a wrong method, into the protocol's envelope. */
    @ServerResponseFilter
    void translate(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        // The server's own problems come as bytes, the envelopes as text.
        if (response.getStatus() >= 400
                && response.getEntity() instanceof byte[]
                && path.startsWith("/sandbox/")
                && settings.get().sandbox()) {
            Envelope envelope = Envelope.of(Refusal.status(response.getStatus(), null), path);
            response.getHeaders().remove("Content-Language");
            response.setEntity(envelope.body(), null, MediaType.APPLICATION_JSON_TYPE);
        }
    }
}
