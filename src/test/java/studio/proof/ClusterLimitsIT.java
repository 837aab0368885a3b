package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import studio.testing.Client;

/** What is limited is limited over all instances together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterLimitsIT {
    private static final int QUEUE = 12;
    private static final String STRANGER = "203.0.113.7";

    private Cluster cluster;

    @BeforeAll
    void start() throws Exception {
        cluster = new Cluster("cluster-limits", 3)
                .with("MAX_QUEUE_SIZE", Integer.toString(QUEUE))
                .with("BUDGET_UNKNOWN_PRICE", "0.10")
                .with("TRUSTED_PROXIES", "127.0.0.1")
                .start();
    }

    @AfterEach
    void goOn() throws Exception {
        cluster.client(0).send("PUT", "/api/tasks/queue", HttpRequest.BodyPublishers.ofString("{\"paused\":false}"));
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void theQueueIsPausedAndLimitedForAll() throws Exception {
        assertThat(cluster.client(0)
                        .send("PUT", "/api/tasks/queue", HttpRequest.BodyPublishers.ofString("{\"paused\":true}"))
                        .status())
                .isEqualTo(200);
        for (int i = 0; i < cluster.size(); i++) {
            Client here = cluster.client(i);
            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            here.get("/api/tasks/queue").body().path("paused").asBoolean());
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> cluster.database()
                .one("SELECT sum(concurrent) FROM instance")
                .equals(Integer.toString(cluster.size() * Cluster.LANES)));
        List<Callable<Client.Answer>> presses = new ArrayList<>();
        for (int i = 0; i < 5 * QUEUE; i++) {
            String body = "{\"prompt\":\"quick of many " + i + "\"}";
            Client here = cluster.client(i % cluster.size());
            presses.add(() -> here.post("/api/generate/task", body));
        }
        List<Client.Answer> answers = Cluster.atOnce(presses);

        List<String> waiting = answers.stream()
                .filter(answer -> answer.status() == 202)
                .map(answer -> answer.body().path("taskId").asText())
                .toList();
        // A lane that is free is room, too, also while the queue is paused.
        assertThat(waiting).hasSize(QUEUE + cluster.size() * Cluster.LANES);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(202, 429));
        assertThat(cluster.client(2)
                        .get("/api/generate/task/" + waiting.getFirst())
                        .body()
                        .path("status")
                        .asText())
                .isEqualTo("queued");
        assertThat(cluster.client(1)
                        .send("PUT", "/api/tasks/queue", HttpRequest.BodyPublishers.ofString("{\"paused\":false}"))
                        .status())
                .isEqualTo(200);
        for (String id : waiting) {
            assertThat(cluster.awaitEndEverywhere(id).path("status").asText()).isEqualTo("done");
        }
    }

    @Test
    void aPressThatReachesAllInstancesIsOneTask() throws Exception {
        List<Callable<Client.Answer>> presses = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            Client here = cluster.client(i % cluster.size());
            presses.add(() -> here.post(
                    "/api/generate/task", "{\"prompt\":\"quick one press\"}", "Idempotency-Key", "pressed-once"));
        }

        List<String> tasks = Cluster.atOnce(presses).stream()
                .map(answer -> answer.body().path("taskId").asText())
                .distinct()
                .toList();

        assertThat(tasks).hasSize(1);
        assertThat(cluster.awaitEndEverywhere(tasks.getFirst()).path("status").asText())
                .isEqualTo("done");
        assertThat(cluster.upstream().posts("quick one press")).isEqualTo(1);
    }

    @Test
    void aBudgetIsThatOfAllInstances() throws Exception {
        cluster.addConfig(cluster.client(0), "budgeted", ",\"budgetDaily\":\"0.50\"");
        for (int i = 0; i < cluster.size(); i++) {
            Cluster.awaitListed(cluster.client(i), "/api/api-configs", "configs", "budgeted");
        }
        List<Callable<Client.Answer>> presses = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String body = "{\"configId\":\"budgeted\",\"prompt\":\"quick within a budget " + i + "\"}";
            Client here = cluster.client(i % cluster.size());
            presses.add(() -> here.post("/api/generate/task", body));
        }
        List<Client.Answer> answers = Cluster.atOnce(presses);

        for (Client.Answer answer : answers) {
            if (answer.status() == 202) {
                cluster.awaitEndEverywhere(answer.body().path("taskId").asText());
            }
        }
        long sent = 0;
        for (int i = 0; i < 50; i++) {
            sent += cluster.upstream().posts("quick within a budget " + i);
        }
        // While a call's cost is written and its task has not ended it may count twice, which refuses one too early.
        assertThat(sent).as("requests of 0.10 each, of 0.50").isBetween(1L, 5L);
    }

    @Test
    void whoGuessesHasTheTriesOfOneInstanceAtAllTogether() throws Exception {
        int refused = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 12; i++) {
                HttpRequest guess = HttpRequest.newBuilder(
                                URI.create(cluster.instance(i % cluster.size()).base() + "/api/login"))
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-For", STRANGER)
                        .POST(HttpRequest.BodyPublishers.ofString("{\"password\":\"guess-" + i + "\"}"))
                        .build();
                int status =
                        http.send(guess, HttpResponse.BodyHandlers.discarding()).statusCode();
                assertThat(status).isIn(401, 429);
                refused += status == 429 ? 1 : 0;
            }
            // Five in a minute; one of them may have come back meanwhile.
            assertThat(refused).isBetween(6, 7);
            assertThat(signIn(http, cluster.instance(2).base())).isEqualTo(429);
        }
    }

    private static int signIn(HttpClient http, String base) throws IOException, InterruptedException {
        HttpRequest right = HttpRequest.newBuilder(URI.create(base + "/api/login"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", STRANGER)
                .POST(HttpRequest.BodyPublishers.ofString("{\"password\":\"" + PackagedServer.PASSWORD + "\"}"))
                .build();
        return http.send(right, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
