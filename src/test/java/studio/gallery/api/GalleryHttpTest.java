package studio.gallery.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.gallery.Gallery;
import studio.gallery.GalleryFolder;
import studio.gallery.OpenGallery;
import studio.imaging.probe.ImageProbe;
import studio.settings.FolderSettings;
import studio.testing.FreshFolders;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class GalleryHttpTest {
    private static String token;

    @Inject
    Gallery gallery;

    @Inject
    FolderSettings settings;

    @BeforeEach
    void threePictures() {
        if (token == null) {
            token = given().contentType(ContentType.JSON)
                    .body(Map.of("password", FreshFolders.PASSWORD))
                    .post("/api/login")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("token");
        }
        GalleryFolder folder = new GalleryFolder(settings.gallery());
        for (String id : List.of("http-1", "http-2", "http-3")) {
            if (gallery.find(id).isEmpty()) {
                OpenGallery.paint(folder.picture(id + ".png"), 64, 48);
                OpenGallery.paint(folder.thumbnail(id + ".png"), 40, 40);
                gallery.add(OpenGallery.entry(id, "屋顶上的猫 " + id, Instant.parse("2026-11-01T10:00:00Z")));
            }
        }
    }

    @Test
    void theWholeListComesWithoutParametersAndPagesWithThem() {
        signedIn()
                .get("/api/gallery")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("entries.id", hasItems("http-1", "http-2", "http-3"));

        Response first = signedIn().get("/api/gallery?limit=2&q=http-");
        first.then()
                .statusCode(200)
                .body("entries.id", contains("http-3", "http-2"))
                .body("total", equalTo(3))
                .body("nextCursor", notNullValue())
                .body("entries[0].imagePath", equalTo("/gallery/http-3.png"))
                .body("entries[0].createdAt", equalTo("2026-11-01T10:00:00Z"));
        signedIn()
                .queryParam("q", "http-")
                .queryParam("limit", 2)
                .queryParam("cursor", first.<String>path("nextCursor"))
                .get("/api/gallery")
                .then()
                .statusCode(200)
                .body("entries.id", contains("http-1"))
                .body("nextCursor", equalTo(null));
        signedIn().queryParam("q", "屋顶").get("/api/gallery").then().body("entries", hasSize(3));
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "limit, 201",
        "limit, many",
        "cursor, nonsense",
        "sort, sideways",
        "favorite, perhaps",
        "from, yesterday"
    })
    void aWrongParameterIsNamed(String name, String value) {
        signedIn()
                .queryParam(name, value)
                .get("/api/gallery")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo(name));
    }

    @Test
    void theListIsNarrowedByShapeAndTheFacetsSayToWhat() {
        signedIn()
                .get("/api/gallery/facets")
                .then()
                .statusCode(200)
                .body("ratios.find { it.ratio == '4:3' }.count", greaterThanOrEqualTo(3))
                .body("configs.find { it.configId == 'sandbox' }.label", startsWith("Practice"))
                .body("models.model", hasItems("painter"))
                .body("total", greaterThanOrEqualTo(3))
                .body("favorites", greaterThanOrEqualTo(0))
                .body("last", notNullValue());
        signedIn()
                .get("/api/gallery?aspectRatio=4:3&q=http-")
                .then()
                .statusCode(200)
                .body("total", equalTo(3));
        signedIn().get("/api/gallery?aspectRatio=16:9&q=http-").then().body("entries", hasSize(0));
    }

    @Test
    void anEntryIsReadMarkedDeletedAndRestored() {
        signedIn().get("/api/gallery/http-1").then().statusCode(200).body("entry.id", equalTo("http-1"));
        signedIn()
                .contentType(ContentType.JSON)
                .body(Map.of("favorite", true))
                .patch("/api/gallery/http-1")
                .then()
                .statusCode(200)
                .body("entry.favorite", equalTo(true));
        signedIn()
                .contentType(ContentType.JSON)
                .body("{}")
                .patch("/api/gallery/http-1")
                .then()
                .statusCode(400);

        signedIn().delete("/api/gallery/http-1").then().statusCode(200).body("entry.id", equalTo("http-1"));
        signedIn().get("/api/gallery/http-1").then().statusCode(404).body("code", equalTo("gallery_entry_not_found"));
        signedIn().get("/gallery/http-1.png").then().statusCode(404);
        signedIn().get("/gallery/thumbnails/thumb-http-1.png").then().statusCode(404);

        signedIn().post("/api/gallery/http-1/restore").then().statusCode(200);
        signedIn().get("/gallery/http-1.png").then().statusCode(200);
    }

    @Test
    void manyAreDeletedAtOnceAndWhatIsUnknownIsSaid() {
        signedIn()
                .contentType(ContentType.JSON)
                .body(Map.of("ids", List.of("http-2", "http-3", "nobody")))
                .post("/api/gallery/delete")
                .then()
                .statusCode(200)
                .body("entries.id", contains("http-2", "http-3"))
                .body("notFound", contains("nobody"));
        signedIn().delete("/api/gallery/http-2?permanent=true").then().statusCode(200);
        signedIn().post("/api/gallery/http-2/restore").then().statusCode(404);
        signedIn().post("/api/gallery/http-3/restore").then().statusCode(200);
        signedIn()
                .contentType(ContentType.JSON)
                .body("{\"ids\":[]}")
                .post("/api/gallery/delete")
                .then()
                .statusCode(400);
    }

    @Test
    void chosenPicturesComeAsOneArchive() throws Exception {
        byte[] archive = signedIn()
                .contentType(ContentType.JSON)
                .body(Map.of("ids", List.of("http-1", "http-3")))
                .post("/api/gallery/download")
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .header("Content-Disposition", containsString("image-studio-"))
                .extract()
                .asByteArray();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("20261101-100000 屋顶上的猫 http 1.png");
            assertThat(zip.readAllBytes()).isEqualTo(Files.readAllBytes(picture("http-1.png")));
            assertThat(zip.getNextEntry()).isNotNull();
            assertThat(zip.getNextEntry()).isNull();
        }
    }

    @Test
    void aPictureIsServedForever() throws Exception {
        Response whole = signedIn().get("/gallery/http-1.png");
        whole.then()
                .statusCode(200)
                .contentType("image/png")
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff");
        byte[] bytes = Files.readAllBytes(picture("http-1.png"));
        assertThat(whole.asByteArray()).isEqualTo(bytes);

        String etag = whole.header("ETag");
        assertThat(etag).startsWith("\"").endsWith("\"");
        signedIn()
                .header("If-None-Match", etag)
                .get("/gallery/http-1.png")
                .then()
                .statusCode(304)
                .header("ETag", etag);
        Response head = signedIn().head("/gallery/http-1.png");
        head.then().statusCode(200).header("Content-Length", Integer.toString(bytes.length));
        Response part = signedIn().header("Range", "bytes=10-19").get("/gallery/http-1.png");
        part.then().statusCode(206).header("Content-Range", "bytes 10-19/" + bytes.length);
        assertThat(part.asByteArray()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 10, 20));
        signedIn()
                .header("Range", "bytes=999999-")
                .get("/gallery/http-1.png")
                .then()
                .statusCode(416);
        signedIn()
                .get("/gallery/http-1.png?download")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("filename*=UTF-8''20261101-100000%20%E5%B1%8B"));
    }

    @Test
    void aThumbnailIsServedByItsContentAndADocumentCanDoNothing() throws Exception {
        signedIn()
                .get("/gallery/thumbnails/thumb-http-1.png")
                .then()
                .statusCode(200)
                .contentType("image/png");
        Files.writeString(
                picture("drawing.svg"), "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'></svg>");
        signedIn()
                .get("/gallery/drawing.svg")
                .then()
                .statusCode(200)
                .contentType("image/svg+xml")
                .header("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
        Files.writeString(picture("page.png"), "<html><script>alert(1)</script></html>");
        signedIn()
                .get("/gallery/page.png")
                .then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .header("Content-Security-Policy", containsString("sandbox"));
    }

    @Test
    void aPreviewIsMadeWhenItIsAskedFor() throws Exception {
        String address = "/gallery/previews/http-large.png";
        GalleryFolder folder = new GalleryFolder(settings.gallery());
        OpenGallery.paint(folder.picture("http-large.png"), 1800, 900);
        gallery.add(OpenGallery.entry("http-large", "a large cat", Instant.parse("2026-11-01T10:00:00Z")));
        signedIn().get(address).then().statusCode(404).body("code", equalTo("file_not_found"));
        gallery.updateFiles("http-large", true, "http-large.png", null);
        given().get(address).then().statusCode(401);
        assertThat(folder.preview("http-large.png")).doesNotExist();

        signedIn()
                .head(address + "?download")
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .header("Content-Length", Long.toString(Files.size(folder.preview("http-large.png"))))
                .header("Content-Disposition", containsString("20261101-100000"));
        assertThat(ImageProbe.probe(folder.preview("http-large.png")).width()).isEqualTo(1600);

        Files.delete(folder.preview("http-large.png"));
        Files.writeString(folder.picture("http-large.png"), "no picture any more");
        Response original = signedIn().get(address);
        original.then().statusCode(200).header("Cache-Control", "private, no-cache");
        assertThat(original.asString()).isEqualTo("no picture any more");
        signedIn().get("/api/gallery/http-large").then().body("entry.previewPath", equalTo(null));
        gallery.trash(List.of("http-large"), Instant.now());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/gallery/..%2fdata%2fstudio.db",
                "/gallery/%2e%2e%2fdata%2fstudio.db",
                "/gallery/%252e%252e%252fdata%252fstudio.db",
                "/gallery/..%5cdata%5cstudio.db",
                "/gallery/%c0%ae%c0%ae/data/studio.db",
                "/gallery/thumbnails/..%2f..%2fdata%2fstudio.db",
                "/gallery/.trash%2fa.png",
                "/gallery/.incoming",
                "/gallery/%00.png",
                "/gallery/nothing.png"
            })
    void noAddressLeadsOutOfTheFolder(String path) {
        int status = signedIn().urlEncodingEnabled(false).get(path).statusCode();
        assertThat(status).isIn(400, 404);
    }

    @Test
    void withoutSignInThereIsNothing() {
        given().get("/gallery/http-1.png").then().statusCode(401);
        given().get("/gallery/thumbnails/thumb-http-1.png").then().statusCode(401);
        given().get("/api/gallery").then().statusCode(401);
    }

    private Path picture(String fileName) {
        return new GalleryFolder(settings.gallery()).picture(fileName);
    }

    private static RequestSpecification signedIn() {
        return given().header("Authorization", "Bearer " + token);
    }
}
