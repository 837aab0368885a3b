package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import studio.settings.FolderSettings;
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
                        "gallery-check", "old-prompts", "old-tasks", "old-thumbnails", "trash", "unused-previews");
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
        assertThat(client.get("/api/doctor").body().toString()).contains("PostgreSQL 17");
        assertThat(settings.data().resolve("gallery.json")).doesNotExist();
    }
}
