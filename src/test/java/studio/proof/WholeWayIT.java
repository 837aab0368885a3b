package studio.proof;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.testing.Client;
import studio.testing.PackagedFolders;
import studio.testing.SignedIn;

/**
 * The way of a picture through what was built, be it the jar or, with {@code -Dnative}, the executable: sign-in, practice
 * upstream, events, files, database with full-text search, page.
 */
@QuarkusIntegrationTest
@QuarkusTestResource(PackagedFolders.class)
class WholeWayIT {
    @TestHTTPResource
    URI root;

    private Client client;

    @BeforeEach
    void signIn() throws Exception {
        client = Client.of(root);
        SignedIn.always();
    }

    @AfterEach
    void leave() {
        SignedIn.never();
        client.close();
    }

    @Test
    void aPromptBecomesAPictureThatIsFoundUsedAgainDeletedAndRestored() throws Exception {
        JsonNode done = client.end(client.create("{\"prompt\":\"a lighthouse 灯塔\",\"imageSize\":\"512\"}"));
        assertThat(done.path("status").asText()).as("%s", done).isEqualTo("done");
        JsonNode entry = done.path("result").path("galleryEntry");
        String id = entry.path("id").asText();

        byte[] picture = client.bytes(entry.path("imagePath").asText());
        assertThat(picture).hasSize(entry.path("bytes").asInt());
        assertThat(client.bytes(entry.path("thumbnailPath").asText())).isNotEmpty();
        assertFound("灯塔", id);
        assertFound("lighthouse", id);

        String upload = given().contentType("image/png")
                .body(picture)
                .post("/api/uploads")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        JsonNode again = client.end(client.create(
                "{\"prompt\":\"the same by night\",\"imageSize\":\"512\",\"images\":[\"" + upload + "\"]}"));
        assertThat(again.path("status").asText()).as("%s", again).isEqualTo("done");

        given().delete("/api/gallery/" + id).then().statusCode(200);
        given().get("/api/gallery").then().body("entries.id", not(hasItem(id)));
        given().post("/api/gallery/" + id + "/restore").then().statusCode(200);
        assertFound("灯塔", id);
    }

    @Test
    void aRefusalIsToldInBothLanguages() {
        for (String language : new String[] {"zh-CN", "en"}) {
            JsonPath refused = given().contentType("application/json")
                    .header("Accept-Language", language)
                    .body("{\"prompt\":\"[refuse] anything\"}")
                    .post("/api/generate")
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("prompt_blocked"))
                    .extract()
                    .jsonPath();
            assertThat(refused.getString("message")).isNotBlank();
        }
    }

    @Test
    void thePageAndWhatWatchersAskForAreThere() {
        given().get("/webui/").then().statusCode(200).body(containsString("<div id=\"app\""));
        given().get("/q/health").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/metrics").then().statusCode(200).body(containsString("studio_"));
        given().get("/api/doctor").then().statusCode(200);
        given().get("/api/templates").then().statusCode(200);
    }

    private static void assertFound(String words, String id) {
        given().queryParam("q", words)
                .get("/api/gallery")
                .then()
                .statusCode(200)
                .body("entries.id", hasItem(id));
    }
}
