package studio.practice.openai;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import studio.practice.Assignment;
import studio.practice.JsonMap;
import studio.practice.Refusal;
import studio.practice.Reply;
import studio.practice.Studio;
import studio.practice.Tickets;
import studio.web.Form;
import studio.web.Forms;

/** The images form as relays with tasks offer it: a call is answered with an id, and the pictures are asked for later. */
@Path("/sandbox")
@Singleton
@PermitAll
@Produces(MediaType.WILDCARD)
public class AsyncResource {
    private final Studio studio;
    private final Forms forms;
    private final Tickets tickets;

    AsyncResource(Studio studio, Forms forms, Tickets tickets) {
        this.studio = studio;
        this.forms = forms;
        this.tickets = tickets;
    }

    @POST
    @Path("/v1/images/generations/async")
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(hidden = true)
    public Response generate(@Context RoutingContext routing, InputStream body) throws IOException {
        return answer(ImagesRequest.generation(ImagesFields.ofJson(body)), routing);
    }

    @POST
    @Path("/v1/images/edits/async")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Blocking
    @Operation(hidden = true)
    public Response edit(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type, @Context RoutingContext routing, InputStream body)
            throws IOException {
        try (Form form = forms.receive(type, body)) {
            return answer(ImagesRequest.edit(ImagesFields.ofForm(form)), routing);
        }
    }

    @GET
    @Path("/v1/images/tasks/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Map<String, Object> task(@Context RoutingContext routing, @PathParam("id") String id) {
        Tickets.Collected collected = tickets.collect(id, routing);
        return switch (collected.state()) {
            case WORKING -> JsonMap.of("id", id, "status", "processing");
            case WITHHELD -> JsonMap.of("id", id, "status", "failed", "error", OpenAiErrors.error(Refusal.withheld()));
            case READY ->
                JsonMap.of(
                        "id",
                        id,
                        "status",
                        "completed",
                        "data",
                        collected.links().stream()
                                .map(link -> JsonMap.of("url", link))
                                .toList());
        };
    }

    private Response answer(ImagesRequest request, RoutingContext routing) throws IOException {
        return studio.answer(request.picture(), routing, this::taken);
    }

    private Reply taken(Assignment assignment) {
        String id =
                switch (assignment.trick()) {
                    case REFUSE -> throw assignment.flagged();
                    case ERROR200 -> throw Refusal.in200();
                    case BLOCK, FINISH -> tickets.withheld();
                    default -> tickets.of(assignment.pictures());
                };
        return Reply.json((out, json) -> {
            json.writeNumberField("created", assignment.created());
            json.writeStringField("task_id", id);
            json.writeStringField("status", "queued");
        });
    }
}
