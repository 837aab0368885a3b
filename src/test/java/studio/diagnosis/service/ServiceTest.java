package studio.diagnosis.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import studio.testing.Contract;
import studio.testing.FreshFolders;
import studio.testing.SignedInScene;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ServiceTest extends SignedInScene {
    @Test
    void onlyTheSignedInSeeIt() {
        RestAssured.given().get("/api/service").then().statusCode(401);
    }

    @Test
    void itIsAsDescribed() throws Exception {
        Contract contract = new Contract(client.get("/q/openapi?format=json").body());
        JsonNode service = client.get("/api/service").body();
        assertThat(contract.faults("GET", "/api/service", 200, service)).isEmpty();
        assertThat(Instant.parse(service.path("startedAt").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(service.path("runtime").asText()).isEqualTo("java");
        assertThat(service.at("/queue/maxConcurrent").asInt()).isEqualTo(4);
        assertThat(service.at("/queue/maxWaiting").asInt()).isEqualTo(200);
        assertThat(service.at("/storage/freeBytes").asLong())
                .isBetween(1L, service.at("/storage/totalBytes").asLong());
        assertThat(service.at("/storage/databaseBytes").asLong()).isPositive();
        assertThat(service.at("/limits/upstreamTimeoutMs").asLong()).isEqualTo(180_000);
        assertThat(service.path("sandbox").asBoolean()).isTrue();
        assertThat(service.path("health").findValuesAsText("name"))
                .containsExactly("Graceful Shutdown", "database", "disk", "pictures");
    }

    @Test
    void aPictureCountsWhereItLies() throws Exception {
        JsonNode before = client.get("/api/service").body().path("storage");
        JsonNode entry = client.end(client.create("{\"prompt\":\"sea\",\"imageSize\":\"512\"}"))
                .at("/result/galleryEntry");
        JsonNode made = client.get("/api/service").body().path("storage");
        assertThat(made.path("pictures").asLong())
                .isEqualTo(before.path("pictures").asLong() + 1);
        assertThat(made.path("pictureBytes").asLong())
                .isEqualTo(before.path("pictureBytes").asLong()
                        + entry.path("bytes").asLong());

        client.delete("/api/gallery/" + entry.path("id").asText());
        JsonNode deleted = client.get("/api/service").body().path("storage");
        assertThat(deleted.path("pictures").asLong())
                .isEqualTo(before.path("pictures").asLong());
        assertThat(deleted.at("/trash/count").asLong())
                .isEqualTo(before.at("/trash/count").asLong() + 1);
        assertThat(deleted.at("/trash/bytes").asLong())
                .isEqualTo(
                        before.at("/trash/bytes").asLong() + entry.path("bytes").asLong());
    }

    @Test
    void aWaitingAndARunningTaskAreCounted() throws Exception {
        String[] ids = new String[5];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = client.create("{\"prompt\":\"[hang] sea " + i + "\"}");
        }
        await().untilAsserted(() -> {
            JsonNode queue = client.get("/api/service").body().path("queue");
            assertThat(queue.path("running").asInt()).isEqualTo(4);
            assertThat(queue.path("waiting").asInt()).isEqualTo(1);
        });
        for (String id : ids) {
            client.delete("/api/generate/task/" + id);
        }
    }
}
