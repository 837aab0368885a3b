package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;

/** Looks at what a server has on disk and tells over HTTP, and says what does not agree. */
final class Findings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENDS = Set.of("done", "failed", "canceled");

    private Findings() {}

    /** Whether a task is at an end. */
    static boolean ended(JsonNode task) {
        return ENDS.contains(task.path("status").asText());
    }

    static JsonNode task(PackagedServer server, String id) throws IOException, InterruptedException {
        return server.client().get("/api/generate/task/" + id).body();
    }

    /**
     * After a restart: tasks that would never end are cancelled. Not those that go on from what an earlier process received:
     * they have an end.
     */
    static void endTheEndless(PackagedServer server) throws IOException, InterruptedException {
        for (JsonNode task : server.client().get("/api/tasks?limit=2000").body().path("tasks")) {
            boolean fresh = task.path("attempts").isEmpty()
                    || task.path("status").asText().equals("running");
            if (fresh
                    && !ended(task)
                    && PromptedUpstream.isEndless(
                            task.path("payload").path("promptStart").asText())) {
                server.client().delete("/api/generate/task/" + task.path("id").asText());
            }
        }
    }

    static void awaitAllEnded(PackagedServer server) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    for (JsonNode task :
                            server.client().get("/api/tasks?limit=2000").body().path("tasks")) {
                        assertThat(ended(task)).as("%s has ended", task).isTrue();
                    }
                });
    }

    /** The database is sound, rows and files of the gallery agree, every picture is whole, the mirrors can be read. */
    static void assertSound(PackagedServer server) throws Exception {
        assertDatabaseSound(server.data().resolve("studio.db"));
        // The check of the folder runs beside the first requests after a start.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(rows(server)).as("rows and files").isEqualTo(files(server.gallery())));
        for (JsonNode entry : entries(server)) {
            String name = entry.path("fileName").asText();
            ImageInfo info = ImageProbe.probe(server.gallery().resolve(name));
            assertThat(info.complete()).as("%s is whole", name).isTrue();
            assertThat(info.width()).isEqualTo(entry.path("width").asInt());
            assertThat(info.bytes()).isEqualTo(entry.path("bytes").asLong());
            Path thumbnail = server.gallery().resolve("thumbnails/thumb-" + name);
            // Made beside the first requests, one after the other.
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(thumbnail));
            assertThat(ImageProbe.probe(thumbnail).complete())
                    .as("%s is whole", thumbnail)
                    .isTrue();
        }
        assertMirrorReadable(server.data().resolve("gallery.json"));
        assertMirrorReadable(server.data().resolve("tasks.json"));
    }

    static JsonNode entries(PackagedServer server) throws IOException, InterruptedException {
        return server.client().get("/api/gallery").body().path("entries");
    }

    private static Set<String> rows(PackagedServer server) throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        entries(server).forEach(entry -> names.add(entry.path("fileName").asText()));
        return names;
    }

    private static Set<String> files(Path gallery) throws IOException {
        try (Stream<Path> all = Files.list(gallery)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    static void assertDatabaseSound(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("PRAGMA quick_check")) {
            assertThat(answer.next()).isTrue();
            assertThat(answer.getString(1)).isEqualTo("ok");
        }
    }

    static void assertMirrorReadable(Path file) throws IOException {
        if (Files.exists(file)) {
            assertThat(JSON.readTree(file.toFile()).isArray()).as("%s", file).isTrue();
        }
    }
}
