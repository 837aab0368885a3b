package studio.upstream.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.testing.UpstreamDouble;
import studio.upstream.PublicPosts;

class GuardedPostsTest {
    private final Vertx vertx = Vertx.vertx();
    private final GuardedPosts posts = new GuardedPosts(vertx);
    private final UpstreamDouble host = new UpstreamDouble();

    @AfterEach
    void stop() {
        host.close();
        posts.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:PORT/push",
                "http://127.0.0.1:PORT/push",
                "https://localhost:PORT/push",
                "https://[::1]:PORT/push",
                "https://[::ffff:127.0.0.1]:PORT/push",
                "https://192.168.1.1/push",
                "https://169.254.169.254/latest/meta-data",
                "https://router.lan/push",
                "http://push.example.com/a",
                "https://user:password@push.example.com/a",
                "file:///etc/passwd",
                "nothing"
            })
    void onlyThePublicInternetIsReachedAndOnlyByHttps(String address) {
        String given = address.replace("PORT", Integer.toString(host.port()));
        assertThatThrownBy(() -> posts.post(given, Map.of(), new byte[1]))
                .isInstanceOf(PublicPosts.RefusedException.class);
        assertThat(host.requests()).isEmpty();
    }
}
