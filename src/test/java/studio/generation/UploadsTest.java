package studio.generation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import studio.settings.Settings;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

/** Reference pictures sent ahead. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class UploadsTest {
    private final Settings settings;

    UploadsTest(Settings settings) {
        this.settings = settings;
    }

    @BeforeEach
    void signIn() {
        SignedIn.always();
    }

    @AfterEach
    void signOut() {
        SignedIn.never();
    }

    @Test
    void aRawPictureAndTheSameInAFormAreKeptOnce() throws IOException {
        byte[] png = png();
        String raw = given().contentType("image/png")
                .body(png)
                .post("/api/uploads")
                .then()
                .statusCode(201)
                .body("id", startsWith("upload:"))
                .body("width", equalTo(30))
                .body("height", equalTo(20))
                .body("format", equalTo("png"))
                .body("bytes", equalTo(png.length))
                .extract()
                .path("id");
        String form = given().multiPart("picture", "a.png", png, "image/png")
                .post("/api/uploads")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        assertThat(form).isEqualTo(raw);
        // Others count what is kept.
        assertThat(Files.deleteIfExists(
                        settings.folders().inputs().resolve(raw.substring("upload:".length()) + ".png")))
                .isTrue();
    }

    @Test
    void aFormWithoutExactlyOneFileIsRefused() throws IOException {
        byte[] png = png();
        given().multiPart("note", "no file")
                .post("/api/uploads")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("file"));
        given().multiPart("a", "a.png", png, "image/png")
                .multiPart("b", "b.png", png, "image/png")
                .post("/api/uploads")
                .then()
                .statusCode(400);
    }

    @Test
    void textIsNoPicture() {
        byte[] text = "abc".getBytes(StandardCharsets.US_ASCII);
        given().contentType("image/png").body(text).post("/api/uploads").then().statusCode(400);
        given().multiPart("file", "a.png", text, "image/png")
                .post("/api/uploads")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("file"));
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
