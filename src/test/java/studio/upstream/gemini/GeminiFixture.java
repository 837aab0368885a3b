package studio.upstream.gemini;

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
import studio.upstream.transport.UpstreamClient;

/** The adapter with chosen settings, and small requests for it. */
final class GeminiFixture {
    static final String MODEL = "gemini-3-pro-image";

    private GeminiFixture() {}

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
        return parts("{\"text\":\"Here you go\"}," + inline(ProviderScene.base64(png)));
    }

    static GeminiProvider provider(UpstreamClient client, Vertx vertx, int retries) {
        return new GeminiProvider(ProviderScene.calls(client, vertx, retries, false));
    }

    static Connection connection(String endpoint, String key) {
        return new Connection("c", "Label", URI.create(endpoint), key, Protocol.GEMINI, "auto");
    }

    static Connection connection(String endpoint) {
        return connection(endpoint, ProviderScene.KEY);
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
