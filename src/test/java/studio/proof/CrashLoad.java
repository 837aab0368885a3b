package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import studio.testing.Client;

/** People at work: they paint, delete, favour, edit templates and API configs and upload, all at once, until the server dies. */
final class CrashLoad {
    private static final String[] VERBS = {
        PromptedUpstream.QUICK,
        PromptedUpstream.SLOWLY,
        PromptedUpstream.LARGE,
        PromptedUpstream.SILENT,
        PromptedUpstream.HALF,
        PromptedUpstream.ARRIVED,
        PromptedUpstream.UNCLOSED,
        PromptedUpstream.BROKEN,
        PromptedUpstream.QUICK,
        PromptedUpstream.SLOWLY,
        PromptedUpstream.LARGE
    };
    /** More pictures than this are deleted, so that a long run stays a run of the same size. */
    private static final int PICTURES = 40;

    private static final int TEMPLATES = 8;

    /** Tasks that wait or run at a time. */
    private static final int AT_ONCE = 6;

    private final PackagedServer server;
    private final Random random;
    private final AtomicInteger count = new AtomicInteger();

    /** What was sent since the last start, whether the server answered or not. */
    private final List<String> prompts = new ArrayList<>();

    /** Tasks that the server has accepted since the last start. */
    private final List<String> tasks = new ArrayList<>();

    private final Queue<String> unended = new ArrayDeque<>();

    private final Remembered templates = new Remembered();
    private final Remembered labels = new Remembered();
    private final Remembered uploads = new Remembered();
    private final Remembered deleted = new Remembered();
    private final List<String> templateIds = new ArrayList<>();
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> atWork = new ArrayList<>();

    CrashLoad(PackagedServer server, Random random) {
        this.server = server;
        this.random = random;
        labels.know("double", "Double");
    }

    private interface Work {
        void go(Client client, int number) throws Exception;
    }

    /** They begin, with tasks of their own; each goes on until its request finds no server. */
    void begin() {
        prompts.clear();
        tasks.clear();
        unended.clear();
        Client client = server.client();
        for (Work work :
                List.<Work>of(this::paint, this::delete, this::editTemplates, this::editConfig, this::upload)) {
            atWork.add(people.submit(() -> {
                try {
                    while (true) {
                        work.go(client, count.incrementAndGet());
                    }
                } catch (IOException serverIsGone) {
                    return null;
                }
            }));
        }
    }

    /** After the kill: all have noticed, and none was answered wrongly before. */
    void end() throws Exception {
        for (Future<?> one : atWork) {
            one.get();
        }
        atWork.clear();
    }

    /** What was sent since {@link #begin}, whether the server answered or not. */
    List<String> prompts() {
        return prompts;
    }

    private void paint(Client client, int number) throws Exception {
        String prompt = VERBS[random.nextInt(VERBS.length)] + " " + number;
        prompts.add(prompt);
        String id = client.create("{\"prompt\":\"" + prompt + "\"}");
        tasks.add(id);
        unended.add(id);
        if (unended.size() > AT_ONCE) {
            // Some never end by themselves.
            client.delete("/api/generate/task/" + unended.remove());
        }
    }

    private void delete(Client client, int number) throws Exception {
        JsonNode entries = client.get("/api/gallery?limit=100").body().path("entries");
        if (entries.isEmpty()) {
            client.get("/api/session");
            return;
        }
        JsonNode entry = entries.get(random.nextInt(entries.size()));
        String id = entry.path("id").asText();
        if (entries.size() > PICTURES || number % 3 == 0) {
            deleted.change(id, "deleted", 200, () -> client.delete("/api/gallery/" + id));
        } else {
            client.post("/api/gallery/favorite", "{\"ids\":[\"" + id + "\"],\"favorite\":true}");
        }
    }

    private void editTemplates(Client client, int number) throws Exception {
        String body = "{\"title\":\"T%d\",\"prompt\":\"P%d\"}".formatted(number, number);
        if (templateIds.size() < TEMPLATES) {
            Client.Answer added = client.post("/api/templates", body);
            assertThat(added.status()).as("%s", added.body()).isEqualTo(200);
            String id = added.body().path("template").path("id").asText();
            templates.know(id, "P" + number);
            templateIds.add(id);
            return;
        }
        String id = templateIds.get(random.nextInt(TEMPLATES));
        templates.change(
                id,
                "P" + number,
                200,
                () -> client.send("PUT", "/api/templates/" + id, HttpRequest.BodyPublishers.ofString(body)));
    }

    private void editConfig(Client client, int number) throws Exception {
        String body = "{\"label\":\"L%d\"}".formatted(number);
        labels.change(
                "double",
                "L" + number,
                200,
                () -> client.send("PUT", "/api/api-configs/double", HttpRequest.BodyPublishers.ofString(body)));
    }

    private void upload(Client client, int number) throws Exception {
        byte[] picture = PromptedUpstream.noise(32, 32 + number % 200);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(picture));
        uploads.change(
                sha256,
                "kept",
                201,
                () -> client.send(
                        "POST",
                        "/api/uploads",
                        HttpRequest.BodyPublishers.ofByteArray(picture),
                        "Content-Type",
                        "image/png"));
    }

    /** After the start, when every task has ended: what was acknowledged is there. */
    void verify() throws Exception {
        verifyTemplates();
        verifyLabels();
        verifyDeletions();
        verifyUploads();
        for (String id : tasks) {
            verifyTask(Findings.task(server, id));
        }
    }

    private void verifyTask(JsonNode task) throws Exception {
        switch (task.path("status").asText()) {
            case "done" -> {
                String entry =
                        task.path("result").path("galleryEntry").path("id").asText();
                if (!deleted.knows(entry)) {
                    assertThat(server.client().get("/api/gallery/" + entry).status())
                            .as("the picture of %s", task)
                            .isEqualTo(200);
                }
            }
            case "failed" ->
                assertThat(task.path("errorCode").asText()).as("%s", task).isEqualTo("interrupted");
            default -> assertThat(task.path("status").asText()).as("%s", task).isEqualTo("canceled");
        }
    }

    private void verifyTemplates() throws Exception {
        Map<String, String> told = new LinkedHashMap<>();
        for (JsonNode template : server.client().get("/api/templates").body().path("templates")) {
            told.put(template.path("id").asText(), template.path("prompt").asText());
        }
        assertThat(told.keySet()).as("templates that were added").containsAll(templateIds);
        templates.verify("template", told);
    }

    private void verifyLabels() throws Exception {
        Map<String, String> configs = new LinkedHashMap<>();
        for (JsonNode config : server.client().get("/api/api-configs").body().path("configs")) {
            configs.put(config.path("id").asText(), config.path("label").asText());
        }
        labels.verify("API config", configs);
    }

    private void verifyDeletions() throws Exception {
        Map<String, String> gone = new LinkedHashMap<>();
        JsonNode entries = Findings.entries(server);
        for (String id : deleted.ids()) {
            gone.put(id, "deleted");
        }
        entries.forEach(entry -> gone.remove(entry.path("id").asText()));
        deleted.verify("picture", gone);
    }

    private void verifyUploads() throws Exception {
        Client client = server.client();
        Map<String, String> kept = new LinkedHashMap<>();
        for (String sha256 : uploads.ids()) {
            if (client.get("/api/uploads/" + sha256).status() == 200) {
                byte[] bytes = client.bytes("/api/uploads/" + sha256);
                assertThat(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                        .isEqualTo(sha256);
                kept.put(sha256, "kept");
            }
        }
        uploads.verify("upload", kept);
    }
}
