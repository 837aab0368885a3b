package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.settings.FolderSettings;
import studio.testing.Client;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.testing.UpstreamScene;

/** A task for several pictures over a form that gives one a call. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class SeveralPicturesTest extends UpstreamScene {
    private final String three = request(",\"n\":3");

    @Inject
    FolderSettings folders;

    @Inject
    TaskSettings limits;

    private final AtomicInteger painted = new AtomicInteger();

    @BeforeEach
    void addTheApiConfig() throws Exception {
        configure("");
    }

    @Test
    void eachPictureBecomesAnEntryOfItsOwn() throws Exception {
        upstream.then(this::paint);
        JsonNode task = client.end(client.create(three));
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        assertThat(task.at("/result/galleryEntries").findValuesAsText("id"))
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(task.at("/result/galleryEntry/id").asText())
                .isEqualTo(task.at("/result/galleryEntries/0/id").asText());
        assertThat(widths(task)).containsExactlyInAnyOrder(101, 102, 103);
        assertThat(task.has("shortfall")).isFalse();
        assertThat(upstream.posts()).isEqualTo(3);
        assertThat(pictures(task)).containsExactlyInAnyOrder(List.of(1), List.of(2), List.of(3));
        assertThat(folders.temp().resolve(task.at("/result/galleryEntry/id").asText()))
                .doesNotExist();
    }

    @Test
    void aPictureIsThereBeforeTheOthersAre() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        upstream.then(this::paint, wire -> {
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
            paint(wire);
        });
        upstream.then(this::paint);
        String id = client.create(three);
        try (var lines = client.stream("/api/generate/task/" + id + "/events")) {
            Client.Event event = Client.next(lines);
            while (event.data().at("/result/galleryEntries").isMissingNode()) {
                event = Client.next(lines);
            }
            assertThat(event.data().path("status").asText()).isEqualTo("running");
            JsonNode entry = event.data().at("/result/galleryEntries/0");
            assertThat(client.bytes(entry.path("imagePath").asText())).isNotEmpty();
            seen.countDown();
        }
        assertThat(client.end(id).path("status").asText()).isEqualTo("done");
    }

    @Test
    void aFailureOfOneKeepsTheOthersAndARetryMakesOnlyWhatIsMissing() throws Exception {
        upstream.then(this::paint, wire -> wire.json(500, "{\"error\":{\"message\":\"boom\"}}"));
        upstream.then(this::paint);
        JsonNode task = client.end(client.create(three));
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        assertThat(task.at("/result/galleryEntries")).hasSize(2);
        assertThat(task.at("/shortfall/missing").asInt()).isEqualTo(1);
        assertThat(task.at("/shortfall/code").asText()).isEqualTo("upstream_error");
        assertThat(task.at("/shortfall/mayBeBilled").asBoolean()).isTrue();
        assertThat(task.at("/shortfall/upstream/message").asText()).isEqualTo("boom");
        assertThat(task.has("errorCode")).isFalse();
        assertThat(upstream.posts()).isEqualTo(3);

        String again = client.post("/api/generate/task/" + task.path("id").asText() + "/retry", "")
                .body()
                .path("taskId")
                .asText();
        JsonNode whole = client.end(again);
        assertThat(whole.at("/result/galleryEntries")).hasSize(3);
        assertThat(whole.at("/result/galleryEntries").findValuesAsText("id"))
                .containsAll(task.at("/result/galleryEntries").findValuesAsText("id"));
        assertThat(upstream.posts()).isEqualTo(4);
    }

    @Test
    void whatIsSureToFailAgainIsNotSentAgain() throws Exception {
        upstream.then(wire -> wire.json(401, "{\"error\":{\"message\":\"no such key\",\"code\":\"invalid_api_key\"}}"));
        JsonNode task = client.end(client.create(request(",\"n\":10")));
        assertThat(task.path("status").asText()).isEqualTo("failed");
        assertThat(task.path("errorCode").asText()).isEqualTo("bad_key");
        assertThat(task.path("nextStep").asText()).isEqualTo("check_key");
        // Those that ran beside the first one could not know.
        assertThat(upstream.posts()).isLessThanOrEqualTo(limits.concurrent().getAsInt());
    }

    @Test
    void aCancelEndsAllCallsAndKeepsWhatWasMade() throws Exception {
        upstream.then(this::paint, wire -> wire.hang());
        String id = client.create(three);
        try (var lines = client.stream("/api/generate/task/" + id + "/events")) {
            Client.Event event = Client.next(lines);
            while (event.data().at("/result/galleryEntries").isMissingNode()) {
                event = Client.next(lines);
            }
            assertThat(client.delete("/api/generate/task/" + id).status()).isEqualTo(200);
        }
        JsonNode task = client.end(id);
        assertThat(task.path("status").asText()).isEqualTo("canceled");
        assertThat(task.at("/result/galleryEntries")).hasSize(1);
        assertThat(upstream.awaitClosedByClient()).isTrue();
        assertThat(task.path("attempts").findValuesAsText("outcome")).contains("done", "canceled");
    }

    @Test
    void theWaitingCallAnswersWithAll() throws Exception {
        upstream.then(this::paint);
        Client.Answer answer = client.post("/api/generate", three);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("galleryEntries")).hasSize(3);
        assertThat(answer.body().path("imageUrl").asText())
                .isEqualTo(answer.body().at("/galleryEntries/0/imagePath").asText());
    }

    private void paint(UpstreamDouble.Wire wire) throws IOException {
        int number = painted.incrementAndGet();
        wire.json(
                200,
                "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(png(100 + number, 80)) + "\"}}]}}]}");
    }

    private static List<Integer> widths(JsonNode task) {
        return StreamSupport.stream(task.at("/result/galleryEntries").spliterator(), false)
                .map(entry -> entry.path("width").asInt())
                .toList();
    }

    private static List<List<Integer>> pictures(JsonNode task) {
        return StreamSupport.stream(task.path("attempts").spliterator(), false)
                .map(attempt -> StreamSupport.stream(attempt.path("pictures").spliterator(), false)
                        .map(JsonNode::asInt)
                        .toList())
                .toList();
    }
}
