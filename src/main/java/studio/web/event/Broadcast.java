package studio.web.event;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A set of event streams that get the same events. Streams leave by themselves when they close. Safe for many threads. */
public final class Broadcast {
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

    /** From now on the stream gets every event. */
    public void join(EventStream stream) {
        streams.add(stream);
        stream.whenClosed(() -> streams.remove(stream));
    }

    /** Sends to all; see {@link EventStream#send} for the arguments. Costs nothing without streams. */
    public void send(@Nullable String id, String name, Object data) {
        for (EventStream stream : streams) {
            stream.send(id, name, data);
        }
    }

    /** Ends all streams after what is queued. */
    public void end() {
        streams.forEach(EventStream::end);
    }

    public int size() {
        return streams.size();
    }
}
