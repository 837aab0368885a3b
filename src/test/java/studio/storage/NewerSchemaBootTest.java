package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import studio.testing.NewerCluster;
import studio.testing.UpstreamScene;

/** In the middle of a rolling update this version works beside a schema that is one newer. */
@QuarkusTest
@QuarkusTestResource(value = NewerCluster.class, restrictToAnnotatedClass = true)
class NewerSchemaBootTest extends UpstreamScene {

    @Test
    void everythingGoesOnAsBefore() throws Exception {
        upstream.then(wire -> wire.json(
                200,
                "{\"choices\":[{\"message\":{\"images\":[{\"image_url\":{\"url\":\"data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(png(120, 80)) + "\"}}]}}]}"));
        configure("");
        JsonNode task = client.end(client.create("{\"configId\":\"" + config + "\",\"prompt\":\"a newer lake\"}"));

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("done");
        String entry = task.at("/result/galleryEntry/id").asText();
        assertThat(client.get("/api/gallery?q=newer").body().at("/entries/0/id").asText())
                .isEqualTo(entry);
        assertThat(client.get("/api/prompts").body().toString()).contains("a newer lake");
        assertThat(client.get("/api/usage").status()).isEqualTo(200);
        assertThat(client.get("/api/sessions").status()).isEqualTo(200);
        assertThat(client.delete("/api/gallery/" + entry).status()).isLessThan(300);
        assertThat(client.get("/api/gallery?q=newer").body().path("total").asInt())
                .isZero();
        for (JsonNode check :
                client.get("/api/doctor", "Accept-Language", "en").body().path("checks")) {
            if (check.path("id").asText().equals("database")) {
                assertThat(check.path("state").asText()).isEqualTo("warn");
                assertThat(check.path("sentence").asText()).contains("Update this instance, too");
            }
        }
    }
}
