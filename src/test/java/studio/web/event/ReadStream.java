package studio.web.event;

import io.vertx.core.Vertx;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;

/** An event stream whose events are read as fast as they come, without a connection. */
public final class ReadStream implements Flow.Subscriber<OutboundSseEvent> {
    private final EventStream stream;
    private final List<OutboundSseEvent> events = new CopyOnWriteArrayList<>();

    public ReadStream(Vertx vertx) {
        this(vertx, () -> true);
    }

    /** @param permission whether the reader may go on reading */
    public ReadStream(Vertx vertx, BooleanSupplier permission) {
        stream = new EventStream(new SseImpl(), vertx.getOrCreateContext(), permission, () -> {}, () -> {});
        stream.subscribe(this);
    }

    public EventStream stream() {
        return stream;
    }

    /** What has been read. */
    public List<OutboundSseEvent> events() {
        return events;
    }

    /** As {@link EventStreams#check} does with each. */
    public void check() {
        stream.check();
    }

    /** As when the reader's connection is gone. */
    public void leave() {
        stream.close();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(OutboundSseEvent event) {
        events.add(event);
    }

    @Override
    public void onError(Throwable failure) {
        throw new IllegalStateException(failure);
    }

    @Override
    public void onComplete() {}
}
