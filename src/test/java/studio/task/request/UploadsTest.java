package studio.task.request;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.settings.FolderSettings;
import studio.testing.FreshFolders;
import studio.testing.Mutations;
import studio.testing.SignedIn;

/** Reference pictures sent ahead. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class UploadsTest {
    private final FolderSettings settings;

    private final ReferencePictures references;

    UploadsTest(FolderSettings settings, ReferencePictures references) {
        this.references = references;
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
        assertThat(Files.deleteIfExists(settings.inputs().resolve(raw.substring("upload:".length()) + ".png")))
                .isTrue();
    }

    @Test
    void anUploadIsShownWithTheCookieAloneAndKeptByTheBrowser() throws IOException {
        byte[] png = png();
        String id =
                given().contentType("image/png").body(png).post("/api/uploads").path("id");
        String sha256 = id.substring("upload:".length());
        String address = "/api/uploads/" + sha256;
        String token = SignedIn.cookie();
        SignedIn.never();
        given().get(address).then().statusCode(401);

        Response whole = given().cookie("studio_session", token).get(address);
        whole.then()
                .statusCode(200)
                .contentType("image/png")
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff");
        assertThat(whole.asByteArray()).isEqualTo(png);
        given().cookie("studio_session", token)
                .header("If-None-Match", whole.header("ETag"))
                .get(address)
                .then()
                .statusCode(304);
        Response part = given().cookie("studio_session", token)
                .header("Range", "bytes=1-3")
                .get(address);
        part.then().statusCode(206);
        assertThat(part.asString()).isEqualTo("PNG");
        given().cookie("studio_session", token)
                .head(address)
                .then()
                .statusCode(200)
                .header("Content-Length", Integer.toString(png.length));

        Response small = given().cookie("studio_session", token).get(address + "/thumbnail");
        small.then().statusCode(200).header("Cache-Control", "private, max-age=31536000, immutable");
        assertThat(small.contentType()).startsWith("image/");
        assertThat(small.header("ETag")).isNotEqualTo(whole.header("ETag"));
        assertThat(given().cookie("studio_session", token)
                        .get(address + "/thumbnail")
                        .asByteArray())
                .isEqualTo(small.asByteArray());

        references.expire(Instant.now().plusSeconds(60), sha256::equals);
        given().cookie("studio_session", token).get(address).then().statusCode(200);
        references.expire(Instant.now().plusSeconds(60), other -> !other.equals(sha256));
        given().cookie("studio_session", token)
                .get(address)
                .then()
                .statusCode(404)
                .body("code", equalTo("upload_not_found"));
        assertThat(settings.inputs().resolve("thumbnails").resolve(sha256)).doesNotExist();
    }

    @Test
    void whatIsNoUploadIsNotFoundAndNoAddressLeadsOutOfTheFolder() {
        given().get("/api/uploads/" + "0".repeat(64)).then().statusCode(404);
        given().get("/api/uploads/" + "0".repeat(64) + "/thumbnail").then().statusCode(404);
        for (String path : List.of("thumbnails", "..%2fstudio.db", "%2e%2e%2fstudio.db")) {
            int status = given().urlEncodingEnabled(false)
                    .get("/api/uploads/" + path)
                    .statusCode();
            assertThat(status).isIn(400, 404);
        }
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

    /** What a broken client, or one that went on a train, sends of a form. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "--part",
                "--part\r\n",
                "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n",
                "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nPNG",
                "--part\r\nno header at all\r\n\r\nPNG\r\n--part--",
                "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--part--",
                "--other\r\n\r\nPNG\r\n--other--"
            })
    void aBrokenFormIsRefusedWithAReason(String body) {
        sendForm(body.getBytes(StandardCharsets.US_ASCII))
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_request"));
    }

    @Test
    void aDamagedFormIsTakenOrRefused() throws IOException {
        String form =
                "--part\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: text/plain; charset=utf-8"
                        + "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=20lake\r\n--part\r\nContent-Disposition: "
                        + "form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(png())
                        + "\r\n--part--\r\n";
        for (long seed = 0; seed < 2000; seed++) {
            byte[] damaged = Mutations.of(form.getBytes(StandardCharsets.US_ASCII), new Random(seed));
            int status = sendForm(damaged).statusCode();
            assertThat(status).as("seed %d", seed).isIn(201, 400, 413);
        }
    }

    private static Response sendForm(byte[] body) {
        EncoderConfig asItIs = encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false);
        return given().config(config().encoderConfig(asItIs))
                .header("Content-Type", "multipart/form-data; boundary=part")
                .body(body)
                .post("/api/uploads");
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
