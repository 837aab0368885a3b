package studio.web.event;

import io.vertx.core.Context;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One open event stream to one reader, with a bounded queue. Its methods may be called from any thread and never block:
 * events are written on the connection's own event loop, as fast as the reader takes them.
 *
 * <p>A reader that falls {@value #CAPACITY} events behind is dropped: the queue is thrown away and the connection closed. It can
 * come back with {@code Last-Event-ID}.
 */
public final class EventStream implements Flow.Publisher<OutboundSseEvent> {
    /** How many events a reader may be behind. */
    public static final int CAPACITY = 256;

    private final Sse sse;
    private final Context context;
    private final BooleanSupplier permission;
    private final Runnable disconnect;
    private Runnable begun;
    private final Queue<OutboundSseEvent> waiting = new ArrayDeque<>(4);
    private Flow.@Nullable Subscriber<? super OutboundSseEvent> reader;
    private Runnable whenClosed = () -> {};
    private long requested;
    private boolean scheduled;
    private boolean unread;
    private boolean ending;
    private boolean closed;

    /**
     * @param permission whether the reader may go on reading; asked at each heartbeat
     * @param begun run on the event loop when the first event has been sent
     */
    EventStream(Sse sse, Context context, BooleanSupplier permission, Runnable disconnect, Runnable begun) {
        this.sse = sse;
        this.context = context;
        this.permission = permission;
        this.disconnect = disconnect;
        this.begun = begun;
    }

    /**
     * Queues an event.
     *
     * @param id what the reader sends back as {@code Last-Event-ID}; null: this event cannot be resumed from
     * @param name the event's type, for example {@code status}
     * @param data a record, written as JSON; it must carry {@code @RegisterForReflection}
     * @return false when the stream is over and further events are of no use
     */
    public boolean send(@Nullable String id, String name, Object data) {
        OutboundSseEvent.Builder event = sse.newEventBuilder().name(name).data(data);
        return offer(id == null ? event.build() : event.id(id).build());
    }

    /** Ends the stream after what is queued; further events are ignored. */
    public void end() {
        synchronized (this) {
            ending = true;
        }
        schedule();
    }

    /** Runs the action once when the stream is over; at once when it already is. */
    public void whenClosed(Runnable action) {
        synchronized (this) {
            if (!closed) {
                Runnable earlier = whenClosed;
                whenClosed = () -> {
                    earlier.run();
                    action.run();
                };
                return;
            }
        }
        action.run();
    }

    /** Whether events still reach the reader. */
    public synchronized boolean isOpen() {
        return !closed && !ending;
    }

    /**
     * Queues {@code : ping} unless something is waiting already; closes a stream that never found its reader, and ends one
     * whose reader may read no more, without what is queued.
     */
    void heartbeat() {
        beat(permission.getAsBoolean());
    }

    /** Ends a stream whose reader may read no more; of any other nothing changes. */
    void check() {
        if (!permission.getAsBoolean()) {
            beat(false);
        }
    }

    private void beat(boolean permitted) {
        boolean abandoned;
        synchronized (this) {
            if (!permitted) {
                waiting.clear();
            }
            abandoned = reader == null && (unread || !permitted);
            unread = reader == null;
            if (permitted && !abandoned && (unread || !waiting.isEmpty())) {
                return;
            }
        }
        if (abandoned) {
            close();
        } else if (permitted) {
            offer(sse.newEventBuilder().comment(" ping").build());
        } else {
            end();
        }
    }

    private boolean offer(OutboundSseEvent event) {
        boolean tooSlow;
        synchronized (this) {
            if (closed || ending) {
                return false;
            }
            tooSlow = waiting.size() >= CAPACITY;
            if (!tooSlow) {
                waiting.add(event);
            }
        }
        if (tooSlow) {
            close();
            disconnect.run();
            return false;
        }
        schedule();
        return true;
    }

    void close() {
        Runnable action;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
            reader = null;
            action = whenClosed;
            whenClosed = () -> {};
        }
        action.run();
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled || closed || reader == null) {
                return;
            }
            scheduled = true;
        }
        context.runOnContext(ignored -> drain());
    }

    private void drain() {
        while (true) {
            Flow.Subscriber<? super OutboundSseEvent> to;
            OutboundSseEvent next;
            synchronized (this) {
                to = reader;
                if (to == null || closed || (waiting.isEmpty() ? !ending : requested == 0)) {
                    scheduled = false;
                    return;
                }
                next = waiting.poll();
                if (next != null) {
                    requested--;
                }
            }
            if (next == null) {
                close();
                to.onComplete();
                return;
            }
            to.onNext(next);
            begun.run();
            begun = () -> {};
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super OutboundSseEvent> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                synchronized (EventStream.this) {
                    requested += n;
                }
                schedule();
            }

            @Override
            public void cancel() {
                close();
            }
        });
        synchronized (this) {
            reader = subscriber;
        }
        schedule();
    }
}
