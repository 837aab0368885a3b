package studio.practice.answer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import studio.practice.painting.Order;
import studio.web.BasePath;

/**
 * Links to pictures that need no key, and tickets for pictures that are fetched later, as upstreams give them. Both end after
 * ten minutes.
 */
@Singleton
public class Links {
    /** How long a picture of a ticket is worked on. */
    private static final Duration WORK = Duration.ofSeconds(2);

    /** @param ready milliseconds since 1970 */
    private record Promise(long ready, List<Order> pictures) {}

    private final Cache<String, Promise> promises = Caffeine.newBuilder()
            .maximumSize(1000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();
    private final Clock clock = Clock.systemUTC();
    private final BasePath base;

    Links(BasePath base) {
        this.base = base;
    }

    /** @param pictures none: a moderation system holds them back */
    public String ticket(List<Order> pictures) {
        String name = UUID.randomUUID().toString();
        promises.put(name, new Promise(clock.millis() + WORK.toMillis(), pictures));
        return name;
    }

    /** @throws Refusal 404 when it is not ours or has ended */
    private Promise kept(String name) {
        return Optional.ofNullable(promises.getIfPresent(name)).orElseThrow(() -> Refusal.status(404, null));
    }

    /** The address of a picture, absolute as this request came in. */
    String to(Order picture, RoutingContext routing) {
        String path = base.of("/sandbox/files/" + ticket(List.of(picture)));
        return URI.create(routing.request().absoluteURI()).resolve(path).toString();
    }

    Order picture(String name) {
        return kept(name).pictures().getFirst();
    }

    /**
     * The links of a ticket; empty while it is worked on.
     *
     * @throws Refusal 404 for a ticket that is not ours or has ended, 400 when its pictures are withheld
     */
    public List<String> collect(String ticket, RoutingContext routing) {
        Promise promise = kept(ticket);
        if (clock.millis() < promise.ready()) {
            return List.of();
        }
        if (promise.pictures().isEmpty()) {
            throw Refusal.of(Refusal.Fault.WITHHELD, "");
        }
        return promise.pictures().stream().map(picture -> to(picture, routing)).toList();
    }
}
