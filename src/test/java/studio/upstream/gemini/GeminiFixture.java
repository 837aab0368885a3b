package studio.upstream.gemini;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import studio.model.PictureOptions;
import studio.model.Protocol;
import studio.settings.Settings;
import studio.upstream.Connection;
import studio.upstream.ImageRequest;
import studio.upstream.RetryPolicy;
import studio.upstream.TaskExchange;
import studio.upstream.UpstreamCalls;

/** The adapter with chosen settings, and small requests for it. */
final class GeminiFixture {
    static final String KEY = "relay-0123456789abcdef";
    static final String MODEL = "gemini-3-pro-image";
    static final byte[] PNG = png(1);

    private GeminiFixture() {}

    static byte[] png(int seed) {
        byte[] bytes = new byte[6_000];
        new Random(seed).nextBytes(bytes);
        byte[] magic = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        return bytes;
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** An answer whose parts are these. */
    static String parts(String parts) {
        return """
                {"candidates":[{"index":0,"finishReason":"STOP","content":{"role":"model","parts":[%s]}}],
                 "usageMetadata":{"totalTokenCount":1570},"modelVersion":"m-1","responseId":"r-1"}""".formatted(parts);
    }

    static String inline(String data) {
        return "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"" + data + "\"}}";
    }

    static String answer(byte[] png) {
        return parts("{\"text\":\"Here you go\"}," + inline(base64(png)));
    }

    static GeminiProvider provider(GeminiClient client, Vertx vertx, int retries) {
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
        return new GeminiProvider(client, new UpstreamCalls(vertx, new RetryPolicy(settings), settings));
    }

    static Connection connection(String endpoint, String key) {
        return new Connection("c", "Label", URI.create(endpoint), key, Protocol.GEMINI, "auto");
    }

    static Connection connection(String endpoint) {
        return connection(endpoint, KEY);
    }

    static ImageRequest request(Connection connection) {
        return request(connection, MODEL, PictureOptions.NONE);
    }

    static ImageRequest request(Connection connection, String model, PictureOptions options) {
        return new ImageRequest(connection, model, "一只小船", List.of(), null, 1, options);
    }

    static TaskExchange exchange(Path folder) throws IOException {
        return new TaskExchange(folder, Duration.ofSeconds(20));
    }
}
