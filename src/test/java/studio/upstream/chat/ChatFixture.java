package studio.upstream.chat;

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
final class ChatFixture {
    static final String KEY = "sk-test-0123456789abcdef";

    /** The head of a PNG and some pixels' worth of bytes: a picture as far as the adapter is concerned. */
    static final byte[] PNG = png(1);

    private ChatFixture() {}

    static byte[] png(int seed) {
        byte[] bytes = new byte[6_000];
        new java.util.Random(seed).nextBytes(bytes);
        byte[] magic = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13};
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        return bytes;
    }

    static String dataUrl(byte[] bytes) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
    }

    static String answer(byte[] png) {
        return """
                {"id":"gen-1","model":"m-1","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant",
                 "content":"Here it is.","images":[{"type":"image_url","image_url":{"url":"%s"}}]}}],
                 "usage":{"total_tokens":7,"cost":0.01}}""".formatted(dataUrl(png));
    }

    static Settings settings(int retries, boolean retryUnknown) {
        return new Settings(
                new Settings.Http(0, 1, List.of(), List.of(), false, Duration.ofSeconds(1), ""),
                new Settings.Folders(Path.of("c"), Path.of("d"), Path.of("g")),
                new Settings.Upstream(Duration.ofSeconds(60), retries, Duration.ofMillis(10), retryUnknown),
                new Settings.Tasks(1, 1, Duration.ofDays(1), Duration.ofSeconds(1), null),
                new Settings.Pictures(1, false, null, Duration.ofDays(1)),
                new Settings.Budget(null, null),
                new Settings.Disk(0, 0, 0, 0),
                1,
                false);
    }

    static ChatProvider provider(ChatClient client, Vertx vertx, int retries, boolean retryUnknown) {
        Settings settings = settings(retries, retryUnknown);
        return new ChatProvider(client, new UpstreamCalls(vertx, new RetryPolicy(settings), settings));
    }

    static Connection connection(String endpoint) {
        return new Connection("c", "Label", URI.create(endpoint), KEY, Protocol.OPENAI_CHAT, "auto");
    }

    static ImageRequest request(String endpoint) {
        return new ImageRequest(connection(endpoint), "google/nano", "一只小船", List.of(), null, 1, PictureOptions.NONE);
    }

    static TaskExchange exchange(Path folder, int limitMillis) throws IOException {
        return new TaskExchange(folder, Duration.ofMillis(limitMillis));
    }
}
