package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.testing.Client;

/** The server is ended as a service manager does it, with SIGTERM, and started again. */
class ShutdownIT {
    /** The process ends within its grace and this. */
    private static final Duration SPARE = Duration.ofSeconds(6);

    private PromptedUpstream upstream;
    private PackagedServer server;

    @BeforeEach
    void prepare() throws Exception {
        upstream = new PromptedUpstream();
        server = new PackagedServer("shutdown", upstream.base())
                .flag("-XX:TieredStopAtLevel=1")
                .with("MAX_CONCURRENT_TASKS", "3")
                .with("MAX_QUEUE_SIZE", "100");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    @Test
    void aTaskThatEndsWithinTheGraceIsDoneAndItsReadersHearOfIt() throws Exception {
        server.with("SHUTDOWN_GRACE_MS", "15000").start();
        String own = server.client().create("{\"prompt\":\"later than the signal\"}");
        // The practice upstream is the server itself: it must go on answering while the task is waited for.
        String practice = server.client()
                .create("{\"configId\":\"sandbox\",\"prompt\":\"[slow 2s] a harbour\",\"imageSize\":\"512\"}");
        CompletableFuture<List<Client.Event>> ownEvents = follow(own);
        CompletableFuture<List<Client.Event>> practiceEvents = follow(practice);
        awaitSent("later than the signal");
        awaitAttempt(practice);

        assertThat(exitTime(Duration.ofSeconds(15))).isLessThan(Duration.ofSeconds(12));

        assertThat(ownEvents.get(5, TimeUnit.SECONDS).getLast().name()).isEqualTo("done");
        assertThat(practiceEvents.get(5, TimeUnit.SECONDS).getLast().name()).isEqualTo("done");
        server.start();
        assertThat(Findings.task(server, own).path("status").asText()).isEqualTo("done");
        assertThat(Findings.task(server, practice).path("status").asText()).isEqualTo("done");
        Findings.assertSound(server);
    }

    @Test
    void aTaskThatDoesNotEndIsInterruptedAndWhatWaitedRunsAfterwards() throws Exception {
        server.with("SHUTDOWN_GRACE_MS", "1000").start();
        String silent = server.client().create("{\"prompt\":\"silent for ever\"}");
        String half = server.client().create("{\"prompt\":\"half a picture\"}");
        String unclosed = server.client().create("{\"prompt\":\"unclosed answer\"}");
        String waiting = server.client().create("{\"prompt\":\"quick but waiting\"}");
        CompletableFuture<List<Client.Event>> events = follow(silent);
        CompletableFuture<List<Client.Event>> eventsOfWaiting = follow(waiting);
        awaitSent("silent for ever");
        awaitSent("half a picture");
        awaitSent("unclosed answer");
        await().until(() ->
                Findings.task(server, unclosed).path("attempts").path(0).has("status"));
        TimeUnit.MILLISECONDS.sleep(300);

        assertThat(exitTime(Duration.ofSeconds(1)))
                .isLessThan(Duration.ofSeconds(1).plus(SPARE));

        assertThat(events.get(5, TimeUnit.SECONDS).getLast().name()).isEqualTo("error");
        assertThat(eventsOfWaiting.get(5, TimeUnit.SECONDS).getLast().name()).isEqualTo("status");
        server.start();
        Findings.awaitAllEnded(server);
        for (String id : List.of(silent, half)) {
            JsonNode task = Findings.task(server, id);
            assertThat(task.path("status").asText()).as("%s", task).isEqualTo("failed");
            assertThat(task.path("errorCode").asText()).isEqualTo("interrupted");
            assertThat(task.path("mayBeBilled").asBoolean()).isTrue();
        }
        JsonNode arrived = Findings.task(server, unclosed);
        assertThat(arrived.path("status").asText()).as("%s", arrived).isEqualTo("done");
        assertThat(Findings.task(server, waiting).path("status").asText()).isEqualTo("done");
        for (String prompt : List.of("silent for ever", "half a picture", "unclosed answer", "quick but waiting")) {
            assertThat(upstream.posts(prompt)).as(prompt).isEqualTo(1);
        }
        Findings.assertSound(server);
        Findings.assertMirrorReadable(server.data().resolve("tasks.json"));
    }

    @Test
    void anIdempotencyKeyStandsForTheSameTaskAfterARestart() throws Exception {
        server.start();
        String body = "{\"prompt\":\"quick once\"}";
        String id = keyed(body);
        server.client().end(id);
        server.kill();
        server.start();

        assertThat(keyed(body)).isEqualTo(id);
        assertThat(server.client()
                        .post("/api/generate/task", "{\"prompt\":\"quick twice\"}", "Idempotency-Key", "once-only")
                        .status())
                .isEqualTo(422);
        assertThat(upstream.posts("quick once")).isEqualTo(1);
        assertThat(Findings.entries(server)).hasSize(1);
    }

    @Test
    void aReaderFromBeforeARestartMissesNothingAndHearsNothingTwice() throws Exception {
        server.with("MAX_CONCURRENT_TASKS", "1").start();
        String done = server.client().create("{\"prompt\":\"quick done\"}");
        List<Client.Event> doneEvents = server.client().follow(done, null);
        String open = server.client().create("{\"prompt\":\"silent open\"}");
        String waiting = server.client().create("{\"prompt\":\"quick waiting\"}");
        awaitSent("silent open");
        CompletableFuture<List<Client.Event>> seenOfOpen = follow(open);
        CompletableFuture<List<Client.Event>> seenOfWaiting = follow(waiting);
        TimeUnit.MILLISECONDS.sleep(500);
        server.kill();
        String lastOfOpen = seenOfOpen.get(5, TimeUnit.SECONDS).getLast().id();
        String lastOfWaiting = seenOfWaiting.get(5, TimeUnit.SECONDS).getLast().id();
        server.start();

        // Who has seen the end is told that there is no more; who has not hears the rest once.
        assertThat(server.client()
                        .get(
                                "/api/generate/task/" + done + "/events",
                                "Last-Event-ID",
                                doneEvents.getLast().id())
                        .status())
                .isEqualTo(204);
        List<Client.Event> lateDone =
                server.client().follow(done, doneEvents.getFirst().id());
        assertThat(lateDone).extracting(Client.Event::name).containsExactly("done");
        assertThat(lateDone.getLast().id()).isEqualTo(doneEvents.getLast().id());
        List<Client.Event> lateOpen = server.client().follow(open, lastOfOpen);
        assertThat(lateOpen).extracting(Client.Event::name).containsExactly("error");
        List<Client.Event> lateWaiting = server.client().follow(waiting, lastOfWaiting);
        assertThat(lateWaiting.getLast().name()).isEqualTo("done");
        assertThat(lateWaiting)
                .extracting(Client.Event::id)
                .doesNotContain(lastOfWaiting)
                .doesNotHaveDuplicates();
        assertThat(lateWaiting.stream().map(Client.Event::id).map(Long::valueOf).toList())
                .isSorted()
                .allMatch(id -> id > Long.parseLong(lastOfWaiting));
    }

    private String keyed(String body) throws Exception {
        Client.Answer answer = server.client().post("/api/generate/task", body, "Idempotency-Key", "once-only");
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        return answer.body().path("taskId").asText();
    }

    /** Follows until the stream ends, also when the server dies. */
    private CompletableFuture<List<Client.Event>> follow(String id) {
        Client client = server.client();
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.follow(id, null);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitSent(String prompt) {
        await().until(() -> upstream.posts(prompt) == 1);
    }

    private void awaitAttempt(String id) {
        await().until(() -> !Findings.task(server, id).path("attempts").isEmpty());
    }

    private Duration exitTime(Duration grace) throws Exception {
        long begin = System.nanoTime();
        server.terminate();
        assertThat(server.awaitExit(grace.plus(SPARE)))
                .as("ended in time; threads: %s", server.root())
                .isTrue();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
