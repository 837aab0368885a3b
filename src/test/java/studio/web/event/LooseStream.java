package studio.web.event;

import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;

/** An event stream that no connection stands behind: events wait in it until it is left. */
public final class LooseStream {
    private final EventStream stream = new EventStream(new SseImpl(), null, () -> true, () -> {}, () -> {});

    public EventStream stream() {
        return stream;
    }

    /** As when the reader's connection is gone. */
    public void leave() {
        stream.close();
    }
}
