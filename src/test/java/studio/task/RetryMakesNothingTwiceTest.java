package studio.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.task.answer.JobFolders;
import studio.testing.Client;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.testing.UpstreamScene;

/** A retry makes what is missing: never what exists, wherever it is, and never in place of something else. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class RetryMakesNothingTwiceTest extends UpstreamScene {
    @Inject
    TaskStore store;

    @Inject
    JobFolders folders;

    private final AtomicInteger painted = new AtomicInteger();

    @BeforeEach
    void connect() throws Exception {
        configure("");
        upstream.then(this::paint, wire -> wire.json(500, "{\"error\":{\"message\":\"boom\"}}"));
        upstream.then(this::paint);
    }

    @Test
    void aRetryOfAnOldCardGivesTheTaskThatHasMadeWhatWasMissing() throws Exception {
        JsonNode partly = partly();
        JsonNode whole = client.end(retry(partly));
        assertThat(entries(whole)).hasSize(3);
        assertThat(upstream.posts()).isEqualTo(4);

        assertThat(retry(partly)).isEqualTo(whole.path("id").asText());
        assertThat(upstream.posts()).isEqualTo(4);
    }

    @Test
    void favouritesTrashAndOriginalsSurviveTheRetry() throws Exception {
        JsonNode partly = partly();
        List<String> made = entries(partly);
        String favourite = made.getFirst();
        String deleted = made.getLast();
        String picture = partly.at("/result/galleryEntries/0/imagePath").asText();
        byte[] original = client.bytes(picture);
        assertThat(client.send(
                                "PATCH",
                                "/api/gallery/" + favourite,
                                HttpRequest.BodyPublishers.ofString("{\"favorite\":true}"),
                                "Content-Type",
                                "application/json")
                        .status())
                .isEqualTo(200);
        assertThat(client.delete("/api/gallery/" + deleted).status()).isEqualTo(200);

        JsonNode whole = client.end(retry(partly));
        assertThat(retry(partly)).isEqualTo(whole.path("id").asText());

        assertThat(upstream.posts()).isEqualTo(4);
        assertThat(client.get("/api/gallery/" + favourite)
                        .body()
                        .at("/entry/favorite")
                        .asBoolean())
                .isTrue();
        assertThat(client.bytes(picture)).isEqualTo(original);
        assertThat(client.get("/api/gallery/" + deleted).status()).isEqualTo(404);
        assertThat(client.post("/api/gallery/" + deleted + "/restore", "").status())
                .isEqualTo(200);
        assertThat(client.get("/api/generate/task/" + whole.path("id").asText())
                        .body()
                        .at("/result/galleryEntries"))
                .hasSize(3);
    }

    @Test
    void aFolderThatIsStillToBeRemovedIsNoAnswer() throws Exception {
        JsonNode partly = partly();
        JsonNode whole = client.end(retry(partly));
        String entryId = store.find(whole.path("id").asText()).orElseThrow().entryId();
        // The task removes its folder itself, after its end has been announced.
        await().until(() -> !folders.names().contains(entryId));
        Path call = folders.open(entryId).resolve("3");
        Files.write(Files.createDirectories(call).resolve("left.png"), png(64, 64));

        assertThat(retry(partly)).isEqualTo(whole.path("id").asText());
        assertThat(upstream.posts()).isEqualTo(4);
    }

    @Test
    void whatWasDeletedForGoodIsNotMadeAgainByTheRetryOfTheOthers() throws Exception {
        JsonNode partly = partly();
        String gone = entries(partly).getFirst();
        assertThat(client.delete("/api/gallery/" + gone + "?permanent=true").status())
                .isEqualTo(200);

        JsonNode whole = client.end(retry(partly));

        assertThat(entries(whole)).hasSize(2).doesNotContain(gone);
        assertThat(upstream.posts()).isEqualTo(4);
    }

    @Test
    void aTaskThatHasMadeAllMakesOtherPictures() throws Exception {
        JsonNode whole = client.end(retry(partly()));
        JsonNode others = client.end(retry(whole));
        assertThat(entries(others)).hasSize(3).doesNotContainAnyElementsOf(entries(whole));
        assertThat(upstream.posts()).isEqualTo(7);
    }

    /** Two of three pictures. */
    private JsonNode partly() throws Exception {
        JsonNode task = client.end(client.create(request(",\"n\":3")));
        assertThat(entries(task)).as(task.toString()).hasSize(2);
        return task;
    }

    private static List<String> entries(JsonNode task) {
        return StreamSupport.stream(task.at("/result/galleryEntries").spliterator(), false)
                .map(entry -> entry.path("id").asText())
                .toList();
    }

    private String retry(JsonNode task) throws Exception {
        Client.Answer answer =
                client.post("/api/generate/task/" + task.path("id").asText() + "/retry", "");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().path("taskId").asText();
    }

    private void paint(UpstreamDouble.Wire wire) throws IOException {
        wire.json(
                200,
                "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(png(100 + painted.incrementAndGet(), 80)) + "\"}}]}}]}");
    }
}
