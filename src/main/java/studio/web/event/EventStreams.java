package studio.web.event;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import studio.web.server.HttpSettings;

/**
 * Opens server-sent event streams: headers that keep proxies from buffering, a heartbeat comment on quiet streams, a bounded
 * queue for each reader, the end of a stream with the session that opened it, and of all streams at shutdown.
 *
 * <p>By hand rather than by Mutiny's operators: {@code docs/adr/0045}.
 */
@Singleton
public class EventStreams implements MeterBinder {
    /** For readers to take what is queued for them when the server ends. */
    private static final Duration LAST_EVENTS = Duration.ofSeconds(2);

    private static final String PERMISSION = EventStreams.class.getName();

    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final CurrentVertxRequest request;
    private final Sse sse;
    private final Vertx vertx;
    private final long timer;
    private volatile boolean stopping;

    EventStreams(HttpSettings settings, CurrentVertxRequest request, Sse sse, Vertx vertx) {
        this.request = request;
        this.sse = sse;
        this.vertx = vertx;
        this.timer =
                vertx.setPeriodic(settings.heartbeat().toMillis(), ignored -> open.forEach(EventStream::heartbeat));
    }

    /**
     * Says for how long a stream of this request may go on; asked at each heartbeat. Called with the request's authentication.
     *
     * @param permission answers soon, on an event loop
     */
    public static void permit(RoutingContext routing, BooleanSupplier permission) {
        routing.put(PERMISSION, permission);
    }

    /**
     * Makes the answer of a resource method; call it on the request's own thread. Nothing is queued twice and nothing is lost
     * when {@code source} replays and joins its feed under the feed's own lock.
     *
     * @param source is given the stream at once, sends what is already known and keeps it for what comes; must not block
     */
    public Multi<OutboundSseEvent> open(Consumer<EventStream> source) {
        RoutingContext routing = request.getCurrent();
        HttpServerResponse response = routing.response();
        response.putHeader("Cache-Control", "no-cache, no-transform");
        response.putHeader("X-Accel-Buffering", "no");
        BooleanSupplier permission = routing.get(PERMISSION, () -> true);
        EventStream stream = new EventStream(
                sse,
                vertx.getOrCreateContext(),
                permission,
                () -> routing.request().connection().close(),
                () -> forget(routing));
        open.add(stream);
        stream.whenClosed(() -> open.remove(stream));
        response.closeHandler(ignored -> stream.close());
        source.accept(stream);
        if (stopping) {
            stream.end();
        }
        return Multi.createFrom().publisher(stream);
    }

    /** What a stream needs no more once its head is sent, and would hold for as long as it is open. */
    private static void forget(RoutingContext routing) {
        routing.request().headers().clear();
        routing.response().headers().clear();
        routing.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
    }

    /** Ends at once the streams of those who may read no more. */
    public void check() {
        open.forEach(EventStream::check);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("studio.event.streams", this, EventStreams::count)
                .description("Open event streams")
                .register(registry);
    }

    /** How many streams are open. */
    public int count() {
        return open.size();
    }

    /** Ends every stream after what is queued and every later one at once. Done at shutdown by itself. */
    public void endAll() {
        stopping = true;
        open.forEach(EventStream::end);
    }

    /** After the workers have sent their last events, and before connections are closed. */
    void beforeShutdown(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownDelayInitiatedEvent event) {
        endAll();
        long limit = System.nanoTime() + LAST_EVENTS.toNanos();
        while (!open.isEmpty() && System.nanoTime() < limit) {
            LockSupport.parkNanos(LAST_EVENTS.toNanos() / 200);
        }
    }

    void onShutdown(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
        vertx.cancelTimer(timer);
        endAll();
    }
}
