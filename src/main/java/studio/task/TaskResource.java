package studio.task;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;
import studio.web.Language;

/** Asynchronous generation: create, look, follow, cancel, retry. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class TaskResource {
    private final SubmitTask submitTask;
    private final CancelTask cancelTask;
    private final RetryTask retryTask;
    private final FindTasks findTasks;
    private final FollowTasks followTasks;

    TaskResource(
            SubmitTask submitTask,
            CancelTask cancelTask,
            RetryTask retryTask,
            FindTasks findTasks,
            FollowTasks followTasks) {
        this.submitTask = submitTask;
        this.cancelTask = cancelTask;
        this.retryTask = retryTask;
        this.findTasks = findTasks;
        this.followTasks = followTasks;
    }

    public record Accepted(String taskId, TaskStatus status) {}

    public record Tasks(List<TaskView> tasks) {}

    @POST
    @Path("/generate/task")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Creates a generation task and answers at once; Idempotency-Key makes sending it twice safe")
    public RestResponse<Accepted> create(
            InputStream body, @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey) throws IOException {
        return accepted(submitTask.submit(body, idempotencyKey));
    }

    @GET
    @Path("/generate/task/{id}")
    @Operation(summary = "One task, without picture data")
    public TaskView task(@PathParam("id") String id, @HeaderParam("Accept-Language") @Nullable String languages) {
        return findTasks.one(id, Language.of(languages).english());
    }

    @DELETE
    @Path("/generate/task/{id}")
    @Operation(summary = "Cancels a task; one whose request was sent may still be billed")
    public TaskView cancel(@PathParam("id") String id, @HeaderParam("Accept-Language") @Nullable String languages) {
        return findTasks.show(cancelTask.cancel(id), Language.of(languages).english());
    }

    @POST
    @Path("/generate/task/{id}/retry")
    @Operation(summary = "Creates a new task with the request of one that has ended")
    public RestResponse<Accepted> retry(@PathParam("id") String id) throws IOException {
        return accepted(retryTask.retry(id));
    }

    @GET
    @Path("/generate/task/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @HeaderParam("Accept-Language") @Nullable String languages) {
        return followTasks.one(id, lastEventId, Language.of(languages).english());
    }

    @GET
    @Path("/tasks/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> allEvents(
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @HeaderParam("Accept-Language") @Nullable String languages) {
        return followTasks.all(lastEventId, Language.of(languages).english());
    }

    @GET
    @Path("/tasks")
    @Operation(summary = "Recent tasks, newest first")
    public Tasks tasks(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("status") @Nullable String status,
            @QueryParam("before") @Nullable String before,
            @HeaderParam("Accept-Language") @Nullable String languages) {
        return new Tasks(
                findTasks.list(limit, status, before, Language.of(languages).english()));
    }

    private static RestResponse<Accepted> accepted(Task task) {
        return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, new Accepted(task.id(), task.status()))
                .location(URI.create("/api/generate/task/" + task.id()))
                .build();
    }
}
