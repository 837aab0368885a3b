package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static studio.proof.PromptedUpstream.LARGE;
import static studio.proof.PromptedUpstream.LATER;
import static studio.proof.PromptedUpstream.QUICK;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.testing.Client;

/** Disks that are full, cannot be written or lose their folders under a running server: nothing that was paid for is lost. */
class DiskIT {
    /** A large picture of the upstream takes nine, its thumbnails a little. */
    private static final int ONE_PICTURE = 12;

    private static final int ROOMY = 100;

    private PromptedUpstream upstream;
    private PackagedServer server;

    @BeforeEach
    void prepare() throws Exception {
        upstream = new PromptedUpstream();
        server = new PackagedServer("disk", upstream.base())
                .flag("-XX:TieredStopAtLevel=1")
                // What happens when a disk is full in spite of the floor.
                .with("MIN_FREE_BYTES", "0");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    @Test
    void aPictureThatAFullGalleryCannotTakeIsKeptAndSavedLaterWithoutPayingAgain() throws Exception {
        try (Tmpfs disk = disk(server.gallery(), ONE_PICTURE)) {
            server.start();
            assertThat(server.end(LARGE + " one").path("status").asText()).isEqualTo("done");

            JsonNode failed = server.end(LARGE + " two");
            assertThat(failed.path("errorCode").asText()).as("%s", failed).isEqualTo("save_failed");

            disk.resize(ROOMY);
            assertSavedWithoutPaying(failed, LARGE + " two");
        }
    }

    @Test
    void aPictureThatAReadOnlyGalleryCannotTakeIsKeptToo() throws Exception {
        try (Tmpfs disk = disk(server.gallery(), ROOMY)) {
            server.start();
            disk.readOnly();
            JsonNode failed = server.end(QUICK + " one");
            assertThat(failed.path("errorCode").asText()).as("%s", failed).isEqualTo("save_failed");

            disk.writable();
            assertSavedWithoutPaying(failed, QUICK + " one");
        }
    }

    @Test
    void aFullDataFolderStopsNewTasksBeforeTheyArePaidAndNothingElse() throws Exception {
        try (Tmpfs disk = disk(server.data(), 40)) {
            server.start();
            assertThat(server.end(QUICK + " one").path("status").asText()).isEqualTo("done");
            Path ballast = server.data().resolve("ballast");
            fill(ballast);

            Client.Answer refused = server.client().post("/api/generate/task", "{\"prompt\":\"quick two\"}");

            assertThat(refused.status()).as("%s", refused.body()).isEqualTo(507);
            assertThat(upstream.posts("quick two")).isZero();
            assertThat(server.client().get("/api/gallery").status()).isEqualTo(200);
            assertThat(server.client().get("/api/tasks").status()).isEqualTo(200);
            Files.delete(ballast);
            assertThat(server.end(QUICK + " three").path("status").asText()).isEqualTo("done");
            Findings.assertSound(server);
        }
    }

    @Test
    void belowTheFloorNothingMoreIsPaidForAndThePageStays() throws Exception {
        try (Tmpfs disk = disk(server.data(), ROOMY)) {
            server.with("MIN_FREE_BYTES", "30M")
                    .with("MAX_CONCURRENT_TASKS", "1")
                    .start();
            String running = server.client().create("{\"prompt\":\"later one\"}");
            String waiting = server.client().create("{\"prompt\":\"quick two\"}");
            Files.write(server.data().resolve("ballast"), new byte[80 << 20]);

            for (String path : List.of("/api/generate", "/api/generate/task")) {
                Client.Answer refused = server.client().post(path, "{\"prompt\":\"quick three\"}");
                assertThat(refused.status()).as("%s", refused.body()).isEqualTo(507);
                assertThat(refused.body().path("code").asText()).isEqualTo("disk_full");
            }

            assertThat(server.client().end(running).path("status").asText()).isEqualTo("done");
            JsonNode failed = server.client().end(waiting);
            assertThat(failed.path("errorCode").asText()).as("%s", failed).isEqualTo("disk_full");
            assertThat(failed.path("mayBeBilled").asBoolean()).as("%s", failed).isFalse();
            assertThat(upstream.posts("quick two") + upstream.posts("quick three"))
                    .isZero();
            assertThat(server.run("--health").exit()).isZero();
            Files.delete(server.data().resolve("ballast"));
            Client.Answer again = server.client().post("/api/generate/task/" + waiting + "/retry", "");
            assertThat(server.client()
                            .end(again.body().path("taskId").asText())
                            .path("status")
                            .asText())
                    .isEqualTo("done");
        }
    }

    @Test
    void anAnswerThatFindsNoRoomWaitsForIt() throws Exception {
        try (Tmpfs disk = disk(server.data(), 8)) {
            server.start();
            String prompt = LARGE + " one";
            String id = server.client().create("{\"prompt\":\"" + prompt + "\"}");
            await().until(() -> Files.readString(server.console()).contains("waits for the disk"));

            disk.resize(ROOMY);

            assertThat(server.client().end(id).path("status").asText()).isEqualTo("done");
            assertThat(upstream.posts(prompt)).isEqualTo(1);
            Findings.assertSound(server);
        }
    }

    @Test
    void anAnswerThatADataFolderCannotTakeIsSaidToBePaid() throws Exception {
        try (Tmpfs disk = disk(server.data(), 8)) {
            server.start();

            JsonNode failed = server.end(LARGE + " one");

            assertThat(failed.path("status").asText()).as("%s", failed).isEqualTo("failed");
            assertThat(failed.path("errorCode").asText()).as("%s", failed).isEqualTo("not_stored");
            assertThat(failed.path("mayBeBilled").asBoolean()).as("%s", failed).isTrue();
            assertThat(upstream.posts(LARGE + " one")).isEqualTo(1);
            disk.resize(ROOMY);
            assertThat(server.end(LARGE + " two").path("status").asText()).isEqualTo("done");
        }
    }

    @Test
    void aTaskThatADiskWithoutRoomFoundAtWorkEndsWhenThereIsRoomAgain() throws Exception {
        try (Tmpfs disk = disk(server.data(), 40)) {
            server.start();
            String prompt = LATER + " one";
            String id = server.client().create("{\"prompt\":\"" + prompt + "\"}");
            await().until(() -> upstream.posts(prompt) == 1);
            Path ballast = server.data().resolve("ballast");
            fill(ballast);
            // For longer than what arrives is patient.
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> Files.readString(server.console()).contains("trying again"));

            Files.delete(ballast);

            JsonNode task = server.client().end(id);
            assertThat(task.path("status").asText()).as("%s", task).isEqualTo("failed");
            assertThat(task.path("mayBeBilled").asBoolean()).as("%s", task).isTrue();
            assertThat(server.end(QUICK + " two").path("status").asText()).isEqualTo("done");
            Findings.assertSound(server);
        }
    }

    @Test
    void onAReadOnlyDataFolderItDoesNotStartAndSaysWhy() throws Exception {
        try (Tmpfs disk = disk(server.data(), ROOMY)) {
            disk.readOnly();

            assertThatThrownBy(server::start).hasMessageContaining(server.data().toString());
        }
    }

    @Test
    void foldersThatWereDeletedUnderItAreMadeAgain() throws Exception {
        server.start();
        JsonNode before = server.end(QUICK + " one");
        assertThat(before.path("status").asText()).isEqualTo("done");
        for (Path folder : List.of(server.data().resolve("tmp"), server.data().resolve("inputs"), server.gallery())) {
            delete(folder);
        }

        assertThat(server.end(QUICK + " two").path("status").asText()).isEqualTo("done");

        String lost =
                before.path("result").path("galleryEntry").path("imagePath").asText();
        assertThat(server.client().get(lost).status()).isEqualTo(404);
        assertThat(server.client().get("/api/gallery").status()).isEqualTo(200);
    }

    private static Tmpfs disk(Path folder, int megabytes) throws Exception {
        assumeTrue(Tmpfs.isAllowed(), "only root may mount a small disk");
        return Tmpfs.mount(folder, megabytes);
    }

    private void assertSavedWithoutPaying(JsonNode failed, String prompt) throws Exception {
        String id = failed.path("id").asText();
        Client.Answer retried = server.client().post("/api/generate/task/" + id + "/retry", "");
        assertThat(retried.status()).as("%s", retried.body()).isEqualTo(202);
        JsonNode done = server.client().end(retried.body().path("taskId").asText());
        assertThat(done.path("status").asText()).as("%s", done).isEqualTo("done");
        assertThat(upstream.posts(prompt)).isEqualTo(1);
        Findings.assertSound(server);
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[64 * 1024];
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
