package studio.practice;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What the wire forms of the practice upstream under {@code /sandbox} share: models, the key, and linked pictures. */
@Path("/sandbox")
@Singleton
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class SandboxResource {
    private final PictureLinks links;
    private final Easels easels;
    private final Visitors visitors;

    SandboxResource(PictureLinks links, Easels easels, Visitors visitors) {
        this.links = links;
        this.easels = easels;
        this.visitors = visitors;
    }

    void stop(@Observes ShutdownEvent event) {
        visitors.dismiss();
    }

    @GET
    @Path("/v1/models")
    @Operation(hidden = true)
    public Map<String, Object> models(@QueryParam("output_modalities") @Nullable String modalities) {
        return ModelList.of(modalities);
    }

    @GET
    @Path("/v1/key")
    @Operation(hidden = true)
    public Map<String, Object> key() {
        return KeyDescription.describe();
    }

    @GET
    @Path("/files/{name}")
    @Produces(MediaType.WILDCARD)
    @Blocking
    @Operation(hidden = true)
    public Response file(@PathParam("name") String name, @Context RoutingContext routing) {
        Commission commission = links.read(name).orElseThrow(() -> Refusal.asked(404, null));
        Caller caller = visitors.enter(routing);
        StreamingOutput picture = out -> easels.draw(out, caller, commission::draw);
        return Response.ok(picture, commission.mediaType()).build();
    }
}
