package studio.diagnosis;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;
import studio.account.ClientAddress;
import studio.problem.Language;
import studio.problem.WholeNumber;
import studio.web.event.EventStreams;

/** The check-up: what the server finds, and what a browser needs to measure the way to it. */
@Path("/api/doctor")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Service")
public class DoctorResource {
    private final Doctor doctor;
    private final Trials trials;
    private final EventStreams streams;
    private final ClientAddress clients;

    DoctorResource(Doctor doctor, Trials trials, EventStreams streams, ClientAddress clients) {
        this.doctor = doctor;
        this.trials = trials;
        this.streams = streams;
        this.clients = clients;
    }

    @GET
    @Operation(
            summary = "Looks for what may be wrong with this installation",
            description =
                    "Takes up to ten seconds; with `upstreams=true`, which also makes the free test call of each API config, forty.")
    public Doctor.Report examine(
            @Parameter(schema = @Schema(type = SchemaType.BOOLEAN)) @QueryParam("upstreams") @DefaultValue("false")
                    String upstreams,
            @HeaderParam("Accept-Language") @Nullable String languages,
            @Context HttpServerRequest request) {
        return doctor.examine(Visit.of(request, clients), Language.of(languages), upstreams.equals("true"));
    }

    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @NonBlocking
    @Operation(
            summary = "Sends an event `tick` four times a second, to measure whether events arrive as they are sent",
            description = "At most eight measurements at once; 429 beyond.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = Trials.Tick.class)))
    public Multi<OutboundSseEvent> events(
            @Parameter(description = "1 to 30, 5 when absent", schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("seconds")
                    @Nullable
                    String seconds) {
        int length = WholeNumber.read("seconds", seconds, 5, Trials.LONGEST_STREAM);
        trials.enter();
        return streams.open(stream -> trials.tick(stream, length));
    }

    @GET
    @Path("/wait")
    @Operation(summary = "Is silent for some time before it answers, to measure when a proxy in between gives up")
    public Uni<Trials.Waited> silence(
            @Parameter(description = "1 to 300, 90 when absent", schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("seconds")
                    @Nullable
                    String seconds) {
        return trials.silence(WholeNumber.read("seconds", seconds, 90, Trials.LONGEST_WAIT));
    }

    @POST
    @Path("/echo")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Counts a body and forgets it, to measure how large a body a proxy in between lets through")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Trials.Echo echo(InputStream body) throws IOException {
        return trials.swallow(body);
    }
}
