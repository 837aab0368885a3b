package studio.practice;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who is being served: more than a bounded number is turned away, and all can be let go at shutdown. */
@Singleton
class Visitors {
    private static final int MOST = 64;

    private final Set<Caller> present = ConcurrentHashMap.newKeySet();

    /** @throws Refusal a 503 when too many are here */
    Caller enter(RoutingContext routing) {
        present.removeIf(Caller::hasLeft);
        if (present.size() >= MOST) {
            throw Refusal.asked(503, Duration.ofSeconds(2));
        }
        Caller caller = new Caller(routing);
        present.add(caller);
        return caller;
    }

    int count() {
        present.removeIf(Caller::hasLeft);
        return present.size();
    }

    /** Ends every wait. */
    void dismiss() {
        present.forEach(Caller::release);
    }
}
