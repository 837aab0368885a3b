package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import studio.testing.Client;
import studio.testing.FreshFolders;
import studio.testing.SignedInScene;

/** The queue as people control it, on a server whose environment leaves the number of tasks at once to them. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
@QuarkusTestResource(value = QueueControlTest.NothingFixed.class, restrictToAnnotatedClass = true)
@Timeout(60)
class QueueControlTest extends SignedInScene {
    private static final String QUEUE = "/api/tasks/queue";
    private static final String PICTURE = "{\"prompt\":\"%s\",\"model\":\"sandbox-sketch\",\"imageSize\":\"512\"}";

    /** As if {@code MAX_CONCURRENT_TASKS}, which the folders of all tests set, were absent. */
    public static class NothingFixed implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            return Map.of("studio.task.concurrent", "");
        }

        @Override
        public void stop() {
            // It has started nothing.
        }
    }

    @AfterEach
    void asBefore() throws Exception {
        assertThat(put("{\"paused\":false,\"maxConcurrent\":3}").status()).isEqualTo(200);
    }

    @Test
    void aPauseKeepsWaitingTasksWhereTheyAreAndOneOfThemCanBeMadeTheNext() throws Exception {
        put("{\"maxConcurrent\":1}");
        Client.Answer paused = put("{\"paused\":true}");
        assertThat(paused.body().at("/paused").asBoolean()).isTrue();
        assertThat(paused.body().at("/maxConcurrent").asInt()).isEqualTo(1);
        assertThat(paused.body().at("/fixed").asBoolean()).isFalse();
        List<String> ids = new ArrayList<>();
        for (String prompt : List.of("first", "second", "third")) {
            ids.add(client.create(PICTURE.formatted(prompt)));
        }
        Client.Answer moved = client.post("/api/generate/task/" + ids.get(2) + "/front", "");
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.body().at("/position").asInt()).isEqualTo(1);
        JsonNode state = client.get(QUEUE).body();
        assertThat(state.at("/waiting").asInt()).isEqualTo(3);
        assertThat(state.at("/running").asInt()).isZero();
        assertThat(state.at("/next")).extracting(JsonNode::asText).containsExactly(ids.get(2), ids.get(0), ids.get(1));
        put("{\"paused\":false}");
        List<Instant> starts = new ArrayList<>();
        for (String id : List.of(ids.get(2), ids.get(0), ids.get(1))) {
            client.end(id);
            starts.add(Instant.parse(client.get("/api/generate/task/" + id)
                    .body()
                    .at("/startedAt")
                    .asText()));
        }
        assertThat(starts).isSorted();
        Client.Answer late = client.post("/api/generate/task/" + ids.get(0) + "/front", "");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body().at("/code").asText()).isEqualTo("task_not_queued");
        assertThat(client.post("/api/generate/task/none/front", "").status()).isEqualTo(404);
    }

    @Test
    void moreTasksStartAtOnceAndFewerLetThoseThatRunEnd() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(client.create(PICTURE.formatted("[slow 60s] " + i)));
        }
        awaitRunning(3);
        assertThat(client.get(QUEUE).body().at("/waiting").asInt()).isEqualTo(2);
        put("{\"maxConcurrent\":4}");
        awaitRunning(4);
        assertThat(put("{\"maxConcurrent\":1}").body().at("/running").asInt()).isEqualTo(4);
        client.delete("/api/generate/task/" + ids.get(0));
        client.delete("/api/generate/task/" + ids.get(1));
        awaitRunning(2);
        // Two run where one may: the one that waits goes on waiting.
        assertThat(status(ids.get(4))).isEqualTo("queued");
        client.delete("/api/generate/task/" + ids.get(2));
        client.delete("/api/generate/task/" + ids.get(3));
        awaitRunning(1);
        assertThat(status(ids.get(4))).isNotEqualTo("queued");
        client.delete("/api/generate/task/" + ids.get(4));
        awaitRunning(0);
    }

    @Test
    void everybodyIsToldOfAChange() throws Exception {
        try (BufferedReader lines = client.stream("/api/tasks/events")) {
            assertThat(Client.next(lines).name()).isEqualTo("ready");
            put("{\"paused\":true}");
            Client.Event event = Client.next(lines);
            assertThat(event.name()).isEqualTo("queue");
            assertThat(event.data().at("/paused").asBoolean()).isTrue();
            assertThat(event.data().at("/maxConcurrent").asInt()).isEqualTo(3);
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() throws Exception {
        assertThat(put("{\"maxConcurrent\":0}").body().at("/errors/0/field").asText())
                .isEqualTo("maxConcurrent");
        for (String wrong : List.of("", "[]", "{\"maxConcurrent\":65}", "{\"paused\":\"perhaps\"}")) {
            assertThat(put(wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(put("{}").status()).isEqualTo(200);
    }

    private Client.Answer put(String json) throws Exception {
        return client.send("PUT", QUEUE, BodyPublishers.ofString(json));
    }

    private String status(String id) throws Exception {
        return client.get("/api/generate/task/" + id).body().at("/status").asText();
    }

    private void awaitRunning(int tasks) throws Exception {
        while (client.get(QUEUE).body().at("/running").asInt() != tasks) {
            Thread.onSpinWait();
        }
    }
}
