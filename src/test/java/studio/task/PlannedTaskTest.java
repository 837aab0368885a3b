package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;
import studio.testing.UpstreamDouble;
import studio.testing.UpstreamScene;

/** A task is made as it was accepted, whatever becomes of its API config while it waits. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class PlannedTaskTest extends UpstreamScene {
    /** The tests' server runs so many tasks at once. */
    private static final int LANES = 4;

    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch occupied = new CountDownLatch(LANES);
    private String waiting = "";

    @BeforeEach
    void letATaskWait() throws Exception {
        String picture = Base64.getEncoder().encodeToString(png(32, 32));
        upstream.then(wire -> {
            occupied.countDown();
            if (!open.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test never opened the upstream");
            }
            wire.json(
                    200,
                    "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64," + picture
                            + "\"}}]}}]}");
        });
        configure(",\"protocol\":\"openai-chat\"");
        for (int i = 0; i < LANES; i++) {
            client.create(request(",\"n\":1"));
        }
        assertThat(occupied.await(30, TimeUnit.SECONDS)).isTrue();
        waiting = client.create(request(",\"n\":1"));
        assertThat(client.get("/api/generate/task/" + waiting)
                        .body()
                        .path("status")
                        .asText())
                .isEqualTo("queued");
    }

    @AfterEach
    void release() {
        open.countDown();
    }

    @Test
    void anEditOfTheApiConfigDoesNotChangeATaskThatWaits() throws Exception {
        edit("{\"label\":\"Renamed\",\"protocol\":\"openai-images\"}");
        open.countDown();
        JsonNode done = client.end(waiting);
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("done");
        assertThat(done.at("/result/galleryEntry/configLabel").asText()).isEqualTo("Double");
        assertThat(posts()).hasSize(LANES + 1).allSatisfy(post -> assertThat(post.target())
                .endsWith("/chat/completions"));

        String again = client.create(request(",\"n\":1"));
        client.end(again);
        assertThat(posts().getLast().target()).endsWith("/images/generations");
    }

    @Test
    void aKeyOfAnotherServerIsNotSentToTheOneThatWasPlanned() throws Exception {
        edit("{\"endpoint\":\"http://127.0.0.1:1/v1\",\"apiKey\":\"sk-elsewhere-0123456789\"}");
        open.countDown();
        JsonNode failed = client.end(waiting);
        assertThat(failed.path("errorCode").asText()).as(failed.toString()).isEqualTo("key_unavailable");
        assertThat(failed.path("mayBeBilled").asBoolean()).isFalse();
        assertThat(posts()).hasSize(LANES);

        String retry = client.post("/api/generate/task/" + waiting + "/retry", "")
                .body()
                .path("taskId")
                .asText();
        assertThat(client.end(retry).path("errorCode").asText()).isEqualTo("unreachable");
        assertThat(posts()).hasSize(LANES);
    }

    private void edit(String fields) throws Exception {
        assertThat(client.send("PUT", "/api/api-configs/" + config, HttpRequest.BodyPublishers.ofString(fields))
                        .status())
                .isEqualTo(200);
    }

    private List<UpstreamDouble.Request> posts() {
        return upstream.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
    }
}
