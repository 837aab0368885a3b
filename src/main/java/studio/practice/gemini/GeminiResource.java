package studio.practice.gemini;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import studio.practice.SandboxModel;
import studio.practice.Studio;

/** The Gemini API under {@code /sandbox/v1beta}. */
@Path("/sandbox")
@Singleton
@PermitAll
@Produces(MediaType.WILDCARD)
public class GeminiResource {
    private final Studio studio;

    GeminiResource(Studio studio) {
        this.studio = studio;
    }

    @POST
    @Path("/v1beta/models/{model}:generateContent")
    @Blocking
    @Operation(hidden = true)
    public Response generate(@Context RoutingContext routing, @PathParam("model") String model, InputStream body)
            throws IOException {
        return answer(routing, model, body, false);
    }

    /** The same content as the only event of a stream. */
    @POST
    @Path("/v1beta/models/{model}:streamGenerateContent")
    @Blocking
    @Operation(hidden = true)
    public Response stream(@Context RoutingContext routing, @PathParam("model") String model, InputStream body)
            throws IOException {
        return answer(routing, model, body, true);
    }

    @GET
    @Path("/v1beta/models")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Map<String, Object> models(
            @QueryParam("pageSize") @DefaultValue("50") String pageSize,
            @QueryParam("pageToken") @DefaultValue("") String pageToken) {
        return GeminiModels.page(pageSize, pageToken);
    }

    @GET
    @Path("/v1beta/models/{model}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Map<String, Object> model(@PathParam("model") String model) {
        return GeminiModels.describe(SandboxModel.of(model));
    }

    private Response answer(RoutingContext routing, String model, InputStream body, boolean streamed)
            throws IOException {
        ContentRequest request = ContentRequestReader.read(SandboxModel.of(model), body);
        return studio.answer(
                request.picture(), routing, assignment -> new ContentAnswer(request, assignment).reply(streamed));
    }
}
