package studio.task;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import studio.web.Language;

/** The synchronous call: the same task, waited for. A client that hangs up loses nothing. */
@Path("/api/generate")
public class GenerateResource {
    private final SubmitTask submitTask;
    private final AwaitTask awaitTask;

    GenerateResource(SubmitTask submitTask, AwaitTask awaitTask) {
        this.submitTask = submitTask;
        this.awaitTask = awaitTask;
    }

    @POST
    @Blocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Generates a picture and waits for it; Prefer: wait=N answers 202 with the task after N seconds")
    @APIResponse(
            responseCode = "200",
            description = "The picture is in the gallery",
            content = @Content(schema = @Schema(implementation = AwaitTask.Generated.class)))
    @APIResponse(
            responseCode = "202",
            description = "It takes longer; follow the task",
            content = @Content(schema = @Schema(implementation = TaskView.class)))
    public Uni<Response> generate(
            InputStream body,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @HeaderParam("Prefer") @Nullable String prefer,
            @HeaderParam("Accept-Language") @Nullable String languages)
            throws IOException {
        Task task = submitTask.submit(body, idempotencyKey);
        return awaitTask.await(task, prefer, Language.of(languages).english());
    }
}
