package studio.sandbox;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;
import studio.config.SandboxKey;
import studio.settings.Settings;

/** The practice upstream under {@code /sandbox}: OpenRouter's paths for chat completions, models and the key. */
@Path("/sandbox")
@Singleton
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class SandboxResource {
    private final boolean served;
    private final byte[] authorization;
    private final PictureLinks links;
    private final Easels easels;
    private final Visitors visitors;
    private final Studio studio;

    SandboxResource(
            Settings settings, SandboxKey key, PictureLinks links, Easels easels, Visitors visitors, Studio studio) {
        this.served = settings.sandbox();
        this.authorization = ("Bearer " + key.value()).getBytes(StandardCharsets.UTF_8);
        this.links = links;
        this.easels = easels;
        this.visitors = visitors;
        this.studio = studio;
    }

    void stop(@Observes ShutdownEvent event) {
        visitors.dismiss();
    }

    @POST
    @Path("/v1/chat/completions")
    @Blocking
    @Operation(hidden = true)
    public Response complete(
            @HeaderParam("Authorization") @Nullable String given,
            @Context RoutingContext routing,
            @Context UriInfo uri,
            InputStream body)
            throws IOException {
        admit(given);
        Caller caller = visitors.enter(routing);
        return studio.answer(ChatRequestReader.read(body), caller, uri.getBaseUri());
    }

    @GET
    @Path("/v1/models")
    @Operation(hidden = true)
    public Map<String, Object> models(
            @HeaderParam("Authorization") @Nullable String given,
            @QueryParam("output_modalities") @Nullable String modalities) {
        admit(given);
        boolean shown = modalities == null
                || Arrays.stream(modalities.split(",", -1)).anyMatch(List.of("image", "text", "all")::contains);
        List<Map<String, Object>> models = shown
                ? Arrays.stream(SandboxModel.values())
                        .map(SandboxModel::describe)
                        .toList()
                : List.of();
        return Map.of("data", models, "total_count", models.size());
    }

    @GET
    @Path("/v1/key")
    @Operation(hidden = true)
    public Map<String, Object> key(@HeaderParam("Authorization") @Nullable String given) {
        admit(given);
        return Map.of("data", Map.of("label", "practice", "usage", 0, "is_free_tier", true));
    }

    @GET
    @Path("/files/{name}")
    @Produces(MediaType.WILDCARD)
    @Blocking
    @Operation(hidden = true)
    public Response file(@PathParam("name") String name, @Context RoutingContext routing) {
        if (!served) {
            throw new NotFoundException();
        }
        Commission commission = links.read(name)
                .orElseThrow(() -> new Refusal(
                        404, "No such picture, or its link has ended", Map.of("error_type", "not_found"), null));
        Caller caller = visitors.enter(routing);
        StreamingOutput picture = out -> easels.draw(out, caller, commission::draw);
        return Response.ok(picture, commission.mediaType()).build();
    }

    @ServerExceptionMapper
    public Response refuse(Refusal refusal) {
        Response.ResponseBuilder answer = Response.status(refusal.httpStatus())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(refusal.envelope());
        if (refusal.retryAfter() != null) {
            answer.header("Retry-After", refusal.retryAfter());
        }
        return answer.build();
    }

    private void admit(@Nullable String given) {
        if (!served) {
            throw new NotFoundException();
        }
        if (given == null || !MessageDigest.isEqual(authorization, given.getBytes(StandardCharsets.UTF_8))) {
            throw new Refusal(401, "No cookie auth credentials found", Map.of("error_type", "authentication"), null);
        }
    }
}
