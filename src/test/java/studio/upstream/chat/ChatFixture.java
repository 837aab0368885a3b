package studio.upstream.chat;

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
final class ChatFixture {

    private ChatFixture() {}

    static String dataUrl(byte[] bytes) {
        return "data:image/png;base64," + ProviderScene.base64(bytes);
    }

    static String answer(byte[] png) {
        return """
                {"id":"gen-1","model":"m-1","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant",
                 "content":"Here it is.","images":[{"type":"image_url","image_url":{"url":"%s"}}]}}],
                 "usage":{"total_tokens":7,"cost":0.01}}""".formatted(dataUrl(png));
    }

    static ChatProvider provider(UpstreamClient client, Vertx vertx, int retries, boolean retryUnknown) {
        return new ChatProvider(ProviderScene.calls(client, vertx, retries, retryUnknown));
    }

    static Connection connection(String endpoint) {
        return new Connection("c", "Label", URI.create(endpoint), ProviderScene.KEY, Protocol.OPENAI_CHAT, "auto");
    }

    static ImageRequest request(String endpoint) {
        return new ImageRequest(connection(endpoint), "google/nano", "一只小船", List.of(), null, 1, PictureOptions.NONE);
    }

    static TaskExchange exchange(Path folder, int limitMillis) throws IOException {
        return new TaskExchange(folder, Duration.ofMillis(limitMillis));
    }
}
