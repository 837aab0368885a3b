package studio.practice.openai;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
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
import studio.practice.Studio;
import studio.web.Form;
import studio.web.Forms;

/** Generations and edits under {@code /sandbox/v1/images}. */
@Path("/sandbox")
@Singleton
@PermitAll
@Produces(MediaType.WILDCARD)
public class OpenAiResource {
    private final Studio studio;
    private final Forms forms;

    OpenAiResource(Studio studio, Forms forms) {
        this.forms = forms;
        this.studio = studio;
    }

    @POST
    @Path("/v1/images/generations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(hidden = true)
    public Response generate(@Context RoutingContext routing, InputStream body) throws IOException {
        return answer(ImagesRequest.generation(ImagesFields.ofJson(body)), routing);
    }

    @POST
    @Path("/v1/images/edits")
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(hidden = true)
    public Response edit(@Context RoutingContext routing, InputStream body) throws IOException {
        return answer(ImagesRequest.edit(ImagesFields.ofJson(body)), routing);
    }

    @POST
    @Path("/v1/images/edits")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Blocking
    @Operation(hidden = true)
    public Response editForm(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type, @Context RoutingContext routing, InputStream body)
            throws IOException {
        try (Form form = forms.receive(type, body)) {
            return answer(ImagesRequest.edit(ImagesFields.ofForm(form)), routing);
        }
    }

    private Response answer(ImagesRequest request, RoutingContext routing) throws IOException {
        return studio.answer(request.picture(), routing, assignment -> new ImagesAnswer(request, assignment).reply());
    }
}
