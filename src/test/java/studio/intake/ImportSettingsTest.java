package studio.intake;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.task.TaskStatus;
import studio.task.TaskStore;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

/** What an earlier server had beside its pictures. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ImportSettingsTest {
    private static final String CONFIG = """
            {"auth": {"password": "of the other server", "jwtSecret": "other"},
             "apiConfigs": [
               {"id": "moved", "label": "搬来的", "endpoint": "https://relay.example/v1", "model": "m", "apiKey": "sk-moved-here-1234"}],
             "templates": [{"id": "moved-t", "title": "搬来的模板", "prompt": "一只猫"}]}""";

    @Inject
    TaskStore tasks;

    private String id = "";

    @BeforeEach
    void begin() {
        SignedIn.always();
        id = given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/imports")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @AfterEach
    void end() {
        given().delete("/api/imports/" + id);
        given().delete("/api/api-configs/moved");
        given().delete("/api/templates/moved-t");
        SignedIn.never();
    }

    @Test
    void settingsAreLookedAtFirstAndThenMergedAndNoKeyLeavesTheServer() {
        send("old/config/app.config.json", CONFIG)
                .then()
                .statusCode(200)
                .body("settings", equalTo(true))
                .body("skipped", equalTo(0));
        String plan = settings()
                .then()
                .statusCode(200)
                .body("providers.name", contains("搬来的"))
                .body("providers.host", contains("relay.example"))
                .body("providers.outcome", contains("new"))
                .body("providers.withKey", contains(true))
                .body("templates.added", equalTo(1))
                .extract()
                .asString();
        assertThat(plan).doesNotContain("sk-moved");
        given().get("/api/api-configs").then().body("configs.id", not(hasItem("moved")));

        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/imports/" + id + "/settings")
                .then()
                .statusCode(200)
                .body("providers", equalTo(1))
                .body("templates", equalTo(1));

        given().get("/api/api-configs").then().body("configs.id", hasItem("moved"));
        given().get("/api/templates").then().body("templates.id", hasItem("moved-t"));
        given().get("/api/imports").then().body("latest.settings", equalTo(false));
        settings().then().statusCode(404).body("code", equalTo("import_not_found"));
    }

    @Test
    void settingsThatNobodyWantsAreForgotten() {
        send("app.config.json", CONFIG).then().statusCode(200);
        given().delete("/api/imports/" + id + "/settings").then().statusCode(204);
        settings().then().statusCode(404);
        given().get("/api/api-configs").then().body("configs.id", not(hasItem("moved")));
    }

    @Test
    void theCookieAloneNeitherReadsNorMergesThem() {
        send("app.config.json", CONFIG).then().statusCode(200);
        SignedIn.never();
        String cookie = SignedIn.cookie();
        String path = "/api/imports/" + id + "/settings";
        given().cookie("studio_session", cookie).get(path).then().statusCode(401);
        given().cookie("studio_session", cookie)
                .contentType(ContentType.JSON)
                .body("{}")
                .post(path)
                .then()
                .statusCode(401);
        given().cookie("studio_session", cookie).delete(path).then().statusCode(401);
        SignedIn.always();
        settings().then().statusCode(200);
    }

    @Test
    void tasksComeOnceAndUnfinishedOnesAsInterrupted() {
        String list = """
                [{"id": "moved-1", "status": "done", "createdAt": 1764577800123, "finishedAt": 1764577801123,
                  "rawPayload": {"prompt": "一只猫", "configId": "x", "model": "m"}},
                 {"id": "moved-2", "status": "running", "createdAt": 1764577800124, "rawPayload": {"prompt": "two"}},
                 {"status": "done"}]""";
        send("old/data/tasks.json", list).then().statusCode(200).body("tasks", equalTo(2));
        assertThat(tasks.find("moved-1").orElseThrow().request().prompt()).isEqualTo("一只猫");
        assertThat(tasks.find("moved-2").orElseThrow().status()).isEqualTo(TaskStatus.FAILED);
        send("old/data/tasks.json", list).then().statusCode(200).body("tasks", equalTo(2));
    }

    private Response settings() {
        return given().get("/api/imports/" + id + "/settings");
    }

    private Response send(String name, String content) {
        byte[] bytes = content.getBytes(UTF_8);
        return given().contentType("application/octet-stream")
                .queryParam("name", name)
                .queryParam("size", bytes.length)
                .body(bytes)
                .put("/api/imports/" + id + "/files");
    }
}
