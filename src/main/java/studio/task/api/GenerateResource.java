package studio.task.api;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.task.feed.TaskFeed;
import studio.task.feed.TaskView;
import studio.task.feed.TaskViews;
import studio.task.request.GenerationInput;
import studio.task.request.ReferencePictures;
import studio.task.run.CancelTask;
import studio.task.run.MoveToFront;
import studio.task.run.SubmitTask;
import studio.web.BasePath;

/** Generation: a task that is followed, looked at, canceled, retried; or the same task, waited for. */
@Path("/api/generate")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Generation")
public class GenerateResource {
    private final SubmitTask submitTask;
    private final CancelTask cancelTask;
    private final MoveToFront moveToFront;
    private final TaskViews views;
    private final TaskFeed feed;
    private final AwaitTask awaitTask;
    private final PartialPictures partialPictures;
    private final ReferencePictures references;
    private final BasePath base;

    GenerateResource(
            SubmitTask submitTask,
            CancelTask cancelTask,
            MoveToFront moveToFront,
            TaskViews views,
            TaskFeed feed,
            AwaitTask awaitTask,
            PartialPictures partialPictures,
            ReferencePictures references,
            BasePath base) {
        this.submitTask = submitTask;
        this.cancelTask = cancelTask;
        this.moveToFront = moveToFront;
        this.views = views;
        this.feed = feed;
        this.awaitTask = awaitTask;
        this.partialPictures = partialPictures;
        this.references = references;
        this.base = base;
    }

    @Schema(name = "TaskAccepted")
    public record Accepted(String taskId, TaskStatus status) {}

    /** Waits for the picture. A client that hangs up loses nothing: the task goes on. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
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
    @RequestBody(content = @Content(schema = @Schema(implementation = GenerationInput.class)))
    public Uni<Response> generate(
            InputStream body,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @HeaderParam("Prefer") @Nullable String prefer,
            @HeaderParam("Accept-Language") @Nullable String languages)
            throws IOException {
        Task task = submitTask.submit(body, idempotencyKey);
        return awaitTask.await(task, prefer, Language.of(languages));
    }

    @POST
    @Path("/task")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Creates a generation task and answers at once; Idempotency-Key makes sending it twice safe")
    @APIResponse(
            responseCode = "202",
            description = "The task is accepted; Location leads to it",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @RequestBody(content = @Content(schema = @Schema(implementation = GenerationInput.class)))
    public RestResponse<Accepted> create(
            InputStream body, @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) throws IOException {
        return accepted(submitTask.submit(body, idempotencyKey));
    }

    @GET
    @Path("/task/{id}")
    @Operation(summary = "One task, without picture data")
    public TaskView task(@PathParam("id") String id, @HeaderParam("Accept-Language") @Nullable String languages) {
        return views.show(views.find(id), Language.of(languages));
    }

    @GET
    @Path("/task/{id}/input")
    @Operation(
            summary = "What a task was asked for, to be changed and sent again",
            description =
                    "The whole prompt, the options, and those reference pictures that are still kept, as uploads.")
    public GenerationInput input(@PathParam("id") String id) {
        return GenerationInput.of(views.find(id).request(), references::keeps);
    }

    @DELETE
    @Path("/task/{id}")
    @Operation(summary = "Cancels a task; one whose request was sent may still be billed")
    public TaskView cancel(@PathParam("id") String id, @HeaderParam("Accept-Language") @Nullable String languages) {
        return views.show(cancelTask.cancel(id), Language.of(languages));
    }

    @POST
    @Path("/task/{id}/front")
    @Operation(summary = "Makes a waiting task the next one; 409 when it does not wait any more")
    public TaskView toFront(@PathParam("id") String id, @HeaderParam("Accept-Language") @Nullable String languages) {
        return views.show(moveToFront.move(id), Language.of(languages));
    }

    @POST
    @Path("/task/{id}/retry")
    @Operation(
            summary =
                    "Creates a new task with the request of one that has ended; while that has not ended, it is given again")
    @APIResponse(
            responseCode = "202",
            description = "The task is accepted; Location leads to it",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    public RestResponse<Accepted> retry(@PathParam("id") String id) {
        return accepted(submitTask.retry(id));
    }

    @GET
    @Path("/task/{id}/partials/{picture}")
    @Produces("image/*")
    @Operation(
            summary = "The newest unfinished picture of a running task",
            description = "Its address comes with `partial` events; 404 as soon as it is out of date.")
    @APIResponse(responseCode = "200", description = "The picture", content = @Content(mediaType = "image/*"))
    public Response partial(@PathParam("id") String id, @PathParam("picture") int picture) throws IOException {
        return partialPictures.newest(id, picture);
    }

    @GET
    @Path("/task/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Follows one task",
            description =
                    "At once a `status` event with the whole task, one for each change, `partial` events for unfinished pictures, then exactly one of `done`, "
                            + "`error` and `canceled`, after which the stream ends. `Last-Event-ID` resumes; 204 when nothing can follow.")
    @APIResponse(
            responseCode = "200",
            description = "The events; the data of each is the task, of `partial` where the picture is",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(oneOf = {TaskView.class, TaskView.PartialPicture.class})))
    @APIResponse(responseCode = "204", description = "Nothing can follow")
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @HeaderParam("Accept-Language") @Nullable String languages) {
        return feed.one(id, lastEventId, Language.of(languages));
    }

    private RestResponse<Accepted> accepted(Task task) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, new Accepted(task.id(), task.status()))
                .header(HttpHeaders.LOCATION, base.of("/api/generate/task/" + task.id()))
                .build();
    }
}
