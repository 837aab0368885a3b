package studio.log;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import studio.problem.WholeNumber;
import studio.web.event.EventStreams;

/** The server's log for people who look after it. */
@Path("/api/logs")
@Tag(name = "Logs")
public class LogResource {
    private static final int MAX = 2000;
    private static final int DEFAULT = 300;

    /** @param logs newest last */
    public record LogPage(List<LogEntry> logs) {}

    private final LogBuffer log;
    private final EventStreams streams;

    LogResource(LogBuffer log, EventStreams streams) {
        this.log = log;
        this.streams = streams;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The newest log lines, newest last")
    public LogPage list(
            @Parameter(description = "1 to 2000, 300 when absent", schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        return new LogPage(log.last(WholeNumber.read("limit", limit, DEFAULT, MAX)));
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(summary = "Log lines as they come: events named `log`; `Last-Event-ID` resumes")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = LogEntry.class)))
    public Multi<OutboundSseEvent> events(@HeaderParam("Last-Event-ID") @Nullable String lastId) {
        return streams.open(stream -> log.watch(stream, lastId));
    }
}
