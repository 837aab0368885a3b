package studio.template;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.settings.FolderSettings;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class TemplatesHttpTest {
    @Inject
    TemplatePictures pictures;

    @Inject
    FolderSettings folders;

    @BeforeEach
    void signIn() {
        SignedIn.always();
    }

    @AfterEach
    void removeAndSignOut() {
        given().get("/api/templates").<List<String>>path("templates.id").forEach(id -> given().delete(
                        "/api/templates/" + id));
        SignedIn.never();
    }

    @Test
    void modelAndOptionsAreKeptChangedAndTakenAway() {
        post(Map.of(
                        "id", "t",
                        "title", "T",
                        "prompt", "{subject|a cat}",
                        "model", "m",
                        "configId", "c",
                        "options", Map.of("aspectRatio", "16:9", "n", 2)))
                .body("template.model", equalTo("m"))
                .body("template.options.aspectRatio", equalTo("16:9"))
                .body("template.options.n", equalTo(2));
        put("t", Map.of("title", "U")).body("template.options.n", equalTo(2));
        put("t", Map.of("options", Map.of("quality", "high")))
                .body("template.options.quality", equalTo("high"))
                .body("template.options.n", nullValue());
        put("t", Map.of("options", Map.of(), "model", "", "configId", ""))
                .body("template.options", nullValue())
                .body("template.model", nullValue())
                .body("template.configId", nullValue());
        given().contentType(ContentType.JSON)
                .body(Map.of("options", Map.of("quality", "x".repeat(41))))
                .put("/api/templates/t")
                .then()
                .statusCode(400)
                .body("errors.field", contains("options.quality"));
    }

    @Test
    void aTemplateOfBeforeIsAnsweredAsBefore() {
        post(Map.of("id", "old", "title", "T", "prompt", "p"));
        Map<String, Object> answered = given().get("/api/templates").path("templates[0]");
        assertThat(answered)
                .isEqualTo(Map.of("id", "old", "title", "T", "prompt", "p", "description", "", "image", ""));
    }

    @Test
    void eightTemplatesComeWithTheStudioInBothLanguagesAndComeBackWhenDeleted() {
        given().header("Accept-Language", "zh-CN")
                .get("/api/templates/starters")
                .then()
                .statusCode(200)
                .body("templates", hasSize(8))
                .body("templates[0].title", equalTo("商品白底主图"))
                .body("templates[0].image", equalTo("/webui/templates/product.svg"));
        given().get("/api/templates").then().body("templates", hasSize(0));
        given().header("Accept-Language", "en")
                .post("/api/templates/starters")
                .then()
                .statusCode(200)
                .body("templates", hasSize(8))
                .body("templates[0].title", equalTo("Product on white"))
                .body("templates[0].prompt", containsString("{product|"));
        put("starter-product", Map.of("title", "Mine"));
        given().delete("/api/templates/starter-scene").then().statusCode(200);
        given().header("Accept-Language", "en")
                .post("/api/templates/starters")
                .then()
                .body("templates", hasSize(8))
                .body("templates[0].title", equalTo("Mine"));
    }

    @Test
    void aPreviewIsASmallCopyThatStaysAsLongAsATemplateShowsIt() throws IOException {
        String image = given().contentType("image/png")
                .body(png(1200, 900))
                .post("/api/templates/pictures")
                .then()
                .statusCode(201)
                .body("image", startsWith("/api/templates/pictures/"))
                .extract()
                .path("image");
        byte[] small = given().get(image)
                .then()
                .statusCode(200)
                .contentType(startsWith("image/"))
                .header("Cache-Control", containsString("immutable"))
                .extract()
                .asByteArray();
        assertThat(small.length).isLessThan(200_000);
        post(Map.of("id", "t", "title", "T", "prompt", "p", "image", image)).body("template.image", equalTo(image));

        var file = folders.templates().resolve(image.substring(image.lastIndexOf('/') + 1));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        pictures.expire();
        assertThat(file).exists();
        given().delete("/api/templates/t").then().statusCode(200);
        pictures.expire();
        assertThat(file).doesNotExist();
        given().get(image).then().statusCode(404);
    }

    @Test
    void whatIsNoPictureIsRefusedAndNothingIsLeft() {
        String[] before = folders.temp().toFile().list();
        given().contentType("image/png")
                .body("not a picture".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/api/templates/pictures")
                .then()
                .statusCode(400);
        given().post("/api/templates/pictures/of/nothing").then().statusCode(404);
        given().get("/api/templates/pictures/..%2Fstudio.db").then().statusCode(not(equalTo(200)));
        assertThat(folders.temp().toFile().list()).hasSameSizeAs(before);
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    private static io.restassured.response.ValidatableResponse post(Map<String, Object> input) {
        return given().contentType(ContentType.JSON)
                .body(input)
                .post("/api/templates")
                .then()
                .statusCode(200);
    }

    private static io.restassured.response.ValidatableResponse put(String id, Map<String, Object> input) {
        return given().contentType(ContentType.JSON)
                .body(input)
                .put("/api/templates/" + id)
                .then()
                .statusCode(200);
    }
}
