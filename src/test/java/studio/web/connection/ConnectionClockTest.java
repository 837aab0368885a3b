package studio.web.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** With time that the test lets pass; {@code studio.web.ConnectionsTest} shows the same on real connections. */
class ConnectionClockTest {
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final AtomicLong nanos = new AtomicLong();
    private EmbeddedChannel channel = connect(false);

    private EmbeddedChannel connect(boolean ofProxy) {
        EmbeddedChannel made =
                new EmbeddedChannel(new ConnectionClock(ofProxy, nanos::get), new ChannelInboundHandlerAdapter());
        made.pipeline().addLast("httpDecoder", new HttpRequestDecoder());
        made.pipeline().addLast("httpEncoder", new HttpResponseEncoder());
        return made;
    }

    @Test
    void aConnectionThatSendsNothingEnds() {
        assertEndsAfter(ConnectionClock.HEADER);
    }

    @Test
    void aHeaderThatComesBitByBitEnds() {
        receive("G");
        for (int i = 0; i < 4; i++) {
            pass(Duration.ofSeconds(2));
            receive("E");
        }
        assertThat(channel.isOpen()).isTrue();
        pass(MOMENT.plusSeconds(1));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aRequestIsServedForAsLongAsItTakes() {
        receive("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        pass(Duration.ofHours(1));
        assertThat(channel.isOpen()).isTrue();
        answer();
        assertEndsAfter(ConnectionClock.BETWEEN);
    }

    @Test
    void trustedProxiesKeepTheirConnectionsLonger() {
        channel = connect(true);
        receive("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        answer();
        assertEndsAfter(ConnectionClock.BETWEEN_OF_PROXY);
    }

    @Test
    void anAnswerToTheFirstOfTwoRequestsIsNotTheEnd() {
        receive("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
        answer();
        pass(Duration.ofHours(1));
        assertThat(channel.isOpen()).isTrue();
        answer();
        assertEndsAfter(ConnectionClock.BETWEEN);
    }

    @Test
    void aBodyThatStopsEndsUnlessTheServerItselfDoesNotRead() {
        receive("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n");
        channel.config().setAutoRead(false);
        pass(ConnectionClock.BODY.plus(MOMENT));
        assertThat(channel.isOpen()).isTrue();
        channel.config().setAutoRead(true);
        receive("12345");
        assertEndsAfter(ConnectionClock.BODY);
    }

    @Test
    void aBodyThatHasCompletelyComeIsWaitedForNoMore() {
        receive("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345");
        pass(Duration.ofHours(1));
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void anInterimAnswerIsNoAnswer() {
        receive("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        receive("12345");
        pass(Duration.ofHours(1));
        assertThat(channel.isOpen()).isTrue();
    }

    /** On a real connection: its buffers fill up. */
    @Test
    void aClientThatDoesNotTakeItsAnswerIsWaitedForAndThenLeft() throws Exception {
        NioEventLoopGroup loops = new NioEventLoopGroup(1);
        AtomicReference<Channel> served = new AtomicReference<>();
        try (Socket client = new Socket()) {
            Channel server = new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel accepted) {
                            served.set(accepted);
                            accepted.pipeline().addLast(new ConnectionClock(false, nanos::get));
                            accepted.pipeline().addLast("httpDecoder", new HttpRequestDecoder());
                            accepted.pipeline().addLast("httpEncoder", new HttpResponseEncoder());
                            accepted.pipeline().addLast(new LargeAnswer());
                        }
                    })
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .sync()
                    .channel();
            client.setReceiveBufferSize(4096);
            client.connect(server.localAddress());
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await().until(() -> served.get() != null
                    && served.get().unsafe().outboundBuffer().totalPendingWriteBytes() > 0);
            nanos.addAndGet(ConnectionClock.BETWEEN.plus(MOMENT).toNanos());
            await().during(Duration.ofSeconds(3)).until(() -> served.get().isOpen());
            nanos.addAndGet(ConnectionClock.ANSWER.plus(MOMENT).toNanos());
            await().until(() -> !served.get().isOpen());
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    /** More than the buffers of both ends take. */
    private static final class LargeAnswer extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest) {
                DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
                head.headers().set("Content-Length", 64 << 20);
                ctx.write(head, ctx.voidPromise());
                ctx.writeAndFlush(
                        new DefaultLastHttpContent(Unpooled.buffer(64 << 20).writeZero(64 << 20)), ctx.voidPromise());
            }
            ReferenceCountUtil.release(message);
        }
    }

    private void assertEndsAfter(Duration limit) {
        pass(limit.minus(MOMENT));
        assertThat(channel.isOpen()).isTrue();
        pass(MOMENT.plusSeconds(1));
        assertThat(channel.isOpen()).isFalse();
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    private void receive(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        channel.writeInbound(bytes);
        channel.releaseInbound();
    }

    private void answer() {
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        channel.releaseOutbound();
    }
}
