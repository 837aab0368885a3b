package studio.task.api;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.ProblemException;
import studio.task.TaskFilter;
import studio.task.feed.TaskFeed;
import studio.task.feed.TaskView;
import studio.task.feed.TaskViews;
import studio.task.run.QueueControls;

/** All tasks: the recent ones as a list, the changes as one stream. */
@Path("/api/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Tasks")
public class TaskResource {
    private final TaskViews views;
    private final TaskFeed feed;
    private final QueueControls controls;

    TaskResource(TaskViews views, TaskFeed feed, QueueControls controls) {
        this.views = views;
        this.feed = feed;
        this.controls = controls;
    }

    /**
     * What is to be changed of the queue.
     *
     * @param paused whether waiting tasks stay where they are; absent: as it is
     * @param maxConcurrent tasks at once; absent: as it is
     */
    @Schema(name = "TaskQueueChange")
    public record QueueChange(
            @Nullable Boolean paused,
            @Schema(minimum = "1", maximum = "64") @Nullable Integer maxConcurrent) {}

    @Schema(name = "TaskList")
    public record Tasks(List<TaskView> tasks) {}

    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Follows all tasks",
            description =
                    "A `ready` event first, then `status`, `partial`, `done`, `error` and `canceled` events of every task, and `queue` when somebody has changed the queue. "
                            + "When `ready` is not `complete`, events were missed and the list should be loaded again. "
                            + "`Last-Event-ID` resumes.")
    @APIResponse(
            responseCode = "200",
            description = "The events; the data of each is a task, of `partial`, `queue` and `ready` their own",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema =
                                    @Schema(
                                            oneOf = {
                                                TaskView.class,
                                                TaskView.PartialPicture.class,
                                                TaskFeed.Ready.class,
                                                QueueControls.State.class
                                            })))
    public Multi<OutboundSseEvent> allEvents(
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @HeaderParam("Accept-Language") @Nullable String languages) {
        return feed.all(lastEventId, Language.of(languages));
    }

    @GET
    @Path("/queue")
    @Operation(summary = "How the queue works: paused or not, how many tasks at once, which are next")
    public QueueControls.State queue() {
        return controls.state();
    }

    @PUT
    @Path("/queue")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Changes how the queue works, at once and for everybody",
            description =
                    "A pause starts no waiting task; those that run go on. `maxConcurrent` cannot be changed where `MAX_CONCURRENT_TASKS` is set (`fixed`): 409.")
    public QueueControls.State change(@Nullable QueueChange change) {
        QueueChange wanted = ProblemException.present(change);
        return controls.change(wanted.paused(), wanted.maxConcurrent());
    }

    @GET
    @Operation(summary = "Recent tasks, newest first")
    public Tasks tasks(
            @Parameter(description = "1 to 2000, 200 when absent", schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(
                            description =
                                    "Of queued, running, saving, done, failed, canceled, several separated by commas; `active` stands for the first three")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(description = "Of the request that made the task") @QueryParam("requestId") @Nullable
                    String requestId,
            @Parameter(description = "The id of a task: only older ones") @QueryParam("before") @Nullable String before,
            @HeaderParam("Accept-Language") @Nullable String languages) {
        return new Tasks(views.list(limit, TaskFilter.of(status, requestId, before), Language.of(languages)));
    }
}
