package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import studio.settings.FolderSettings;
import studio.testing.Client;
import studio.testing.FreshCluster;
import studio.testing.UpstreamScene;

/** The whole server over HTTP as an instance on PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(value = FreshCluster.class, restrictToAnnotatedClass = true)
class ClusterBootTest extends UpstreamScene {
    @Inject
    FolderSettings settings;

    @Inject
    Database database;

    /** A job that is missing here is run by no instance. */
    @Test
    void jobsAboutSharedThingsAreRowsOfTheDatabase() {
        List<String> jobs = database.query(handle -> handle.select("SELECT task_name FROM job_execution ORDER BY 1")
                .mapTo(String.class)
                .list());

        assertThat(jobs)
                .containsExactly(
                        "gallery-check",
                        "lost-pictures",
                        "old-prompts",
                        "old-tasks",
                        "old-thumbnails",
                        "trash",
                        "unused-previews");
    }

    @Test
    void aPromptBecomesAPictureThatIsFoundAndDeleted() throws Exception {
        assertThat(database.describe()).startsWith("PostgreSQL 17");
        assertThat(settings.database()).doesNotExist();

        upstream.then(wire -> wire.json(
                200,
                "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(png(120, 80)) + "\"}}]}}]}"));
        configure("");
        String id = client.create("{\"configId\":\"" + config + "\",\"prompt\":\"日落 the Café at sea\"}");
        JsonNode task = client.end(id);

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        JsonNode entry = task.at("/result/galleryEntry");
        for (String typed : new String[] {"日落", "cafe", "SEA", "the"}) {
            JsonNode found = client.get("/api/gallery?q=" + typed).body();
            assertThat(found.at("/entries/0/id").asText())
                    .as(typed)
                    .isEqualTo(entry.path("id").asText());
            assertThat(found.path("total").asInt()).isEqualTo(1);
        }
        assertThat(client.get("/api/prompts").body().toString()).contains("日落 the Café at sea");
        assertThat(client.bytes(entry.path("imagePath").asText()))
                .hasSize(entry.path("bytes").asInt());
        assertThat(client.get("/api/doctor", "Accept-Language", "en").body().toString())
                .contains("PostgreSQL 17");
        assertThat(settings.data().resolve("gallery.json")).doesNotExist();
    }

    @Test
    void doctorHealthAndMetricsKnowTheOthers() throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> sentence("changes").startsWith("Changes reach"));
        assertThat(sentence("database")).startsWith("The database works (PostgreSQL 17");
        assertThat(sentence("instances")).startsWith("1 instances are at work");
        assertThat(sentence("executions")).startsWith("Of the work that instances share, 0 tasks wait");
        JsonNode ready = client.get("/q/health/ready").body();
        for (JsonNode check : ready.path("checks")) {
            if (check.path("name").asText().equals("database")) {
                assertThat(check.at("/data/instances").asInt()).isEqualTo(1);
                assertThat(check.at("/data/changesArrive").asBoolean()).isTrue();
            }
        }

        Set<String> shown =
                namesIn(new String(client.bytes("/q/metrics"), StandardCharsets.UTF_8).replaceAll("(?m)^#.*$", ""));
        assertThat(shown)
                .contains(
                        "studio_instances",
                        "studio_instances_skew_seconds",
                        "studio_executions",
                        "studio_changes_lag_seconds");
        Set<String> described = namesIn(Files.readString(Path.of("docs/metrics.md")));
        assertThat(described)
                .containsAll(shown.stream()
                        .map(name -> name.replaceAll("_(bucket|sum|count|max)$", ""))
                        .toList());
        assertThat(described).containsAll(namesIn(Files.readString(Path.of("config/prometheus/cluster-alerts.yml"))));
    }

    private String sentence(String check) throws Exception {
        for (JsonNode found :
                client.get("/api/doctor", "Accept-Language", "en").body().path("checks")) {
            if (found.path("id").asText().equals(check)) {
                return found.path("sentence").asText();
            }
        }
        return "";
    }

    private static Set<String> namesIn(String text) {
        return Pattern.compile("\\bstudio_[a-z_]+\\b")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void anImportInPartsAndADownloadByLinkGoTheirWay() throws Exception {
        String id =
                client.post("/api/imports", "{\"files\":1}").body().path("id").asText();
        byte[] picture = png(90, 60);
        String part = "/api/imports/" + id + "/files?name=lake.png&size=" + picture.length;
        Client.Answer taken = client.send(
                "PUT", part, BodyPublishers.ofByteArray(picture), "Content-Type", "application/octet-stream");
        assertThat(taken.body().path("added").asInt()).as(taken.toString()).isEqualTo(1);
        assertThat(client.post("/api/imports/" + id + "/complete", "").status()).isEqualTo(200);

        String entry = client.get("/api/gallery").body().at("/entries/0/id").asText();
        JsonNode link = client.post("/api/gallery/downloads", "{\"ids\":[\"" + entry + "\"]}")
                .body();
        assertThat(client.bytes(link.path("url").asText())).startsWith('P', 'K');
        int links = database.query(c ->
                c.select("SELECT count(*) FROM short_link").mapTo(Integer.class).one());
        assertThat(links).isEqualTo(1);
    }
}
