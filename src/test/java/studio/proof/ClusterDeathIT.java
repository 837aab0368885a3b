package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static studio.proof.PromptedUpstream.ARRIVED;
import static studio.proof.PromptedUpstream.LATER;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.files.Folders;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.testing.Client;

/** One of several instances dies, seems to be dead, or is lost together with its disk, in the midst of a paid task. */
class ClusterDeathIT {
    /** Of an instance that shows no life its tasks are taken over after 20 seconds. */
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new Cluster("cluster-death", 2).start();
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void whatItHadSentIsNotSentAgainAndWhatWaitsGoesOnElsewhere() throws Exception {
        String prompt = ARRIVED + " at the one that dies";
        String id = cluster.client(0).create("{\"prompt\":\"" + prompt + "\"}");
        int dead = cluster.numberOf(cluster.awaitOwner(id));
        Client living = cluster.client(1 - dead);
        await().atMost(LONGEST).until(() -> wholePicture(cluster.instance(dead).data()));

        cluster.instance(dead).kill();
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            waiting.add(living.create("{\"prompt\":\"quick after the death " + i + "\"}"));
        }

        for (String one : waiting) {
            assertThat(living.end(one).path("status").asText()).isEqualTo("done");
        }
        JsonNode lost = awaitEnd(living, id);
        assertThat(lost.path("errorCode").asText()).as("%s", lost).isEqualTo("interrupted");
        assertThat(lost.path("mayBeBilled").asBoolean()).isTrue();
        assertThat(cluster.upstream().posts(prompt)).isEqualTo(1);

        // Its disk has the picture.
        cluster.instance(dead).start();
        awaitDone(id);
        assertThat(cluster.upstream().posts(prompt)).isEqualTo(1);
    }

    @Test
    void aPictureOfOneThatOnlySeemedDeadIsKept() throws Exception {
        String prompt = LATER + " at the one that freezes";
        String id = cluster.client(0).create("{\"prompt\":\"" + prompt + "\"}");
        int frozen = cluster.numberOf(cluster.awaitOwner(id));
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> cluster.upstream().posts(prompt) == 1);

        cluster.instance(frozen).freeze(true);
        try {
            JsonNode lost = awaitEnd(cluster.client(1 - frozen), id);
            assertThat(lost.path("errorCode").asText()).as("%s", lost).isEqualTo("interrupted");
        } finally {
            cluster.instance(frozen).freeze(false);
        }

        awaitDone(id);
        assertThat(cluster.upstream().posts(prompt)).isEqualTo(1);
    }

    @Test
    void aPictureInTheBucketSurvivesTheInstanceAndItsDisk() throws Exception {
        Set<String> before = originals();
        String id = cluster.client(0).create("{\"prompt\":\"later at the one that is lost\"}");
        int lost = cluster.numberOf(cluster.awaitOwner(id));
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> cluster.upstream().posts("later at the one that is lost") == 1);
        // Nothing is written to the database from here on, so the picture has no row when its instance is lost.
        try (AutoCloseable held = cluster.database().holdWrites()) {
            await().atMost(LONGEST)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> originals().size() > before.size());
            cluster.instance(lost).kill();
        }
        Folders.delete(cluster.instance(lost).data());
        Set<String> orphans = originals();
        orphans.removeAll(before);
        // What is young may be about to get its row from somebody.
        for (String key : orphans) {
            Files.setLastModifiedTime(
                    cluster.bucket().objects().resolve(key),
                    FileTime.from(Instant.now().minusSeconds(600)));
        }
        awaitEnd(cluster.client(1 - lost), id);
        cluster.instance(lost).start();

        for (int i = 0; i < cluster.size(); i++) {
            Client here = cluster.client(i);
            await().atMost(LONGEST).until(() -> fileNames(here).containsAll(orphans));
        }
    }

    private JsonNode awaitEnd(Client here, String id) {
        return await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> here.get("/api/generate/task/" + id).body(), Findings::ended);
    }

    private void awaitDone(String id) {
        for (int i = 0; i < cluster.size(); i++) {
            Client here = cluster.client(i);
            JsonNode task = await().atMost(LONGEST)
                    .until(
                            () -> here.get("/api/generate/task/" + id).body(),
                            found -> found.path("status").asText().equals("done"));
            String entry = task.at("/result/galleryEntry/id").asText();
            await().atMost(LONGEST)
                    .until(() -> here.get("/api/gallery/" + entry).status() == 200);
        }
    }

    private static Set<String> fileNames(Client here) throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        StreamSupport.stream(here.get("/api/gallery").body().path("entries").spliterator(), false)
                .forEach(entry -> names.add(entry.path("fileName").asText()));
        return names;
    }

    private Set<String> originals() throws IOException {
        Set<String> keys = new TreeSet<>(cluster.bucket().keys());
        keys.removeIf(key -> key.contains("/"));
        return keys;
    }

    private static boolean wholePicture(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("tmp"))) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("spool-"))
                    .toList()) {
                try {
                    if (ImageProbe.probe(file).complete()) {
                        return true;
                    }
                } catch (NotAnImageException notYet) {
                    continue;
                }
            }
        }
        return false;
    }
}
