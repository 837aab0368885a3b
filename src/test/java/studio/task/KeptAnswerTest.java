package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.testing.Client;
import studio.testing.FreshFolders;
import studio.testing.UpstreamScene;

/** What was paid for and could not be fetched at once is not paid for again. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class KeptAnswerTest extends UpstreamScene {
    private volatile boolean pictureIsThere;

    @BeforeEach
    void connect() throws Exception {
        upstream.then(wire -> {
            if (wire.request().method().equals("POST")) {
                wire.json(
                        200,
                        "{\"choices\":[{\"message\":{\"content\":\"![x](http://127.0.0.1:" + upstream.port()
                                + "/made.png)\"}}]}");
            } else if (pictureIsThere) {
                wire.answer(200, "image/png", png(32, 32));
            } else {
                wire.answer(404, "text/plain", new byte[0]);
            }
        });
        configure("");
    }

    @Test
    void aPictureThatCouldNotBeDownloadedIsOnlyDownloadedByTheRetry() throws Exception {
        JsonNode failed = make();
        assertThat(failed.path("errorCode").asText()).as(failed.toString()).isEqualTo("download_failed");
        assertThat(failed.path("mayBeBilled").asBoolean()).isTrue();
        assertThat(upstream.posts()).isEqualTo(1);

        pictureIsThere = true;
        JsonNode saved = client.end(retry(failed));
        assertThat(saved.path("status").asText()).as(saved.toString()).isEqualTo("done");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aRetryStaysFreeHoweverOftenTheLinkIsDeadAndFromWhicheverTask() throws Exception {
        JsonNode failed = make();
        JsonNode again = client.end(retry(failed));
        assertThat(again.path("errorCode").asText()).isEqualTo("download_failed");
        assertThat(client.end(retry(failed)).path("errorCode").asText()).isEqualTo("download_failed");

        pictureIsThere = true;
        JsonNode saved = client.end(retry(again));
        assertThat(saved.path("status").asText()).isEqualTo("done");
        for (JsonNode earlier : List.of(failed, again)) {
            assertThat(retry(earlier)).isEqualTo(saved.path("id").asText());
        }
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void noBudgetStandsInTheWayOfWhatIsPaidAlready() throws Exception {
        JsonNode failed = make();
        assertThat(client.send(
                                "PUT",
                                "/api/api-configs/" + config,
                                HttpRequest.BodyPublishers.ofString("{\"budgetDaily\":\"0.000001\"}"))
                        .status())
                .isEqualTo(200);
        pictureIsThere = true;
        assertThat(client.end(retry(failed)).path("status").asText()).isEqualTo("done");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aCanceledRetryLeavesTheNextOneFree() throws Exception {
        JsonNode failed = make();
        CountDownLatch asked = new CountDownLatch(1);
        upstream.then(wire -> {
            asked.countDown();
            wire.hang();
        });
        String canceled = retry(failed);
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(client.delete("/api/generate/task/" + canceled).status()).isEqualTo(200);

        upstream.then(wire -> wire.answer(200, "image/png", png(32, 32)));
        JsonNode saved = client.end(retry(client.end(canceled)));
        assertThat(saved.path("status").asText()).as(saved.toString()).isEqualTo("done");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aRetryPressedTwiceIsOneTask() throws Exception {
        JsonNode failed = make();
        CountDownLatch open = new CountDownLatch(1);
        upstream.then(wire -> {
            open.await();
            wire.answer(404, "text/plain", new byte[0]);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> pressed = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                pressed.add(threads.submit(() -> retry(failed)));
            }
            Set<String> ids = new HashSet<>();
            for (Future<String> one : pressed) {
                ids.add(one.get(20, TimeUnit.SECONDS));
            }
            open.countDown();
            assertThat(ids).hasSize(1);
            client.end(ids.iterator().next());
        }
        assertThat(upstream.posts()).isEqualTo(1);
    }

    private String retry(JsonNode task) throws Exception {
        Client.Answer answer =
                client.post("/api/generate/task/" + task.path("id").asText() + "/retry", "");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().path("taskId").asText();
    }
}
