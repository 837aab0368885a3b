package studio.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.model.PictureOptions;
import studio.settings.FolderSettings;
import studio.task.run.TaskHandover;
import studio.testing.Client;
import studio.testing.FreshFolders;
import studio.testing.UpstreamScene;

/** A call whose answer is a task's id is paid for once, whatever happens until the picture is there. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class AsyncCallsTest extends UpstreamScene {
    private static final String TAKEN = "{\"task_id\":\"t-1\",\"status\":\"queued\"}";

    @Inject
    TaskStore store;

    @Inject
    TaskHandover handover;

    @Inject
    FolderSettings settings;

    private volatile int status = 200;
    private volatile String said = "";

    @BeforeEach
    void connect() throws Exception {
        said = "{\"status\":\"completed\",\"data\":[{\"url\":\"http://127.0.0.1:" + upstream.port() + "/made.png\"}]}";
        upstream.then(wire -> {
            if (wire.request().method().equals("POST")) {
                wire.json(202, TAKEN);
            } else if (wire.request().target().endsWith("/tasks/t-1")) {
                wire.json(status, said);
            } else {
                wire.answer(200, "image/png", png(32, 32));
            }
        });
        configure(",\"protocol\":\"async-tasks\",\"dialect\":\"tasks\"");
    }

    @Test
    void aPictureIsSubmittedFetchedAndInTheGallery() throws Exception {
        JsonNode task = make();
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        assertThat(task.at("/attempts/0/requestId").asText()).isEqualTo("t-1");
        assertThat(task.at("/result/galleryEntries")).hasSize(1);
        assertThat(upstream.posts()).isEqualTo(1);
        await().until(() ->
                Files.notExists(folder(task.at("/result/galleryEntry/id").asText())));
    }

    @Test
    void whatTheUpstreamStillWorksOnIsOnlyAskedForByARetryHoweverOften() throws Exception {
        status = 401;
        said = "{\"error\":{\"message\":\"key expired\"}}";
        JsonNode failed = make();
        assertThat(failed.path("errorCode").asText()).as(failed.toString()).isEqualTo("result_pending");
        assertThat(failed.path("mayBeBilled").asBoolean()).isTrue();
        assertThat(failed.path("nextStep").asText()).isEqualTo("retry");
        assertThat(failed.at("/upstream/message").asText()).isEqualTo("key expired");

        JsonNode again = client.end(retry(failed));
        assertThat(again.path("errorCode").asText()).isEqualTo("result_pending");
        connectAgain();
        JsonNode saved = client.end(retry(again));
        assertThat(saved.path("status").asText()).as(saved.toString()).isEqualTo("done");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    private void connectAgain() {
        status = 200;
        said = "{\"status\":\"completed\",\"data\":[{\"url\":\"http://127.0.0.1:" + upstream.port() + "/made.png\"}]}";
    }

    @Test
    void aCanceledTaskIsOnlyAskedForByItsRetry() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        upstream.then(wire -> {
            if (wire.request().method().equals("POST")) {
                wire.json(202, TAKEN);
            } else {
                asked.countDown();
                wire.json(200, "{\"status\":\"processing\"}");
            }
        });
        String id = client.create(request(""));
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        client.delete("/api/generate/task/" + id);
        JsonNode canceled = client.end(id);
        assertThat(canceled.path("status").asText()).isEqualTo("canceled");
        assertThat(canceled.path("mayBeBilled").asBoolean()).isTrue();
        answerTo(said);
        assertThat(client.end(retry(canceled)).path("status").asText()).isEqualTo("done");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    private void answerTo(String question) {
        upstream.then(wire -> {
            if (wire.request().target().endsWith("/tasks/t-1")) {
                wire.json(200, question);
            } else {
                wire.answer(200, "image/png", png(32, 32));
            }
        });
    }

    @Test
    void linksThatHaveEndedAreAskedForAnew() throws Exception {
        said = said.replace("made.png", "ended.png");
        upstream.then(wire -> {
            if (wire.request().method().equals("POST")) {
                wire.json(202, TAKEN);
            } else if (wire.request().target().endsWith("/tasks/t-1")) {
                wire.json(200, said);
            } else if (wire.request().target().endsWith("ended.png")) {
                wire.answer(404, "text/plain", new byte[0]);
            } else {
                wire.answer(200, "image/png", png(32, 32));
            }
        });
        JsonNode failed = make();
        assertThat(failed.path("errorCode").asText()).isEqualTo("download_failed");
        connectAgain();
        assertThat(client.end(retry(failed)).path("status").asText()).isEqualTo("done");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    @Test
    void aTaskThatTheUpstreamGaveUpIsSubmittedAgainByARetry() throws Exception {
        said = "{\"status\":\"failed\",\"error\":{\"message\":\"out of memory\"}}";
        JsonNode failed = make();
        assertThat(failed.path("errorCode").asText()).as(failed.toString()).isEqualTo("upstream_error");
        connectAgain();
        assertThat(client.end(retry(failed)).path("status").asText()).isEqualTo("done");
        assertThat(upstream.posts()).isEqualTo(2);
    }

    /** What a server leaves that is killed after the id had come: a running task with an open attempt, and the note beside it. */
    @Test
    void aServerThatIsKilledWhileTheUpstreamWorksGoesOnAskingAndPaysNothing() throws Exception {
        Task left = left(2, "submitted.json", note("t-1", List.of(1, 2)));
        said = "{\"status\":\"completed\",\"data\":[{\"url\":\"http://127.0.0.1:" + upstream.port()
                + "/a.png\"},{\"url\":\"http://127.0.0.1:" + upstream.port() + "/b.png\"}]}";
        byte[][] pictures = {png(32, 32), png(48, 32)};
        upstream.then(wire -> {
            String target = wire.request().target();
            if (target.endsWith("/tasks/t-1")) {
                wire.json(200, said);
            } else {
                wire.answer(200, "image/png", pictures[target.endsWith("a.png") ? 0 : 1]);
            }
        });
        handover.resume();
        JsonNode done = client.end(left.id());
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("done");
        assertThat(done.at("/result/galleryEntries")).hasSize(2);
        assertThat(done.at("/attempts/0/outcome").asText()).isEqualTo("done");
        assertThat(done.path("attempts")).hasSize(1);
        assertThat(upstream.posts()).isZero();
        await().until(() -> Files.notExists(folder(left.entryId())));
    }

    @Test
    void aServerThatIsKilledBeforeTheIdCameSendsNothingByItself() throws Exception {
        Task left = left(1, null, "");
        handover.resume();
        JsonNode ended = client.end(left.id());
        assertThat(ended.path("errorCode").asText()).isEqualTo("interrupted");
        assertThat(ended.path("mayBeBilled").asBoolean()).isTrue();
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void aTicketThatNobodyKnowsAfterTheRestartSaysSoAndIsNotSentAgain() throws Exception {
        status = 404;
        said = "{}";
        Task left = left(1, "submitted.json", note("t-1", List.of(1)));
        handover.resume();
        JsonNode ended = client.end(left.id());
        assertThat(ended.path("errorCode").asText()).as(ended.toString()).isEqualTo("result_expired");
        assertThat(ended.path("mayBeBilled").asBoolean()).isTrue();
        assertThat(upstream.posts()).isZero();
    }

    private String note(String id, List<Integer> pictures) {
        return "{\"pictures\":" + pictures + ",\"id\":\"" + id
                + "\",\"protocol\":\"async-tasks\",\"dialect\":\"tasks\",\"submittedAt\":1795000000000}";
    }

    @Test
    void aTaskThatAnEarlierVersionLeftWithoutAPlanGetsItWhenItIsRun() throws Exception {
        Task left = queued(1);
        assertThat(store.insert(left, null)).isPositive();
        handover.resume();
        assertThat(client.end(left.id()).path("status").asText()).isEqualTo("done");
        assertThat(upstream.requests().getFirst().target()).endsWith("/images/generations");
        assertThat(upstream.posts()).isEqualTo(1);
    }

    private Task queued(int count) {
        GenerationRequest request =
                new GenerationRequest(config, "m", "a lake", List.of(), null, count, PictureOptions.NONE, false, null);
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        return Task.queued(UUID.randomUUID().toString(), UUID.randomUUID().toString(), "r", request, now, null);
    }

    private Task left(int count, String name, String content) throws Exception {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        Task task = queued(count)
                .transition(TaskStatus.RUNNING, now)
                .orElseThrow()
                .attempting(count == 1 ? List.of(1) : List.of(1, 2), now);
        assertThat(store.insert(task, null)).isPositive();
        if (name != null) {
            Files.createDirectories(folder(task.entryId()).resolve("1"));
            Files.writeString(folder(task.entryId()).resolve("1").resolve(name), content);
        }
        return task;
    }

    private Path folder(String entryId) {
        return settings.temp().resolve(entryId);
    }

    private String retry(JsonNode task) throws Exception {
        Client.Answer answer =
                client.post("/api/generate/task/" + task.path("id").asText() + "/retry", "");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
        return answer.body().path("taskId").asText();
    }
}
