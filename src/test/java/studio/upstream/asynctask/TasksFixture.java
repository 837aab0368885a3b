package studio.upstream.asynctask;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import studio.model.PictureOptions;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.ImageRequest;
import studio.upstream.ProviderScene;
import studio.upstream.dialect.Dialects;
import studio.upstream.transport.UpstreamClient;

/** The adapters with short waits, and requests for them. */
final class TasksFixture {
    private static final Duration EVERY = Duration.ofMillis(10);

    private TasksFixture() {}

    static TaskProvider tasks(UpstreamClient client, Vertx vertx) {
        return new TaskProvider(
                Protocol.ASYNC_TASKS, ProviderScene.calls(client, vertx, 0, true), new Dialects(), EVERY);
    }

    static TaskProvider dashScope(UpstreamClient client, Vertx vertx) {
        return new TaskProvider(
                Protocol.DASHSCOPE, ProviderScene.calls(client, vertx, 0, false), new Dialects(), EVERY);
    }

    static Connection connection(String endpoint, Protocol protocol, String dialect) {
        return new Connection("c", "Label", URI.create(endpoint), ProviderScene.KEY, protocol, dialect);
    }

    static ImageRequest request(
            Connection connection,
            String model,
            int count,
            PictureOptions options,
            ImageRequest.Reference... pictures) {
        return new ImageRequest(connection, model, "一只小船", List.of(pictures), null, count, options);
    }

    static List<String> addresses(Answer answer) {
        return answer.candidates().stream()
                .map(candidate -> ((Answer.RemotePicture) candidate).address())
                .toList();
    }

    static ImageRequest.Reference reference(Path folder, int seed) throws IOException {
        Path file = Files.write(
                Files.createDirectories(folder.resolve("inputs")).resolve("r" + seed),
                ProviderScene.png(seed, 3_000 + seed));
        return new ImageRequest.Reference(file, "image/png", Files.size(file));
    }
}
