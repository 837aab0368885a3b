package studio.upstream.openrouter;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import studio.model.PictureOptions;
import studio.model.Protocol;
import studio.upstream.Connection;
import studio.upstream.ImageRequest;
import studio.upstream.ProviderScene;
import studio.upstream.TaskExchange;
import studio.upstream.transport.UpstreamCalls;
import studio.upstream.transport.UpstreamClient;

/** The adapter with chosen settings, and small requests for it. */
final class OpenRouterFixture {

    private OpenRouterFixture() {}

    static String answer(byte[]... pictures) {
        List<String> data = java.util.Arrays.stream(pictures)
                .map(png -> "{\"b64_json\":\"" + ProviderScene.base64(png) + "\",\"media_type\":\"image/png\"}")
                .toList();
        return "{\"created\":1795400000,\"data\":[" + String.join(",", data)
                + "],\"usage\":{\"total_tokens\":7,\"cost\":0.0336,\"is_byok\":false}}";
    }

    static OpenRouterProvider provider(UpstreamClient client, Vertx vertx, int retries) {
        UpstreamCalls calls = ProviderScene.calls(client, vertx, retries, false);
        return new OpenRouterProvider(calls, new Discovery(calls, Ticker.systemTicker()));
    }

    static Connection connection(String endpoint) {
        return new Connection(
                "c", "Label", URI.create(endpoint), ProviderScene.KEY, Protocol.OPENROUTER_IMAGES, "auto");
    }

    static ImageRequest request(String endpoint) {
        return new ImageRequest(connection(endpoint), "google/nano", "一只小船", List.of(), null, 1, PictureOptions.NONE);
    }

    static TaskExchange exchange(Path folder) throws IOException {
        return new TaskExchange(folder, Duration.ofSeconds(10));
    }
}
