package studio.web.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import studio.web.server.HttpSettings;

/**
 * Lets connections in as {@link ConnectionPlaces} allows, before anything of them is read, and gives each a {@link
 * ConnectionClock}. What it uses of the inside of Vert.x and Netty is here and in the clock only.
 */
@Singleton
class ConnectionGate {
    private final Vertx vertx;
    private final ConnectionPlaces places;

    /** @param max as {@code MAX_CONNECTIONS} and the system's limit on open files allow */
    ConnectionGate(
            HttpSettings settings,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.http.limits.max-connections") long max) {
        this.vertx = vertx;
        this.places = new ConnectionPlaces(max, settings.trustedProxies());
    }

    /** The port has just been opened. */
    void open(@ObservesAsync HttpServerStart started) {
        guard(started.options().getPort());
    }

    void open(@ObservesAsync HttpsServerStart started) {
        guard(started.options().getPort());
    }

    private void guard(int port) {
        for (EventExecutor loop : ((VertxInternal) vertx).getAcceptorEventLoopGroup()) {
            loop.execute(() -> guard((SingleThreadEventLoop) loop, port));
        }
    }

    private void guard(SingleThreadEventLoop loop, int port) {
        for (Iterator<Channel> channels = loop.registeredChannelsIterator(); channels.hasNext(); ) {
            Channel channel = channels.next();
            if (channel instanceof ServerChannel
                    && channel.localAddress() instanceof InetSocketAddress address
                    && address.getPort() == port) {
                channel.pipeline().addFirst("studio-gate", new Gate());
            }
        }
    }

    private final class Gate extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            Channel visitor = (Channel) accepted;
            if (!(visitor.remoteAddress() instanceof InetSocketAddress remote)) {
                // Gone again.
                visitor.unsafe().closeForcibly();
                return;
            }
            InetAddress from = remote.getAddress();
            if (!places.enter(from)) {
                visitor.unsafe().closeForcibly();
                return;
            }
            visitor.closeFuture().addListener(closed -> places.leave(from));
            visitor.pipeline().addFirst("studio-clock", new ConnectionClock(places.isProxy(from), System::nanoTime));
            ctx.fireChannelRead(visitor);
        }
    }
}
