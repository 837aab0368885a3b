package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import studio.settings.FolderSettings;
import studio.testing.Client;
import studio.testing.FreshFolders;
import studio.testing.SignedInScene;

/** The whole server over HTTP, with the practice upstream behind it. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class WholeWayTest extends SignedInScene {
    private static final String SMALL = "{\"prompt\":\"%s\",\"imageSize\":\"512\"}";

    @Inject
    FolderSettings settings;

    @Test
    void aPromptBecomesAPictureInTheGallery() throws Exception {
        String id = client.create("{\"prompt\":\"日落 the sea\",\"aspectRatio\":\"16:9\",\"imageSize\":\"1K\"}");
        List<Client.Event> events = client.follow(id, null);
        assertThat(events.getFirst().name()).isEqualTo("status");
        assertThat(events.getLast().name()).isEqualTo("done");
        assertThat(events.stream().filter(e -> !e.name().equals("status"))).hasSize(1);
        assertThat(events.stream().map(Client.Event::id)).doesNotHaveDuplicates();

        JsonNode entry = events.getLast().data().path("result").path("galleryEntry");
        BufferedImage picture = ImageIO.read(
                new ByteArrayInputStream(client.bytes(entry.path("imagePath").asText())));
        assertThat(picture.getWidth()).isEqualTo(entry.path("width").asInt()).isEqualTo(1376);
        assertThat(picture.getHeight()).isEqualTo(entry.path("height").asInt()).isEqualTo(768);
        assertThat(client.bytes(entry.path("thumbnailPath").asText())).isNotEmpty();
        assertThat(client.bytes(entry.path("imagePath").asText()))
                .hasSize(entry.path("bytes").asInt());
        assertThat(client.get("/api/gallery?q=日落")
                        .body()
                        .path("entries")
                        .path(0)
                        .path("id")
                        .asText())
                .isEqualTo(entry.path("id").asText());
        assertThat(settings.temp().resolve(entry.path("id").asText())).doesNotExist();
    }

    @Test
    void aReaderWhoComesBackMissesAndRepeatsNothing() throws Exception {
        String id = client.create(SMALL.formatted("hills"));
        List<Client.Event> all = client.follow(id, null);
        for (int i = 0; i < all.size() - 1; i++) {
            // The task has ended meanwhile: what is true now is its end.
            assertThat(client.follow(id, all.get(i).id()).stream().map(Client.Event::id))
                    .containsExactly(all.getLast().id());
        }
        assertThat(client.get(
                                "/api/generate/task/" + id + "/events",
                                "Last-Event-ID",
                                all.getLast().id())
                        .status())
                .isEqualTo(204);
    }

    @Test
    void aHundredAndTwentyTasksGiveAHundredAndTwentyPictures() throws Exception {
        long before = files(settings.gallery());
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 120; i++) {
            ids.add(client.create(
                    "{\"prompt\":\"picture " + i + "\",\"model\":\"sandbox-sketch\",\"imageSize\":\"512\"}"));
        }
        assertThat(ids).hasSize(120);
        Set<String> entries = new HashSet<>();
        for (String id : ids) {
            JsonNode task = client.end(id);
            assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
            assertThat(task.path("attempts")).hasSize(1);
            entries.add(
                    task.path("result").path("galleryEntry").path("fileName").asText());
        }
        assertThat(entries).hasSize(120);
        assertThat(files(settings.gallery()) - before).isEqualTo(120);
    }

    private static long files(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void theSameKeyAndBodyIsOneTaskAndAnotherBodyIsRefused() throws Exception {
        String body = SMALL.formatted("once");
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> client.post("/api/generate/task", body, "Idempotency-Key", "k-1")
                        .body()
                        .path("taskId")
                        .asText()));
            }
        }
        Set<String> ids = new HashSet<>();
        for (Future<String> answer : answers) {
            ids.add(answer.get());
        }
        assertThat(ids).hasSize(1);
        assertThat(client.post("/api/generate/task", SMALL.formatted("twice"), "Idempotency-Key", "k-1")
                        .status())
                .isEqualTo(422);
        client.end(ids.iterator().next());
    }

    private long inputs() throws Exception {
        try (Stream<Path> inputs = Files.list(settings.inputs())) {
            return inputs.filter(f -> f.getFileName().toString().endsWith(".png"))
                    .count();
        }
    }

    @Test
    void referencePicturesTravelAsFilesAndTheTaskStaysSmall() throws Exception {
        String first = client.end(client.create(SMALL.formatted("reference")))
                .path("result")
                .path("galleryEntry")
                .path("id")
                .asText();
        byte[] png = client.bytes(client.get("/api/gallery/" + first)
                .body()
                .path("entry")
                .path("imagePath")
                .asText(client.get("/api/gallery/" + first)
                        .body()
                        .path("imagePath")
                        .asText()));
        String dataUrl = "data:image/png;base64,"
                + Base64.getMimeEncoder().encodeToString(png).replace("\r\n", "\\n");
        long before = inputs();
        String id = client.create("{\"prompt\":\"again\",\"imageSize\":\"512\",\"images\":[\"" + dataUrl
                + "\",\"gallery:" + first + "\"]}");
        JsonNode task = client.end(id);
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        assertThat(task.path("payload").path("imagesCount").asInt()).isEqualTo(2);
        assertThat(client.get("/api/generate/task/" + id).body().toString()).hasSizeLessThan(4096);
        assertThat(inputs()).isEqualTo(before + 1);
    }

    @Test
    void refusalsAndFaultsSayWhatHappenedAndWhetherItMayCost() throws Exception {
        Client.Answer refused = client.post("/api/generate", SMALL.formatted("[refuse] x"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("code").asText()).isEqualTo("prompt_blocked");
        assertThat(refused.body().path("mayBeBilled").asBoolean()).isFalse();

        Client.Answer cut = client.post("/api/generate", SMALL.formatted("[cut] x"), "Accept-Language", "en");
        assertThat(cut.status()).isEqualTo(502);
        assertThat(cut.body().path("code").asText()).isEqualTo("cut");
        assertThat(cut.body().path("mayBeBilled").asBoolean()).isTrue();
        assertThat(cut.body().path("message").asText()).contains("billed");

        Client.Answer words = client.post("/api/generate", SMALL.formatted("[text] x"));
        assertThat(words.status()).isEqualTo(422);
        assertThat(words.body().path("code").asText()).isEqualTo("no_image");
        assertThat(words.body().path("upstream").path("message").asText()).isNotEmpty();

        for (String notAPicture : List.of("[svg]", "[badbase64]", "[html]")) {
            JsonNode task = client.end(client.create(SMALL.formatted(notAPicture + " x")));
            assertThat(task.path("status").asText()).as(notAPicture).isEqualTo("failed");
        }
    }

    @Test
    void aFailedTaskCanBeTriedAgain() throws Exception {
        String id = client.create(SMALL.formatted("[cut] x"));
        assertThat(client.end(id).path("status").asText()).isEqualTo("failed");
        Client.Answer retried = client.post("/api/generate/task/" + id + "/retry", "");
        assertThat(retried.status()).isEqualTo(202);
        JsonNode task = client.end(retried.body().path("taskId").asText());
        assertThat(task.path("retryOf").asText()).isEqualTo(id);
    }

    @Test
    void aPictureThatCouldNotBeSavedIsSavedByTheRetryWithoutPayingAgain() throws Exception {
        Path incoming = settings.gallery().resolve(".incoming");
        Path away = incoming.resolveSibling(".incoming-away");
        Files.createDirectories(incoming);
        Files.move(incoming, away);
        Files.writeString(incoming, "in the way");
        JsonNode failed;
        try {
            failed = client.end(client.create(SMALL.formatted("kept")));
        } finally {
            Files.delete(incoming);
            Files.move(away, incoming);
        }
        assertThat(failed.path("errorCode").asText()).as(failed.toString()).isEqualTo("save_failed");
        String again = client.post("/api/generate/task/" + failed.path("id").asText() + "/retry", "")
                .body()
                .path("taskId")
                .asText();
        JsonNode saved = client.end(again);
        assertThat(saved.path("status").asText()).as(saved.toString()).isEqualTo("done");
        assertThat(saved.path("attempts")).isEmpty();
        assertThat(client.bytes(saved.path("result")
                        .path("galleryEntry")
                        .path("imagePath")
                        .asText()))
                .isNotEmpty();
    }

    @Test
    void aRunningTaskIsCanceledAtOnceAndItsConnectionClosed() throws Exception {
        String id = client.create(SMALL.formatted("[slow 60s] x"));
        org.awaitility.Awaitility.await().until(() -> !client.get("/api/generate/task/" + id)
                .body()
                .path("attempts")
                .isEmpty());
        JsonNode canceled = client.delete("/api/generate/task/" + id).body();
        assertThat(canceled.path("status").asText()).isEqualTo("canceled");
        assertThat(canceled.path("mayBeBilled").asBoolean()).isTrue();
        assertThat(client.delete("/api/generate/task/" + id).status()).isEqualTo(409);
        assertThat(client.follow(id, null).getLast().name()).isEqualTo("canceled");
    }

    @Test
    void theSynchronousCallAnswersWithTheEntryAndThePictureWhenAsked() throws Exception {
        Client.Answer done =
                client.post("/api/generate", "{\"prompt\":\"sync\",\"imageSize\":\"512\",\"includeImageData\":true}");
        assertThat(done.status()).as(done.body().toString()).isEqualTo(200);
        String data = done.body().path("imageData").asText();
        assertThat(data).startsWith("data:image/png;base64,");
        assertThat(Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1)))
                .isEqualTo(client.bytes(done.body().path("imageUrl").asText()));

        Client.Answer later = client.post("/api/generate", SMALL.formatted("[slow 3s] x"), "Prefer", "wait=1");
        assertThat(later.status()).isEqualTo(202);
        assertThat(client.end(later.body().path("id").asText()).path("status").asText())
                .isEqualTo("done");
    }

    @Test
    void theLargestByPixelsWinsOverTheOthers() throws Exception {
        JsonNode task = client.end(client.create("{\"prompt\":\"[many 3] x\",\"imageSize\":\"1K\"}"));
        assertThat(task.path("candidates").asInt()).isEqualTo(3);
        assertThat(task.path("result").path("galleryEntry").path("width").asInt())
                .isEqualTo(1024);
    }

    @Test
    void whatMakesNoSenseIsRefusedWithItsField() throws Exception {
        String[][] wrong = {
            {"{}", "prompt"},
            {"{\"prompt\":\" \"}", "prompt"},
            {"{\"prompt\":5}", "prompt"},
            {"{\"prompt\":\"x\",\"aspectRatio\":\"7:3\"}", "aspectRatio"},
            {"{\"prompt\":\"x\",\"imageSize\":\"9K\"}", "imageSize"},
            {"{\"prompt\":\"x\",\"n\":11}", "n"},
            {"{\"prompt\":\"x\",\"n\":\"1\"}", "n"},
            {"{\"prompt\":\"x\",\"size\":\"big\"}", "size"},
            {"{\"prompt\":\"x\",\"enableGoogleSearch\":\"yes\"}", "enableGoogleSearch"},
            {"{\"prompt\":\"x\",\"images\":\"no\"}", "images"},
            {"{\"prompt\":\"x\",\"images\":[\"hello\"]}", "images[0]"},
            {"{\"prompt\":\"x\",\"images\":[\"data:image/png;base64,aGVsbG8gd29ybGQ=\"]}", "images[0]"},
            {"{\"prompt\":\"x\",\"images\":[\"data:image/png;base64,!!!\"]}", "images[0]"},
            {"{\"prompt\":\"x\",\"images\":[\"upload:00\"]}", "images[0]"},
            {"{\"prompt\":\"x\",\"images\":[\"gallery:none\"]}", "images[0]"},
            {"{\"prompt\":\"x\",\"colour\":\"red\"}", "colour"},
            {"{\"prompt\":\"" + "x".repeat(40_000) + "\"}", "prompt"},
        };
        for (String[] one : wrong) {
            Client.Answer answer = client.post("/api/generate/task", one[0]);
            String shown = one[0].substring(0, Math.min(60, one[0].length()));
            assertThat(answer.status()).as(shown).isEqualTo(400);
            assertThat(answer.body().path("errors").path(0).path("field").asText())
                    .as(shown)
                    .isEqualTo(one[1]);
        }
        assertThat(client.post("/api/generate/task", "{\"prompt\":").status()).isEqualTo(400);
        assertThat(client.post("/api/generate/task", "").status()).isEqualTo(400);
        assertThat(client.post("/api/generate/task", "[]").status()).isEqualTo(400);
        assertThat(client.post("/api/generate/task", "{\"prompt\":\"x\",\"configId\":\"none\"}")
                        .status())
                .isEqualTo(404);
        assertThat(client.get("/api/generate/task/none").status()).isEqualTo(404);
        assertThat(client.get("/api/tasks?limit=0").status()).isEqualTo(400);
        assertThat(client.get("/api/tasks?status=odd").status()).isEqualTo(400);
    }
}
