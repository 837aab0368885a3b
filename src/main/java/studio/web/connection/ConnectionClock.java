package studio.web.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection that is idle or slow: one that sends no request, or its header bit by bit, or stops in the middle of a
 * body, or does not take its answer. Sits before the HTTP server's own handlers; all of it happens on the connection's event
 * loop.
 */
public final class ConnectionClock extends ChannelInboundHandlerAdapter {
    /** For the first byte of the first request, and for a header from its first byte to its last. */
    static final Duration HEADER = Duration.ofSeconds(10);
    /** Between two requests. Longer than nginx (60 s) keeps a connection that it may use again. */
    static final Duration BETWEEN = Duration.ofSeconds(75);
    /** The same for trusted proxies, some of which (Caddy: 120 s) keep theirs longer. */
    static final Duration BETWEEN_OF_PROXY = Duration.ofMinutes(5);
    /** For the next bytes of a body that the server is ready to read. */
    static final Duration BODY = Duration.ofSeconds(20);
    /** For the client to take more of an answer. Long enough for a download that is paused for a moment. */
    static final Duration ANSWER = Duration.ofMinutes(2);

    private static final long TICK_MS = 1000;
    /** The names that Vert.x gives to its handlers; {@code ConnectionClockTest} notices when they change. */
    private static final String ENCODER = "httpEncoder";

    private enum Phase {
        WAITING,
        HEADER,
        SERVING
    }

    private final Duration between;
    private final LongSupplier nanos;
    private final Messages messages = new Messages();
    private Phase phase = Phase.WAITING;
    private Duration patience = HEADER;
    private long since;
    private long lastRead;
    private int unanswered;
    private boolean bodyComplete = true;
    private @Nullable Runnable stopped;
    private long progress;
    private long lastProgress;
    private @Nullable ScheduledFuture<?> tick;

    ConnectionClock(boolean ofProxy, LongSupplier nanos) {
        this.between = ofProxy ? BETWEEN_OF_PROXY : BETWEEN;
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    /** @param stopped answers the request when its body stops arriving before the answer has started */
    public static void serve(HttpServerRequest request, Runnable stopped) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        ConnectionClock clock = channel.pipeline().get(ConnectionClock.class);
        if (clock != null) {
            clock.stopped = stopped;
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        tick = ctx.executor().scheduleWithFixedDelay(() -> look(ctx), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        watchMessages(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        ScheduledFuture<?> running = tick;
        if (running != null) {
            running.cancel(false);
        }
        stopped = null;
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        lastRead = nanos.getAsLong();
        if (phase == Phase.WAITING) {
            enter(Phase.HEADER, HEADER);
        }
        watchMessages(ctx);
        ctx.fireChannelRead(bytes);
    }

    private void watchMessages(ChannelHandlerContext ctx) {
        // With TLS the HTTP handlers come after the handshake.
        if (ctx.pipeline().context(messages) == null && ctx.pipeline().context(ENCODER) != null) {
            ctx.pipeline().addAfter(ENCODER, "studio-messages", messages);
        }
    }

    private void enter(Phase next, Duration patience) {
        phase = next;
        since = nanos.getAsLong();
        this.patience = patience;
    }

    private void look(ChannelHandlerContext ctx) {
        long now = nanos.getAsLong();
        if (phase != Phase.SERVING) {
            if (now - since >= patience.toNanos()) {
                close(ctx);
            }
            return;
        }
        boolean waits = !bodyComplete && ctx.channel().config().isAutoRead();
        if (waits && now - lastRead >= BODY.toNanos()) {
            stop(ctx);
        } else if (isStuck(ctx.channel(), now)) {
            close(ctx);
        }
    }

    private static void close(ChannelHandlerContext ctx) {
        ChannelFuture unused = ctx.close();
    }

    private void stop(ChannelHandlerContext ctx) {
        Runnable answer = stopped;
        stopped = null;
        if (answer == null) {
            close(ctx);
        } else {
            lastRead = nanos.getAsLong();
            answer.run();
        }
    }

    /** Whether the client has taken nothing of what waits to be sent for too long. */
    private boolean isStuck(Channel channel, long now) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        long left = waiting == null ? 0 : waiting.totalPendingWriteBytes();
        long seen = waiting == null ? 0 : left - waiting.currentProgress();
        if (left == 0 || seen != progress) {
            progress = seen;
            lastProgress = now;
        }
        return now - lastProgress >= ANSWER.toNanos();
    }

    /** Notices the start and the end of requests and answers. */
    private final class Messages extends ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest) {
                unanswered++;
                bodyComplete = false;
                enter(Phase.SERVING, BODY);
                lastProgress = since;
            }
            if (message instanceof LastHttpContent) {
                bodyComplete = true;
                if (unanswered == 0) {
                    enter(Phase.WAITING, between);
                }
            }
            ctx.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            boolean interim =
                    message instanceof HttpResponse answer && answer.status().equals(HttpResponseStatus.CONTINUE);
            boolean last = message instanceof LastHttpContent && !interim;
            // Answered when the system has taken all of it, not before: the client may be slow.
            ChannelPromise sent = last ? promise.unvoid().addListener(done -> answered()) : promise;
            ChannelFuture unused = ctx.write(message, sent);
        }

        private void answered() {
            if (unanswered > 0 && --unanswered == 0) {
                enter(Phase.WAITING, between);
            }
        }
    }
}
