package studio.upstream.download;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Map;
import studio.upstream.PublicPosts;

/** The real thing for tests elsewhere: one server on this machine, with whatever certificate, counts as public. */
public final class OpenPosts implements PublicPosts, AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final GuardedPosts posts;

    /** @param trusted an https address of that server */
    public OpenPosts(String trusted) throws IOException {
        posts = new GuardedPosts(vertx, WebAddress.of(trusted, null), true);
    }

    @Override
    public int post(String address, Map<String, String> headers, byte[] body) throws IOException {
        return posts.post(address, headers, body);
    }

    @Override
    public void close() {
        posts.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
