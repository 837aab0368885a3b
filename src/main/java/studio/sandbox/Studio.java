package studio.sandbox;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import studio.sandbox.Behaviour.Trick;
import studio.sandbox.painting.Order;

/** Turns a request into an answer, or into the trouble that its prompt asks for. */
@Singleton
class Studio {
    private final Easels easels;
    private final PictureLinks links;
    private final FirstTimes firstTimes;
    private final Clock clock = Clock.systemUTC();

    Studio(Easels easels, PictureLinks links, FirstTimes firstTimes) {
        this.easels = easels;
        this.links = links;
        this.firstTimes = firstTimes;
    }

    /**
     * @param base where this server was reached
     * @throws Refusal when the answer is an error
     * @throws IOException when the caller hung up
     */
    Response answer(ChatRequest request, Caller caller, URI base) throws IOException {
        SandboxModel model = SandboxModel.of(request.model());
        if (request.stream()) {
            throw Refusal.invalid("stream is not supported by the practice upstream");
        }
        PictureSize size = request.pixels(model);
        Behaviour behaviour = Behaviour.of(request.prompt());
        Trick trick = behaviour.once() && !firstTimes.first(request.prompt()) ? Trick.NONE : behaviour.trick();
        caller.pause(behaviour.slow());
        refuse(trick, behaviour, request);
        if (trick == Trick.HANG) {
            caller.pause(Behaviour.LONGEST_WAIT);
        }
        if (trick == Trick.HANG || trick == Trick.RESET) {
            caller.hangUp();
            return Response.noContent().build();
        }
        if (trick == Trick.HTML) {
            return Response.ok("<!DOCTYPE html><html><title>502</title><h1>Bad gateway</h1></html>")
                    .type(MediaType.TEXT_HTML_TYPE)
                    .build();
        }
        return pictures(request, model, behaviour.huge() ? size.huge() : size, behaviour.showing(trick), caller, base);
    }

    private Response pictures(
            ChatRequest request, SandboxModel model, PictureSize size, Behaviour behaviour, Caller caller, URI base) {
        String id = "gen-" + clock.instant().getEpochSecond() + "-"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        Trick trick = behaviour.trick();
        List<Commission> drawn = request.pictures() && trick != Trick.TEXT && trick != Trick.BLOCK
                ? commissions(request, model, size, trick == Trick.MANY ? behaviour.count() : 1)
                : List.of();
        String link = drawn.isEmpty()
                ? null
                : base.resolve("/sandbox/files/" + links.name(drawn.getFirst())).toString();
        ChatAnswer.Content content = new ChatAnswer.Content(
                id,
                model.id(),
                clock.instant().getEpochSecond(),
                words(trick, drawn.isEmpty()),
                drawn,
                link,
                request.prompt().length() / 4 + 258 * request.references() + 1);
        return Response.ok(new ChatAnswer(content, behaviour, easels, caller), MediaType.APPLICATION_JSON_TYPE)
                .header("X-Generation-Id", id)
                .build();
    }

    private static @Nullable String words(Trick trick, boolean noPicture) {
        if (trick == Trick.BLOCK) {
            return null;
        }
        return noPicture
                ? "I would rather tell you about it: a wide, quiet landscape under a changing sky."
                : "Here it is.";
    }

    /** The second of several is the one as large as was asked for. */
    private static List<Commission> commissions(ChatRequest request, SandboxModel model, PictureSize size, int count) {
        Order order = Order.of(request.prompt(), request.seed(), size.width(), size.height(), request.tint());
        boolean jpeg = request.jpeg(model);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    PictureSize own = count == 1 || i == 1 ? size : size.times(i == 0 ? 0.5f : 1f / (i + 1));
                    return new Commission(order.sized(own.width(), own.height()), jpeg);
                })
                .toList();
    }

    private static void refuse(Trick trick, Behaviour behaviour, ChatRequest request) {
        if (trick == Trick.REFUSE) {
            String prompt = request.prompt();
            throw new Refusal(
                    403,
                    "Your input was flagged by the moderation of the practice upstream",
                    Map.of(
                            "reasons", List.of("violence"),
                            "flagged_input", prompt.substring(0, Math.min(100, prompt.length())),
                            "provider_name", "Practice upstream",
                            "model_slug", request.model(),
                            "error_type", "content_policy_violation"),
                    null);
        }
        if (trick == Trick.ERROR200) {
            throw new Refusal(502, "Provider disconnected", Map.of("error_type", "provider_unavailable"), null).in200();
        }
        if (trick == Trick.STATUS) {
            throw Refusal.asked(behaviour.status(), behaviour.retryAfter());
        }
    }
}
