package studio.practice.answer;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.time.Clock;
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
     * @param protocol answers, or throws a {@link Refusal}
     * @throws Refusal when the answer is an error
     * @throws IOException when the caller hung up
     */
    public Response answer(PictureRequest request, RoutingContext routing, Function<Assignment, Reply> protocol)
            throws IOException {
        Caller caller = callers.enter(routing);
        Behaviour behaviour = new Behaviour(request.prompt());
        // The first call with a prompt fails, the second does not, then the next does again.
        if (behaviour.once() && failedOnce.remove(request.prompt()) != null) {
            behaviour.spare();
        } else if (behaviour.once()) {
            failedOnce.put(request.prompt(), true);
        }
        caller.pause(behaviour.slow());
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
                Reply reply = protocol.apply(assignment);
                Response.ResponseBuilder answer =
                        Response.ok(new Delivery(reply, assignment, easels, caller), reply.mediaType());
                reply.headers().forEach(answer::header);
                yield answer.build();
            }
        };
    }

    /**
     * A linked picture.
     *
     * @throws Refusal 404 when there is none
     */
    public Response picture(String name, RoutingContext routing) {
        Order order = links.picture(name);
        Caller caller = callers.enter(routing);
        StreamingOutput picture = out -> easels.draw(order, out, caller);
        return Response.ok(picture, order.mediaType()).build();
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
        PictureSize size = behaviour.huge() ? request.size().huge() : request.size();
        boolean many = behaviour.trick().equals("many") && request.count() > 0;
        int count = many ? behaviour.count() : request.count();
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    PictureSize own = many && count > 1 ? candidate(size, i) : size;
                    long seed = request.seed() + (many ? 0 : i);
                    return Order.of(request.prompt(), seed, own.width(), own.height(), request.tint(), request.jpeg());
                })
                .toList();
    }

    /** The second of several is the one as large as was asked for. */
    private static PictureSize candidate(PictureSize size, int index) {
        return index == 1 ? size : size.times(index == 0 ? 0.5 : 1.0 / (index + 1));
    }
}
