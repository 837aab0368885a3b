package studio.upstream.openrouter;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import studio.model.PictureOptions;
import studio.model.Protocol;
import studio.settings.Settings;
import studio.upstream.Connection;
import studio.upstream.ImageRequest;
import studio.upstream.RetryPolicy;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamCalls;

/** The adapter with chosen settings, and small requests for it. */
final class OpenRouterFixture {
    static final String KEY = "sk-or-test-0123456789abcdef";

    /** The head of a PNG and some pixels' worth of bytes: a picture as far as the adapter is concerned. */
    static final byte[] PNG = png(1);

    private OpenRouterFixture() {}

    static byte[] png(int seed) {
        byte[] bytes = new byte[6_000];
        new java.util.Random(seed).nextBytes(bytes);
        byte[] magic = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        return bytes;
    }

    static String answer(byte[]... pictures) {
        List<String> data = java.util.Arrays.stream(pictures)
                .map(png -> "{\"b64_json\":\"" + Base64.getEncoder().encodeToString(png)
                        + "\",\"media_type\":\"image/png\"}")
                .toList();
        return "{\"created\":1795400000,\"data\":[" + String.join(",", data)
                + "],\"usage\":{\"total_tokens\":7,\"cost\":0.0336,\"is_byok\":false}}";
    }

    static UpstreamCalls calls(Vertx vertx, int retries) {
        Settings settings = new Settings(
                new Settings.Http(0, 1, List.of(), List.of(), false, Duration.ofSeconds(1), ""),
                new Settings.Folders(Path.of("c"), Path.of("d"), Path.of("g")),
                new Settings.Upstream(Duration.ofSeconds(60), retries, Duration.ofMillis(10), false),
                new Settings.Tasks(1, 1, Duration.ofDays(1), Duration.ofSeconds(1), null),
                new Settings.Pictures(1, false, null, Duration.ofDays(1)),
                new Settings.Budget(null, null),
                new Settings.Disk(0, 0, 0, 0),
                1,
                false);
        return new UpstreamCalls(vertx, new RetryPolicy(settings), settings);
    }

    static OpenRouterProvider provider(OpenRouterClient client, Vertx vertx, int retries) {
        UpstreamCalls calls = calls(vertx, retries);
        return new OpenRouterProvider(client, calls, new Discovery(client, calls, Ticker.systemTicker()));
    }

    static Connection connection(String endpoint) {
        return new Connection("c", "Label", URI.create(endpoint), KEY, Protocol.OPENROUTER_IMAGES, "auto");
    }

    static ImageRequest request(String endpoint) {
        return new ImageRequest(connection(endpoint), "google/nano", "一只小船", List.of(), null, 1, PictureOptions.NONE);
    }

    static TaskExchange exchange(Path folder) throws IOException {
        return new TaskExchange(folder, Duration.ofSeconds(10));
    }
}
