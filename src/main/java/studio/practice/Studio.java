package studio.practice;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import studio.practice.Behaviour.Trick;
import studio.practice.painting.Order;
import studio.web.BasePath;

/** Turns a request of any wire form into an answer, or into the trouble that its prompt asks for. */
@Singleton
public class Studio {
    private final Easels easels;
    private final Visitors visitors;
    private final PictureLinks links;
    private final FirstTimes firstTimes;
    private final BasePath base;
    private final Clock clock = Clock.systemUTC();

    Studio(Easels easels, Visitors visitors, PictureLinks links, FirstTimes firstTimes, BasePath base) {
        this.easels = easels;
        this.visitors = visitors;
        this.links = links;
        this.firstTimes = firstTimes;
        this.base = base;
    }

    /** A wire form's way of answering; it may throw a {@link Refusal} instead. */
    public interface Form {
        Reply answer(Assignment assignment);
    }

    /**
     * @throws Refusal when the answer is an error
     * @throws IOException when the caller hung up
     */
    public Response answer(PictureRequest request, RoutingContext routing, Form form) throws IOException {
        Caller caller = visitors.enter(routing);
        Behaviour asked = BehaviourWords.read(request.prompt());
        boolean spared = asked.once() && !firstTimes.first(request.prompt());
        Behaviour behaviour = asked.showing(spared ? Trick.NONE : asked.trick());
        caller.pause(behaviour.slow());
        return switch (behaviour.trick()) {
            case STATUS -> throw Refusal.asked(behaviour.status(), behaviour.retryAfter());
            case BALANCE -> throw Refusal.noBalance();
            case NOMODEL -> throw Refusal.noModel(request.model().id());
            case HANG -> {
                caller.pause(Behaviour.LONGEST_WAIT);
                yield hungUp(caller);
            }
            case RESET -> hungUp(caller);
            case HTML ->
                Response.ok("<!DOCTYPE html><html><title>502</title><h1>Bad gateway</h1></html>")
                        .type(MediaType.TEXT_HTML_TYPE)
                        .build();
            default -> {
                Assignment assignment = assign(request, behaviour, routing);
                Reply reply = form.answer(assignment);
                Response.ResponseBuilder answer =
                        Response.ok(new Delivery(reply, assignment, easels, caller), reply.mediaType());
                reply.headers().forEach(answer::header);
                yield answer.build();
            }
        };
    }

    private static Response hungUp(Caller caller) throws IOException {
        caller.hangUp();
        return Response.noContent().build();
    }

    private Assignment assign(PictureRequest request, Behaviour behaviour, RoutingContext routing) {
        long now = clock.instant().getEpochSecond();
        String id = "gen-" + now + "-"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        List<Commission> pictures =
                request.pictures() && behaviour.trick().showsPicture() ? commissions(request, behaviour) : List.of();
        String link = pictures.isEmpty()
                ? null
                : URI.create(routing.request().absoluteURI())
                        .resolve(base.of("/sandbox/files/" + links.name(pictures.getFirst())))
                        .toString();
        return new Assignment(request, behaviour, pictures, link, id, now);
    }

    private static List<Commission> commissions(PictureRequest request, Behaviour behaviour) {
        PictureSize size = behaviour.huge() ? request.size().huge() : request.size();
        boolean many = behaviour.trick() == Trick.MANY;
        int count = many ? behaviour.count() : request.count();
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    PictureSize own = many && count > 1 ? candidate(size, i) : size;
                    long seed = request.seed() + (many ? 0 : i);
                    Order order = Order.of(
                            request.prompt(),
                            seed,
                            own.width(),
                            own.height(),
                            request.references().tint());
                    return new Commission(order, request.jpeg(), request.quality());
                })
                .toList();
    }

    /** The second of several is the one as large as was asked for. */
    private static PictureSize candidate(PictureSize size, int index) {
        return index == 1 ? size : size.times(index == 0 ? 0.5f : 1f / (index + 1));
    }
}
