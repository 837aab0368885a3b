package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import studio.testing.Client;

/** Any request may reach any of several instances. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
    /** A second is what is promised; on a machine that is busy with other tests it may be more. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private Cluster cluster;

    @BeforeAll
    void start() throws Exception {
        // No stream finds out by itself, at its next heartbeat, that its session has ended.
        cluster = new Cluster("cluster", 3).with("SSE_HEARTBEAT_MS", "600000").start();
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    private Client one() {
        return cluster.client(0);
    }

    private Client two() {
        return cluster.client(1);
    }

    private Client three() {
        return cluster.client(2);
    }

    @Test
    void whoeverSignsOutAtOneInstanceIsSignedOutAtAll() throws Exception {
        Client session = new Client(cluster.instance(0).base(), PackagedServer.PASSWORD);
        List<WatchedFeed> streams = new ArrayList<>();
        for (PackagedServer server : cluster.instances()) {
            Client here = session.at(server.base());
            assertThat(here.get("/api/session").status()).isEqualTo(200);
            streams.add(WatchedFeed.at(here));
        }

        assertThat(session.at(cluster.instance(1).base())
                        .post("/api/logout", "")
                        .status())
                .isEqualTo(200);
        long signedOut = System.nanoTime();

        for (int i = 0; i < streams.size(); i++) {
            assertThat(streams.get(i).awaitOver(SOON.minusNanos(System.nanoTime() - signedOut)))
                    .as("the stream at instance %d has ended", i)
                    .isTrue();
        }
        for (PackagedServer server : cluster.instances()) {
            assertThat(session.at(server.base()).get("/api/tasks").status()).isEqualTo(401);
        }
        assertThat(one().get("/api/tasks").status()).isEqualTo(200);
        session.close();
    }

    @Test
    void whatIsWrittenAtOneInstanceIsReadAtTheOthers() throws Exception {
        String template = one().post("/api/templates", "{\"title\":\"seen by all\",\"prompt\":\"P\"}")
                .body()
                .at("/template/id")
                .asText();
        String draft = two().post("/api/drafts", "{\"prompt\":\"seen by all\"}")
                .body()
                .at("/draft/id")
                .asText();
        cluster.addConfig(three(), "added-at-three", "");

        for (int i = 0; i < cluster.size(); i++) {
            Client here = cluster.client(i);
            Cluster.awaitListed(here, "/api/templates", "templates", template);
            Cluster.awaitListed(here, "/api/drafts", "drafts", draft);
            Cluster.awaitListed(here, "/api/api-configs", "configs", "added-at-three");
            JsonNode task =
                    here.end(here.create("{\"configId\":\"added-at-three\",\"prompt\":\"quick by config " + i + "\"}"));
            assertThat(task.path("status").asText()).as("%s", task).isEqualTo("done");
        }
    }

    @Test
    void filesAndLinksOfOneInstanceAreGivenOutByTheOthers() throws Exception {
        byte[] reference = PromptedUpstream.noise(64, 48);
        Client.Answer uploaded = one().send(
                        "POST",
                        "/api/uploads",
                        HttpRequest.BodyPublishers.ofByteArray(reference),
                        "Content-Type",
                        "image/png");
        assertThat(uploaded.status()).isEqualTo(201);
        String id = uploaded.body().path("id").asText();
        assertThat(two().bytes("/api/uploads/" + id.substring("upload:".length())))
                .isEqualTo(reference);
        // Each of the instances may be the one that sends it.
        JsonNode entry = null;
        for (int i = 0; i < 2 * cluster.size(); i++) {
            JsonNode task = three().end(two().create(
                            "{\"prompt\":\"quick with a reference %d\",\"images\":[\"%s\"]}".formatted(i, id)));
            assertThat(task.path("status").asText()).as("%s", task).isEqualTo("done");
            entry = task.at("/result/galleryEntry");
        }

        byte[] picture = one().bytes(entry.path("imagePath").asText());
        assertThat(two().bytes(entry.path("imagePath").asText())).isEqualTo(picture);
        assertThat(three().bytes(entry.path("thumbnailPath").asText())).isNotEmpty();
        String link = one().post(
                        "/api/gallery/downloads",
                        "{\"ids\":[\"" + entry.path("id").asText() + "\"]}")
                .body()
                .path("url")
                .asText();
        assertThat(two().bytes(link)).hasSizeGreaterThan(picture.length);
        String backup =
                two().post("/api/backup/downloads", "{}").body().path("url").asText();
        assertThat(three().bytes(backup)).hasSizeGreaterThan(picture.length);
    }
}
