package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.testing.Client;

/** Folders as the earlier Node server left them, and this server started on them. */
class EarlierServerIT {
    private static final String OLD_PASSWORD = "my-old-work-password";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant BEGIN = Instant.parse("2025-11-01T08:00:00.123Z");
    private static final int MANY = 10_000;

    private PromptedUpstream upstream;
    private PackagedServer server;
    private byte[] picture;

    @BeforeEach
    void prepare() throws Exception {
        upstream = new PromptedUpstream();
        server = new PackagedServer("earlier", upstream.base()).flag("-XX:TieredStopAtLevel=1");
        picture = PromptedUpstream.noise(64, 48);
        Files.createDirectories(server.data());
        Files.createDirectories(server.gallery().resolve("thumbnails"));
        Files.writeString(server.configFile(), """
                {
                  "auth": {"password": "%s", "jwtSecret": "an-old-secret-of-the-node-server-81", "tokenExpiresIn": "7d"},
                  "apiConfigs": [
                    {"id": "openrouter-default", "label": "OpenRouter", "endpoint": "%s/chat/completions",
                     "model": "google/gemini-2.5-flash-image-preview", "description": "the usual one", "apiKey": "sk-or-old"},
                    {"id": "second", "label": "Second", "endpoint": "https://relay.example/v1", "model": "m", "apiKey": "k2"}
                  ],
                  "defaultApiConfigId": "openrouter-default",
                  "templates": [{"id": "t1", "title": "Poster", "prompt": "A poster of …", "description": "", "image": ""}]
                }
                """.formatted(OLD_PASSWORD, upstream.base()));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    @Test
    void anInstallationIsTakenOverOnceAndWhole() throws Exception {
        ArrayNode entries = JSON.createArrayNode();
        for (int i = 0; i < 6; i++) {
            entries.add(entry(i));
            Files.write(server.gallery().resolve(name(i)), picture);
            if (i % 2 == 0) {
                Files.write(server.gallery().resolve("thumbnails/thumb-" + name(i)), picture);
            }
        }
        JSON.writeValue(server.data().resolve("gallery.json").toFile(), entries);
        JSON.writeValue(server.data().resolve("tasks.json").toFile(), tasks(entries.get(0)));

        server.start(OLD_PASSWORD);
        assertTakenOver();
        String retried = retry("task-failed-0001");
        assertThat(server.client().end(retried).path("status").asText()).isEqualTo("done");
        server.terminate();
        assertThat(server.awaitExit(Duration.ofSeconds(20))).isTrue();

        server.start(OLD_PASSWORD);
        assertThat(Findings.entries(server)).hasSize(7);
        assertThat(server.client().get("/api/tasks?limit=2000").body().path("tasks"))
                .hasSize(7);
        String console = Files.readString(server.console());
        assertThat(console.split("Imported 6 entries", -1)).hasSize(2);
        assertThat(console.split("Imported 6 tasks", -1)).hasSize(2);
        assertThat(console).doesNotContain(Base64.getEncoder().encodeToString(picture));
        Findings.assertSound(server);
    }

    private void assertTakenOver() throws Exception {
        Client client = server.client();
        JsonNode entries = client.get("/api/gallery").body().path("entries");
        assertThat(entries).hasSize(6);
        assertThat(entries.get(0).path("id").asText()).isEqualTo("entry-5");
        // Small pictures that are missing are made beside the first requests; until then the original stands in their
        // place.
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertAsTheyWere(client));
        for (JsonNode entry : entries) {
            assertThat(client.bytes(entry.path("imagePath").asText())).isEqualTo(picture);
            assertThat(client.bytes("/gallery/thumbnails/thumb-"
                            + entry.path("fileName").asText()))
                    .isNotEmpty();
        }

        Map<String, JsonNode> tasks = new HashMap<>();
        client.get("/api/tasks?limit=2000")
                .body()
                .path("tasks")
                .forEach(task -> tasks.put(task.path("id").asText(), task));
        assertThat(tasks).hasSize(6);
        assertThat(tasks.get("task-done-0001").path("status").asText()).isEqualTo("done");
        assertThat(tasks.get("task-done-0001")
                        .path("result")
                        .path("galleryEntry")
                        .path("id")
                        .asText())
                .isEqualTo("entry-0");
        assertThat(tasks.get("task-failed-0001").path("error").asText()).isEqualTo("上游返回 500");
        assertThat(tasks.get("task-canceled-1").path("status").asText()).isEqualTo("canceled");
        for (String unfinished : List.of("task-running-01", "task-queued-001", "task-pending-01")) {
            assertThat(tasks.get(unfinished).path("status").asText()).isEqualTo("failed");
            assertThat(tasks.get(unfinished).path("errorCode").asText()).isEqualTo("interrupted");
        }
        assertThat(tasks.get("task-failed-0001")
                        .path("payload")
                        .path("imagesCount")
                        .asInt())
                .isEqualTo(1);

        JsonNode configs = client.get("/api/api-configs").body();
        assertThat(configs.path("configs")).hasSize(2);
        assertThat(configs.path("defaultConfigId").asText()).isEqualTo("openrouter-default");
        assertThat(configs.toString()).doesNotContain("sk-or-old");
        assertThat(client.get("/api/templates")
                        .body()
                        .path("templates")
                        .path(0)
                        .path("title")
                        .asText())
                .isEqualTo("Poster");
    }

    private static void assertAsTheyWere(Client client) throws Exception {
        JsonNode entries = client.get("/api/gallery").body().path("entries");
        for (int i = 0; i < entries.size(); i++) {
            JsonNode entry = entries.get(entries.size() - 1 - i);
            entry(i).properties().forEach(old -> assertThat(entry.path(old.getKey()))
                    .as(old.getKey())
                    .isEqualTo(old.getValue()));
        }
    }

    private String retry(String id) throws Exception {
        Client.Answer answer = server.client().post("/api/generate/task/" + id + "/retry", "");
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return answer.body().path("taskId").asText();
    }

    @Test
    void tenThousandEntriesAreTakenOverQuickly() throws Exception {
        ArrayNode entries = JSON.createArrayNode();
        Path original = Files.write(server.root().resolve("one.png"), picture);
        for (int i = 0; i < MANY; i++) {
            entries.add(entry(i));
            Files.createLink(server.gallery().resolve(name(i)), original);
            if (i % 1000 != 7) {
                Files.createLink(server.gallery().resolve("thumbnails/thumb-" + name(i)), original);
            }
        }
        JSON.writeValue(server.data().resolve("gallery.json").toFile(), entries);

        Duration first = server.start(OLD_PASSWORD);
        assertThat(server.client()
                        .get("/api/gallery?limit=1")
                        .body()
                        .path("total")
                        .asInt())
                .isEqualTo(MANY);
        assertThat(Findings.entries(server)).hasSize(MANY);
        server.kill();
        Duration second = server.start(OLD_PASSWORD);
        System.out.printf(
                "Start with %d entries of the earlier server: %d ms the first time, %d ms the second%n",
                MANY, first.toMillis(), second.toMillis());
        assertThat(first).isLessThan(Duration.ofSeconds(30));
        assertThat(Findings.entries(server)).hasSize(MANY);
        await().atMost(Duration.ofSeconds(120))
                .until(() -> Files.exists(server.gallery().resolve("thumbnails/thumb-" + name(9007))));
    }

    @Test
    void halfWrittenFilesDoNotHinderTheStartAndAreKept() throws Exception {
        ArrayNode entries = JSON.createArrayNode().add(entry(0)).add(entry(1)).add(entry(2));
        for (int i = 0; i < 3; i++) {
            Files.write(server.gallery().resolve(name(i)), picture);
        }
        String gallery = JSON.writeValueAsString(entries);
        String halfGallery = gallery.substring(0, gallery.length() - 60);
        String tasks = JSON.writeValueAsString(tasks(entries.get(0)));
        String halfTasks = tasks.substring(0, tasks.length() * 2 / 3);
        Files.writeString(server.data().resolve("gallery.json"), halfGallery);
        Files.writeString(server.data().resolve("tasks.json"), halfTasks);

        server.start(OLD_PASSWORD);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Findings.entries(server).size() == 3);
        String id = server.client().create("{\"prompt\":\"quick after the damage\"}");
        assertThat(server.client().end(id).path("status").asText()).isEqualTo("done");
        server.terminate();
        assertThat(server.awaitExit(Duration.ofSeconds(20))).isTrue();

        assertThat(kept("gallery.json.damaged-")).containsExactly(halfGallery);
        assertThat(kept("tasks.json.damaged-")).containsExactly(halfTasks);
        Findings.assertMirrorReadable(server.data().resolve("gallery.json"));
        Findings.assertMirrorReadable(server.data().resolve("tasks.json"));
        server.start(OLD_PASSWORD);
        assertThat(Findings.entries(server)).hasSize(4);
        Findings.assertSound(server);
    }

    private List<String> kept(String prefix) throws IOException {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(server.data())) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(prefix)) {
                    contents.add(Files.readString(file));
                }
            }
        }
        return contents;
    }

    private static String name(int number) {
        return "1761984000" + number + "-ab12cd.png";
    }

    /** An element of {@code gallery.json} with the fields of that server and no others. */
    private static ObjectNode entry(int number) {
        return JSON.createObjectNode()
                .put("id", "entry-" + number)
                .put("prompt", "第 " + number + " 只猫")
                .put("responseText", "Here is cat " + number)
                .put("imagePath", "/gallery/" + name(number))
                .put("thumbnailPath", "/gallery/thumbnails/thumb-" + name(number))
                .put("fileName", name(number))
                .put("configLabel", "OpenRouter")
                .put("configId", "openrouter-default")
                .put("modelId", "google/gemini-2.5-flash-image-preview")
                .put("aspectRatio", "1:1")
                .put("imageSize", "1K")
                .put("createdAt", BEGIN.plusSeconds(60L * number).toString());
    }

    private ArrayNode tasks(JsonNode entry) {
        ArrayNode tasks = JSON.createArrayNode();
        tasks.add(task("task-done-0001", "done", "done"));
        ((ObjectNode) tasks.get(0)).putObject("result").set("galleryEntry", entry);
        tasks.add(task("task-failed-0001", "failed", "failed").put("error", "上游返回 500"));
        tasks.add(task("task-running-01", "running", "calling_upstream"));
        tasks.add(task("task-queued-001", "queued", "queued"));
        tasks.add(task("task-canceled-1", "canceled", "canceled"));
        tasks.add(task("task-pending-01", "pending", "queued"));
        return tasks;
    }

    private ObjectNode task(String id, String status, String stage) {
        ObjectNode task = JSON.createObjectNode()
                .put("id", id)
                .put("status", status)
                .put("stage", stage)
                .put("requestId", "req-" + id)
                .put("createdAt", Instant.now().minusSeconds(600).toString())
                .put("startedAt", Instant.now().minusSeconds(590).toString());
        task.putNull("error");
        task.put(
                "finishedAt",
                status.equals("running") || status.equals("queued") || status.equals("pending")
                        ? null
                        : Instant.now().minusSeconds(500).toString());
        task.putObject("payload")
                .put("configId", "openrouter-default")
                .put("model", "google/gemini-2.5-flash-image-preview")
                .put("promptLength", 12)
                .put("imagesCount", 1);
        task.putObject("rawPayload")
                .put("configId", "openrouter-default")
                .put("prompt", "quick " + id)
                .put("model", "google/gemini-2.5-flash-image-preview")
                .put("aspectRatio", "1:1")
                .put("imageSize", "1K")
                .put("enableGoogleSearch", false)
                .putArray("images")
                .add("data:image/png;base64," + Base64.getEncoder().encodeToString(picture));
        return task;
    }
}
