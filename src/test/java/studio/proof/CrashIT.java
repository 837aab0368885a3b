package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static studio.proof.PromptedUpstream.ARRIVED;
import static studio.proof.PromptedUpstream.BROKEN;
import static studio.proof.PromptedUpstream.HALF;
import static studio.proof.PromptedUpstream.LARGE;
import static studio.proof.PromptedUpstream.QUICK;
import static studio.proof.PromptedUpstream.SILENT;
import static studio.proof.PromptedUpstream.UNCLOSED;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import studio.imaging.probe.ImageProbe;

/**
 * The server is killed at every step of a task. It starts again, nothing is torn, nothing is sent twice, and a picture that
 * had arrived is in the gallery. {@link CrashUnderLoadIT} kills it at random moments.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
    private final Map<String, String> prompts = new LinkedHashMap<>();
    private PromptedUpstream upstream;
    private PackagedServer server;

    @BeforeAll
    void start() throws Exception {
        upstream = new PromptedUpstream();
        server = new PackagedServer("crash", upstream.base())
                .flag("-XX:TieredStopAtLevel=1")
                .with("MAX_CONCURRENT_TASKS", "2")
                .with("MAX_QUEUE_SIZE", "100");
        server.start();
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    @Test
    void tasksThatWaitedRunInTheirOrderAndOpenAttemptsAreMarked() throws Exception {
        String first = create(SILENT);
        String second = create(SILENT);
        awaitSent(first);
        awaitSent(second);
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(create(QUICK));
        }
        crash();

        assertInterrupted(first);
        assertInterrupted(second);
        List<Instant> starts = new ArrayList<>();
        for (String id : waiting) {
            JsonNode task = Findings.task(server, id);
            assertThat(task.path("status").asText()).as("%s", task).isEqualTo("done");
            starts.add(Instant.parse(task.path("startedAt").asText()));
        }
        // Two workers may start their tasks in the same moment; a third one only after either of them.
        for (int i = 2; i < starts.size(); i++) {
            assertThat(starts.get(i)).as("%s", starts).isAfterOrEqualTo(starts.get(i - 2));
        }
    }

    @Test
    void halfAPictureIsNoPicture() throws Exception {
        String id = create(HALF);
        awaitFile(file -> Files.size(file) > 10_000);
        crash();

        assertInterrupted(id);
        assertThat(entryOf(id)).isEmpty();
    }

    @Test
    void aPictureThatHadArrivedIsKeptThoughItsAnswerHadNoEnd() throws Exception {
        String arrived = create(ARRIVED);
        String unclosed = create(UNCLOSED);
        awaitFiles(2, CrashIT::whole);
        crash();

        assertKept(arrived);
        assertKept(unclosed);
    }

    @Test
    void aPictureThatHadArrivedIsKeptThoughTheUpstreamBrokeOff() throws Exception {
        String id = create(BROKEN);
        server.client().end(id);

        assertKept(id);
        assertThat(upstream.posts(prompts.get(id))).isEqualTo(1);
    }

    @Test
    void anAnswerThatWasNotYetSavedIsSaved() throws Exception {
        String id = create(LARGE);
        await().pollInterval(Duration.ofMillis(1)).until(() -> callFiles().stream()
                .anyMatch(file -> file.getFileName().toString().equals("answer.json")));
        crash();

        assertKept(id);
    }

    @Test
    void aSaveThatWasCutOffIsFinished() throws Exception {
        String id = create(LARGE);
        awaitAny(server.gallery().resolve(".incoming"));
        crash();

        assertKept(id);
    }

    @Test
    void aPictureInPlaceWithoutARowGetsOneRow() throws Exception {
        long before = pictures();
        String id = create(LARGE);
        await().pollInterval(Duration.ofMillis(1)).until(() -> pictures() > before);
        crash();

        assertKept(id);
    }

    @Test
    void whatWasDoneStaysDone() throws Exception {
        String id = create(QUICK);
        assertThat(server.client().end(id).path("status").asText()).isEqualTo("done");
        crash();

        assertKept(id);
    }

    private String create(String verb) throws Exception {
        String prompt = verb + " " + prompts.size();
        String id = server.client().create("{\"prompt\":\"" + prompt + "\"}");
        prompts.put(id, prompt);
        return id;
    }

    @AfterEach
    void nothingHangsOn() throws Exception {
        for (String id : prompts.keySet()) {
            if (!Findings.ended(Findings.task(server, id))) {
                server.client().delete("/api/generate/task/" + id);
            }
        }
    }

    /** Kills and starts again; then tasks that would never end are cancelled, all others end, and everything is sound. */
    private void crash() throws Exception {
        server.kill();
        Findings.assertDatabaseSound(server.data().resolve("studio.db"));
        Findings.assertMirrorReadable(server.data().resolve("gallery.json"));
        Findings.assertMirrorReadable(server.data().resolve("tasks.json"));
        server.start();
        Findings.endTheEndless(server);
        Findings.awaitAllEnded(server);
        Findings.assertSound(server);
        for (String prompt : prompts.values()) {
            assertThat(upstream.posts(prompt)).as("'%s' was sent", prompt).isLessThanOrEqualTo(1);
        }
    }

    private void assertInterrupted(String id) throws Exception {
        JsonNode task = Findings.task(server, id);
        assertThat(task.path("status").asText()).as("%s", task).isEqualTo("failed");
        assertThat(task.path("errorCode").asText()).as("%s", task).isEqualTo("interrupted");
        assertThat(task.path("mayBeBilled").asBoolean()).isTrue();
        assertThat(task.path("attempts").path(0).path("outcome").asText()).isEqualTo("open");
    }

    private void assertKept(String id) throws Exception {
        JsonNode task = Findings.task(server, id);
        assertThat(task.path("status").asText()).as("%s", task).isEqualTo("done");
        List<JsonNode> entries = entryOf(id);
        assertThat(entries).as("entries of %s", task).hasSize(1);
        JsonNode entry = entries.getFirst();
        assertThat(task.path("result").path("galleryEntry").path("id").asText())
                .isEqualTo(entry.path("id").asText());
        assertThat(entry.path("prompt").asText()).isEqualTo(prompts.get(id));
        assertThat(server.client().bytes(entry.path("imagePath").asText()))
                .hasSize(entry.path("bytes").asInt());
        assertThat(server.client().bytes(entry.path("thumbnailPath").asText())).isNotEmpty();
    }

    private List<JsonNode> entryOf(String taskId) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode entry : Findings.entries(server)) {
            if (entry.path("taskId").asText().equals(taskId)) {
                found.add(entry);
            }
        }
        return found;
    }

    private void awaitSent(String id) {
        await().until(() -> upstream.posts(prompts.get(id)) == 1);
    }

    private long pictures() throws IOException {
        try (Stream<Path> files = Files.list(server.gallery())) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private interface Condition {
        boolean holds(Path file) throws Exception;
    }

    private void awaitFile(Condition condition) {
        awaitFiles(1, condition);
    }

    private void awaitFiles(int count, Condition condition) {
        Callable<Boolean> there = () -> {
            int found = 0;
            for (Path file : callFiles()) {
                found += file.getFileName().toString().startsWith("spool-") && condition.holds(file) ? 1 : 0;
            }
            return found >= count;
        };
        await().pollInterval(Duration.ofMillis(5)).until(there);
    }

    /** What the first call of the only unfinished task has received; its folder is named by the picture's identity. */
    private List<Path> callFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(server.data().resolve("tmp"))) {
            for (Path task : tasks) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(task.resolve("1"))) {
                    files.forEach(found::add);
                } catch (NoSuchFileException | NotDirectoryException notYet) {
                    continue;
                }
            }
        }
        return found;
    }

    private static boolean whole(Path file) throws Exception {
        try {
            return ImageProbe.probe(file).complete();
        } catch (studio.imaging.probe.NotAnImageException notYet) {
            return false;
        }
    }

    private static void awaitAny(Path folder) {
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            try (Stream<Path> files = Files.list(folder)) {
                return files.findAny().isPresent();
            }
        });
    }
}
