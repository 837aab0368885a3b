package studio.practice.answer;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import studio.practice.answer.Callers.Caller;
import studio.practice.painting.Order;

/** Turns a request of any protocol into an answer, or into the trouble that its prompt asks for. */
@Singleton
public class PracticeUpstream {
    private final Easels easels;
    private final Callers callers;
    private final Links links;
    private final Clock clock = Clock.systemUTC();

    /** Prompts that have met their one failure. */
    private final Map<String, Boolean> failedOnce =
            Caffeine.newBuilder().maximumSize(500).<String, Boolean>build().asMap();

    PracticeUpstream(Easels easels, Callers callers, Links links) {
        this.easels = easels;
        this.callers = callers;
        this.links = links;
    }

    /**
     * @param protocol gives the parts of the body, each sent off by itself: a JSON object, or events (WHATWG HTML, "Server-sent
     *     events"); pictures in them are {@linkplain Assignment#base64 marked}
     * @throws Refusal when the answer is an error
     */
    public Response answer(PictureRequest request, RoutingContext routing, Function<Assignment, List<String>> protocol)
            throws IOException {
        Caller caller = callers.enter(routing);
        Behaviour behaviour = new Behaviour(request.prompt());
        // The first call with a prompt fails, the second does not, then the next does again.
        if (behaviour.once() && failedOnce.remove(request.prompt()) != null) {
            behaviour.spare();
        } else if (behaviour.once()) {
            failedOnce.put(request.prompt(), true);
        }
        caller.pause(behaviour.time("slow", 20));
        return switch (behaviour.trick()) {
            case "status" -> throw behaviour.status();
            case "balance" -> throw Refusal.of(Refusal.Fault.NO_BALANCE, "");
            case "nomodel" ->
                throw Refusal.of(Refusal.Fault.NO_MODEL, request.model().id());
            case "hang" -> {
                caller.pause(Behaviour.LONGEST_WAIT);
                yield hungUp(caller);
            }
            case "reset" -> hungUp(caller);
            case "html" ->
                Response.ok("<!DOCTYPE html><html><title>502</title><h1>Bad gateway</h1></html>")
                        .type(MediaType.TEXT_HTML_TYPE)
                        .build();
            default -> {
                Assignment assignment = assign(request, behaviour, routing);
                List<String> parts = protocol.apply(assignment);
                boolean object = parts.getFirst().startsWith("{");
                yield Response.ok(new Delivery(parts, assignment, easels, caller))
                        .type(object ? MediaType.APPLICATION_JSON : MediaType.SERVER_SENT_EVENTS)
                        .header("X-Generation-Id", assignment.id())
                        .build();
            }
        };
    }

    /** @throws Refusal 404 when there is no such link */
    public Response picture(String name, RoutingContext routing) {
        Order order = links.picture(name);
        Caller caller = callers.enter(routing);
        StreamingOutput picture = out -> {
            try (InputStream drawn = Base64.getDecoder().wrap(easels.drawn(order, caller))) {
                drawn.transferTo(out);
            }
        };
        return Response.ok(picture, "image/" + order.format()).build();
    }

    private static Response hungUp(Caller caller) throws IOException {
        caller.hangUp();
        return Response.noContent().build();
    }

    private Assignment assign(PictureRequest request, Behaviour behaviour, RoutingContext routing) {
        long now = clock.instant().getEpochSecond();
        String id = "gen-%d-%s"
                .formatted(now, UUID.randomUUID().toString().replace("-", "").substring(0, 20));
        List<Order> pictures = behaviour.showsPicture() ? orders(request, behaviour) : List.of();
        String link = pictures.isEmpty() ? "" : links.to(pictures.getFirst(), routing);
        return new Assignment(request, behaviour, pictures, link, id, now);
    }

    private static List<Order> orders(PictureRequest request, Behaviour behaviour) {
        PictureSize size = behaviour.has("huge") ? request.size().huge() : request.size();
        boolean many = behaviour.trick().equals("many") && request.count() > 0;
        int count = many ? behaviour.count() : request.count();
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    PictureSize own = many && count > 1 ? candidate(size, i) : size;
                    long seed = request.options().seed() + (many ? 0 : i);
                    return Order.of(request.prompt(), seed, own.width(), own.height(), request.tint(), request.jpeg());
                })
                .toList();
    }

    /** The second of several is the one as large as was asked for. */
    private static PictureSize candidate(PictureSize size, int index) {
        return index == 1 ? size : size.times(index == 0 ? 0.5 : 1.0 / (index + 1));
    }
}
