package studio.sandbox.openai;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import studio.sandbox.Admission;
import studio.sandbox.Studio;

/** Generations and edits under {@code /sandbox/v1/images}. */
@Path("/sandbox")
@Singleton
@PermitAll
@Produces(MediaType.WILDCARD)
public class OpenAiResource {
    private final Admission admission;
    private final Studio studio;

    OpenAiResource(Admission admission, Studio studio) {
        this.admission = admission;
        this.studio = studio;
    }

    @POST
    @Path("/v1/images/generations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(hidden = true)
    public Response generate(@Context HttpHeaders headers, @Context RoutingContext routing, InputStream body)
            throws IOException {
        admission.bearer(headers);
        return answer(ImagesRequest.generation(ImagesFields.ofJson(body)), routing);
    }

    @POST
    @Path("/v1/images/edits")
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(hidden = true)
    public Response edit(@Context HttpHeaders headers, @Context RoutingContext routing, InputStream body)
            throws IOException {
        admission.bearer(headers);
        return answer(ImagesRequest.edit(ImagesFields.ofJson(body)), routing);
    }

    @POST
    @Path("/v1/images/edits")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Blocking
    @Operation(hidden = true)
    public Response editForm(@Context HttpHeaders headers, @Context RoutingContext routing, MultipartFormDataInput form)
            throws IOException {
        admission.bearer(headers);
        return answer(ImagesRequest.edit(ImagesFields.ofForm(form)), routing);
    }

    private Response answer(ImagesRequest request, RoutingContext routing) throws IOException {
        return studio.answer(request.picture(), routing, assignment -> new ImagesAnswer(request, assignment).reply());
    }
}
