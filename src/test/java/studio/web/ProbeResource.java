package studio.web;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.resteasy.reactive.RestStreamElementType;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.event.EventStream;
import studio.web.event.EventStreams;

/** Endpoints that fail in every way an endpoint of ours can. */
@Path("/probe")
@Produces(MediaType.APPLICATION_JSON)
public class ProbeResource {
    static final Set<EventStream> FEED = ConcurrentHashMap.newKeySet();

    /** How many were made for the last request. */
    static final AtomicInteger PIECES = new AtomicInteger();

    public enum Colour {
        RED
    }

    public record Part(int size) {}

    public record Body(String prompt, Boolean flag, Integer count, List<Part> parts, Colour colour) {}

    private final EventStreams streams;

    public ProbeResource(EventStreams streams) {
        this.streams = streams;
    }

    @GET
    public Map<String, String> get() {
        return Map.of("requestId", String.valueOf(RequestId.current()));
    }

    /** Says what every answer says, in its own words. */
    @GET
    @Path("named")
    public jakarta.ws.rs.core.Response named() {
        return jakarta.ws.rs.core.Response.ok(Map.of())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox")
                .header("Cache-Control", "private")
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Body post(Body body) {
        return body;
    }

    @POST
    @Path("stream")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    public Map<String, Long> stream(InputStream body) throws IOException {
        return Map.of("bytes", body.transferTo(OutputStream.nullOutputStream()));
    }

    /** Pieces of 100 KB; the one after the last fails when asked to. */
    @GET
    @Path("pieces/{count}/{fails}")
    public jakarta.ws.rs.core.Response pieces(@PathParam("count") int count, @PathParam("fails") boolean fails) {
        PIECES.set(0);
        Pieces.Source source = () -> {
            if (PIECES.get() < count) {
                return Buffer.buffer(
                        Integer.toString(PIECES.getAndIncrement() % 10).repeat(100_000));
            }
            if (fails) {
                throw new IllegalStateException("on purpose");
            }
            return null;
        };
        return jakarta.ws.rs.core.Response.ok(new Pieces(source)).build();
    }

    @GET
    @Path("fail/{how}")
    public String fail(@PathParam("how") String how) throws Throwable {
        throw switch (how) {
            case "problem" ->
                ProblemException.of(ProblemCode.QUEUE_FULL)
                        .withHeader("Retry-After", "7")
                        .withField("images[2]", Message.verbatim("太大", "too large"))
                        .withExtra("upstream", Map.of("status", 429));
            case "jaxrs" ->
                new WebApplicationException(jakarta.ws.rs.core.Response.status(409)
                        .header("Retry-After", "3")
                        .build());
            case "timeout" -> new TimeoutException("secret inner words");
            case "error" -> new UnsatisfiedLinkError("secret inner words");
            default -> new IllegalStateException("secret inner words");
        };
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<OutboundSseEvent> events() {
        return streams.open(stream -> {
            stream.send("1", "hello", new Part(1));
            FEED.add(stream);
            stream.whenClosed(() -> FEED.remove(stream));
        });
    }
}
