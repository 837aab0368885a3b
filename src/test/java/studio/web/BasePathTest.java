package studio.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.storage.Mirrors;
import studio.testing.Client;
import studio.testing.FreshFolders;

/** The studio below a path of its host, {@code STUDIO_BASE_PATH=/tools/studio}. */
@QuarkusTest
@QuarkusTestResource(value = BasePathTest.BelowAPath.class, restrictToAnnotatedClass = true)
class BasePathTest {
    private static final String BASE = "/tools/studio";
    private static final Pattern ASSET = Pattern.compile("\"(/[^\"]+/assets/[^\"]+)\"");

    public static final class BelowAPath extends FreshFolders {
        @Override
        public Map<String, String> start() {
            Map<String, String> values = super.start();
            values.put("STUDIO_BASE_PATH", BASE + "/");
            return values;
        }
    }

    @TestHTTPResource("/")
    URI server;

    @Inject
    Mirrors mirrors;

    @ConfigProperty(name = "STUDIO_DATA_DIR")
    Path data;

    @ConfigProperty(name = "STUDIO_CONFIG_FILE")
    Path configFile;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/webui", BASE, BASE + "/", BASE + "/webui"})
    void everyBeginningLeadsToThePageBelowThePath(String path) {
        given().redirects().follow(false).get(path).then().statusCode(302).header("Location", BASE + "/webui/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webui/", "/webui/gallery/17?q=lake", "/webui/index.html"})
    void thePageNamesEverythingBelowThePathWhetherTheProxyKeepsItOrNot(String route) {
        String page = given().get(BASE + route)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", containsString("script-src 'self'"))
                .extract()
                .asString();
        assertThat(page)
                .contains("name=\"studio-base\" content=\"" + BASE + "/webui/\"")
                .doesNotContain("\"./");
        assertThat(given().get(route).asString()).isEqualTo(page);
        List<String> assets =
                ASSET.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(assets)
                .anyMatch(asset -> asset.endsWith(".js"))
                .anyMatch(asset -> asset.endsWith(".css"))
                .allMatch(asset -> asset.startsWith(BASE + "/webui/"));
        for (String asset : assets) {
            given().get(asset).then().statusCode(200).header("Cache-Control", "public, max-age=31536000, immutable");
        }
    }

    @Test
    void thePageIsNotSentAgainToAnybodyWhoHasIt() {
        String tag = given().get(BASE + "/webui/create").header("ETag");
        given().header("If-None-Match", "W/" + tag)
                .get(BASE + "/webui/gallery")
                .then()
                .statusCode(304)
                .header("Cache-Control", "no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tools/studios/webui/", "/tools", "/tools/studio/tools/studio/webui/"})
    void whatOnlyLooksLikeThePathIsNotServed(String path) {
        given().get(path).then().statusCode(not(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/tasks",
                "/api/tasks?limit=1",
                "/gallery/a.png",
                "/q/metrics",
                "//api/tasks",
                "/x/../api/tasks"
            })
    void thePathOpensNothingThatIsClosedWithoutIt(String path) {
        given().urlEncodingEnabled(false)
                .header("X-Forwarded-For", "192.0.2.1")
                .get(BASE + path)
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthorized"));
    }

    @Test
    void aWrongAddressLeadsBackToThePage() {
        given().accept("text/html")
                .get(BASE + "/webui/gone.png")
                .then()
                .statusCode(404)
                .body(containsString("href=\"" + BASE + "/webui/\""));
    }

    @Test
    void theCookieIsForThisPathOnlyAndOpensPicturesThere() throws Exception {
        Response login = given().contentType(ContentType.JSON)
                .body(Map.of("password", FreshFolders.PASSWORD))
                .post(BASE + "/api/login");
        assertThat(login.detailedCookie("studio_session").getPath()).isEqualTo(BASE + "/");
        try (Client client = new Client(below(), FreshFolders.PASSWORD)) {
            String picture = painted(client).path("imagePath").asText();
            given().cookie("studio_session", login.cookie("studio_session"))
                    .header("Range", "bytes=0-7")
                    .get(picture)
                    .then()
                    .statusCode(206)
                    .contentType("image/png");
        }
    }

    @Test
    void aPictureIsMadeFollowedAndFoundBelowThePath() throws Exception {
        try (Client client = new Client(below(), FreshFolders.PASSWORD)) {
            Client.Answer accepted = client.post("/api/generate/task", "{\"prompt\":\"a lake below\"}");
            String id = accepted.body().path("taskId").asText();
            assertThat(accepted.header("Location")).isEqualTo(BASE + "/api/generate/task/" + id);
            JsonNode entry = client.end(id).path("result").path("galleryEntry");
            for (String field : List.of("imagePath", "thumbnailPath")) {
                assertThat(entry.path(field).asText()).startsWith(BASE + "/gallery/");
                given().header("Authorization", "Bearer " + client.token())
                        .get(entry.path(field).asText())
                        .then()
                        .statusCode(200);
            }
            assertThat(client.get("/api/tasks?limit=1").body().path("tasks")).hasSize(1);
            String link = client.post(
                            "/api/gallery/downloads",
                            "{\"ids\":[\"" + entry.path("id").asText() + "\"]}")
                    .body()
                    .path("url")
                    .asText();
            assertThat(link).startsWith(BASE + "/api/gallery/downloads/");
        }
    }

    @Test
    void theWaitingCallNamesItsPictureBelowThePath() throws Exception {
        try (Client client = new Client(below(), FreshFolders.PASSWORD)) {
            JsonNode made = client.post("/api/generate", "{\"prompt\":\"a lake at once\"}")
                    .body();
            assertThat(made.path("imageUrl").asText())
                    .isEqualTo(made.path("galleryEntry").path("imagePath").asText());
            assertThat(client.post("/api/generate", "{\"prompt\":\"[slow 3s] later\"}", "Prefer", "wait=1")
                            .header("Location"))
                    .startsWith(BASE + "/api/generate/task/");
        }
    }

    @Test
    void filesDoNotKnowThePathSoThatItCanChange() throws Exception {
        try (Client client = new Client(below(), FreshFolders.PASSWORD)) {
            String thumbnail = painted(client).path("thumbnailPath").asText();
            JsonNode template = client.post(
                            "/api/templates",
                            "{\"title\":\"Lake\",\"prompt\":\"a lake\",\"image\":\"" + thumbnail + "\"}")
                    .body()
                    .path("template");
            assertThat(template.path("image").asText()).isEqualTo(thumbnail);
            assertThat(Files.readString(configFile))
                    .contains("/gallery/thumbnails/")
                    .doesNotContain(BASE);
            mirrors.flush();
            assertThat(mirror("gallery.json")).contains("\"/gallery/").doesNotContain(BASE);
            assertThat(mirror("tasks.json")).contains("\"/gallery/").doesNotContain(BASE);
        }
    }

    @Test
    void theDescriptionOfTheApiSaysWhereItIs() {
        given().get(BASE + "/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("servers[0].url", equalTo(BASE))
                .body("info.title", equalTo("Image Studio"));
        assertThat(given().get(BASE + "/q/openapi").asString())
                .startsWith("---\nservers:\n- url: " + BASE + "\n")
                .contains("title: Image Studio");
    }

    private String mirror(String name) throws IOException {
        return Files.readString(data.resolve(name));
    }

    private JsonNode painted(Client client) throws Exception {
        return client.end(client.create("{\"prompt\":\"a lake\"}"))
                .path("result")
                .path("galleryEntry");
    }

    private String below() {
        return server.resolve(BASE).toString();
    }
}
