package studio.practice;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import studio.web.BasePath;

/**
 * Tickets for pictures that are fetched later, as upstreams with tasks give them: the ticket itself says when they are ready and
 * what to draw, so nothing is stored for it. It ends with its links.
 */
@Singleton
public class Tickets {
    /** How long a picture is worked on. */
    static final Duration WORK = Duration.ofSeconds(2);

    private static final String WITHHELD = "withheld";

    private final PictureLinks links;
    private final BasePath base;
    private final Clock clock = Clock.systemUTC();

    @Inject
    Tickets(PictureLinks links, BasePath base) {
        this.links = links;
        this.base = base;
    }

    /** How a ticket stands. */
    public enum State {
        WORKING,
        READY,
        WITHHELD
    }

    /** @param links to the pictures, without a key; empty until they are ready */
    public record Collected(State state, List<String> links) {}

    public String of(List<Commission> pictures) {
        List<String> parts = new ArrayList<>(List.of(due()));
        pictures.forEach(picture -> parts.add(links.name(picture)));
        return String.join("~", parts);
    }

    /** For pictures that a moderation system will hold back. */
    public String withheld() {
        return due() + "~" + WITHHELD;
    }

    private String due() {
        return Long.toHexString(clock.instant().plus(WORK).toEpochMilli());
    }

    /** @throws Refusal 404 for a ticket that is none, or has ended */
    public Collected collect(String ticket, RoutingContext routing) {
        String[] parts = ticket.split("~", -1);
        if (!parts[0].matches("[0-9a-f]{1,15}")) {
            throw Refusal.asked(404, null);
        }
        List<String> found = new ArrayList<>();
        for (int i = 1; i < parts.length && !parts[i].equals(WITHHELD); i++) {
            if (links.read(parts[i]).isEmpty()) {
                throw Refusal.asked(404, null);
            }
            found.add(URI.create(routing.request().absoluteURI())
                    .resolve(base.of("/sandbox/files/" + parts[i]))
                    .toString());
        }
        if (clock.millis() < Long.parseLong(parts[0], 16)) {
            return new Collected(State.WORKING, List.of());
        }
        boolean withheld = parts.length == 2 && parts[1].equals(WITHHELD);
        return new Collected(withheld ? State.WITHHELD : State.READY, found);
    }
}
