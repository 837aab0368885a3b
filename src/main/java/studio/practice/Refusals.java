package studio.practice;

import io.quarkus.arc.All;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import studio.web.server.HttpSettings;

/** Sees to it that whatever goes wrong at an address of a wire form is said in that form's words. */
@Singleton
class Refusals {
    private static final String HOME = "/sandbox/";

    private final Provider<HttpSettings> settings;
    private final List<ErrorWords> forms;

    /** Settings are asked for later: Quarkus makes this while it is being built, before there is an environment. */
    Refusals(Provider<HttpSettings> settings, @All List<ErrorWords> forms) {
        this.settings = settings;
        this.forms = forms;
    }

    @ServerExceptionMapper
    Response refuse(Refusal refusal, UriInfo uri) {
        ErrorWords.Envelope envelope = envelope(refusal, uri.getPath());
        Response.ResponseBuilder answer = Response.status(refusal.hidden() ? 200 : envelope.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(envelope.body());
        envelope.headers().forEach(answer::header);
        return answer.build();
    }

    /** Turns what the server says by itself, for example about a wrong method, into the form's words. */
    @ServerResponseFilter
    void translate(ContainerRequestContext request, ContainerResponseContext response) {
        UriInfo uri = request.getUriInfo();
        // The server's own words come as bytes, those of the forms as a map.
        if (response.getStatus() >= 400
                && response.getEntity() instanceof byte[]
                && uri.getPath().startsWith(HOME)
                && settings.get().sandbox()) {
            ErrorWords.Envelope envelope = envelope(Refusal.asked(response.getStatus(), null), uri.getPath());
            response.getHeaders().remove("Content-Language");
            response.setEntity(envelope.body(), null, MediaType.APPLICATION_JSON_TYPE);
        }
    }

    /** The refusal as the form at that path says it. */
    ErrorWords.Envelope envelope(Refusal refusal, String path) {
        return forms.stream()
                .filter(form -> form.speaksAt(path))
                .findFirst()
                .map(form -> form.envelope(refusal))
                .orElseGet(() -> OpenRouterErrors.envelope(refusal));
    }
}
