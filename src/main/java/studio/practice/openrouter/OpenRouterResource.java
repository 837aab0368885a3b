package studio.practice.openrouter;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import studio.practice.SandboxModel;
import studio.practice.Studio;

/** The Image API under {@code /sandbox/v1/images}. */
@Path("/sandbox")
@Singleton
@PermitAll
@Produces(MediaType.WILDCARD)
public class OpenRouterResource {
    private final Studio studio;

    OpenRouterResource(Studio studio) {
        this.studio = studio;
    }

    @POST
    @Path("/v1/images")
    @Blocking
    @Operation(hidden = true)
    public Response generate(@Context RoutingContext routing, InputStream body) throws IOException {
        ImageRequest request = ImageRequestReader.read(body);
        return studio.answer(
                request.picture(), routing, assignment -> new ImageAnswer(request.stream(), assignment).reply());
    }

    @GET
    @Path("/v1/images/models")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Map<String, Object> models() {
        return ImageModels.list();
    }

    @GET
    @Path("/v1/images/models/{author}/{slug}/endpoints")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Map<String, Object> endpoints(@PathParam("author") String author, @PathParam("slug") String slug) {
        return ImageModels.endpoints(SandboxModel.of(author + "/" + slug));
    }
}
