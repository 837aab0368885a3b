package studio.prompt;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.task.TaskStore;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class DraftsHttpTest {
    private static final String SHA256 = "ab".repeat(32);

    @Inject
    TaskStore tasks;

    @Inject
    SqlPrompts prompts;

    @BeforeEach
    void signIn() {
        SignedIn.always();
    }

    @AfterEach
    void removeAndSignOut() {
        given().get("/api/drafts")
                .<List<String>>path("drafts.id")
                .forEach(id -> given().delete("/api/drafts/" + id).then().statusCode(200));
        SignedIn.never();
    }

    @Test
    void aDraftIsSavedWithItsSettingsAndKeepsItsPictures() {
        String id = save(Map.of(
                        "prompt", "山间的湖\n第二行",
                        "images", List.of("upload:" + SHA256, "gallery:e-1"),
                        "model", "m",
                        "aspectRatio", "16:9",
                        "n", 3))
                .statusCode(201)
                .body("draft.name", equalTo("山间的湖"))
                .extract()
                .path("draft.id");
        assertThat(tasks.needsReference(SHA256)).isTrue();
        given().get("/api/drafts")
                .then()
                .body("drafts.id", contains(id))
                .body("drafts[0].input.prompt", equalTo("山间的湖\n第二行"))
                .body("drafts[0].input.images", contains("upload:" + SHA256, "gallery:e-1"))
                .body("drafts[0].input.aspectRatio", equalTo("16:9"))
                .body("drafts[0].input.n", equalTo(3));
        given().delete("/api/drafts/" + id).then().statusCode(200).body("draft.id", equalTo(id));
        assertThat(tasks.needsReference(SHA256)).isFalse();
        given().delete("/api/drafts/" + id).then().statusCode(404).body("code", equalTo("draft_not_found"));
    }

    @Test
    void theSameDraftIsNotSavedTwice() {
        save(Map.of("prompt", "one")).statusCode(201);
        save(Map.of("prompt", "two")).statusCode(201);
        save(Map.of("prompt", "one")).statusCode(201);
        given().get("/api/drafts").then().body("drafts.name", contains("one", "two"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"prompt\":\" \"}",
                "{\"prompt\":\"a\",\"images\":[\"data:image/png;base64,AAAA\"]}",
                "{\"prompt\":\"a\",\"images\":[\"upload:../../etc\"]}",
                "{\"prompt\":\"a\",\"images\":[null]}",
                "{\"prompt\":\"a\",\"mask\":\"upload:1\"}"
            })
    void whatIsNoDraftIsRefused(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/drafts")
                .then()
                .statusCode(400);
    }

    @Test
    void thereAreAtMostAHundred() {
        for (int i = 0; i < SqlDrafts.MAX; i++) {
            save(Map.of("prompt", "draft " + i)).statusCode(201);
        }
        save(Map.of("prompt", "one more")).statusCode(409).body("code", equalTo("too_many_drafts"));
        save(Map.of("prompt", "draft 7")).statusCode(201);
    }

    @Test
    void aPromptThatIsSentIsFoundAgainAndCanBeForgotten() {
        given().contentType(ContentType.JSON)
                .body(Map.of("prompt", "a heron among reeds"))
                .post("/api/generate/task")
                .then()
                .statusCode(202);
        int id = given().get("/api/prompts?q=heron reeds&limit=5")
                .then()
                .statusCode(200)
                .body("prompts.text", contains("a heron among reeds"))
                .body("nextCursor", nullValue())
                .extract()
                .path("prompts[0].id");
        given().delete("/api/prompts/" + id).then().statusCode(200).body("deleted", equalTo(1));
        given().delete("/api/prompts/" + id).then().statusCode(404).body("code", equalTo("prompt_not_found"));
        given().get("/api/prompts").then().body("prompts.text", not(hasItem("a heron among reeds")));
        given().get("/api/prompts?cursor=nonsense").then().statusCode(400).body("errors.field", contains("cursor"));
        given().get("/api/prompts?limit=101").then().statusCode(400).body("errors.field", contains("limit"));
        given().get("/api/prompts?q=" + "x".repeat(201)).then().statusCode(400).body("errors.field", contains("q"));
        given().delete("/api/prompts").then().statusCode(200);
        given().get("/api/prompts").then().body("prompts.size()", equalTo(0));
    }

    private static ValidatableResponse save(Map<String, Object> input) {
        return given().contentType(ContentType.JSON)
                .body(input)
                .post("/api/drafts")
                .then();
    }
}
