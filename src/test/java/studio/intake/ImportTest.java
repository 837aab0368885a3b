package studio.intake;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.OpenGallery;
import studio.settings.FolderSettings;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class ImportTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static int side = 40;

    @Inject
    Gallery gallery;

    @Inject
    FolderSettings folders;

    private Path scratch = Path.of("");
    private String id = "";

    @BeforeEach
    void begin() throws IOException {
        SignedIn.always();
        scratch = Files.createTempDirectory(folders.data(), "scratch");
        id = given().contentType(ContentType.JSON)
                .body("{\"files\": 3}")
                .post("/api/imports")
                .then()
                .statusCode(201)
                .body("state", equalTo("receiving"))
                .extract()
                .path("id");
    }

    @AfterEach
    void end() {
        given().delete("/api/imports/" + id);
        SignedIn.never();
    }

    @Test
    void theFolderOfTheEarlierServerComesWithPromptsTimesAndFavourites() throws IOException {
        byte[] picture = picture();
        send("old/data/gallery.json", """
                [{"id": "old-%1$d", "fileName": "%1$d.png", "prompt": "一只猫", "configLabel": "OpenRouter", "modelId": "m",
                  "createdAt": "2025-12-01T08:30:00.123Z", "favorite": true}, 5, {"id": 7}]""".formatted(side).getBytes(UTF_8))
                .then()
                .statusCode(200)
                .body("described", equalTo(1));
        send("old/gallery/" + side + ".png", picture).then().statusCode(200).body("added", equalTo(1));

        GalleryEntry entry = gallery.find("old-" + side).orElseThrow();
        assertThat(entry.prompt()).isEqualTo("一只猫");
        assertThat(entry.createdAt()).isEqualTo(Instant.parse("2025-12-01T08:30:00.123Z"));
        assertThat(entry.favorite()).isTrue();
        assertThat(entry.hasThumbnail()).isTrue();
        assertThat(entry.missing()).isFalse();
        assertThat(entry.width()).isEqualTo(side);
        assertThat(given().get(entry.imagePath()).asByteArray()).isEqualTo(picture);
        complete("done");
    }

    @Test
    void aPictureIsDatedByItsFileAndTheSameOneIsNotTakenTwice() throws IOException {
        byte[] picture = picture();
        Instant taken = Instant.parse("2024-05-06T07:08:09Z");
        part("猫.png", picture, 0, picture.length, taken).then().statusCode(200).body("added", equalTo(1));
        assertThat(gallery.findAll(gallery.rowsAfter(0, 500).stream()
                        .map(Gallery.FileRow::id)
                        .toList()))
                .anySatisfy(entry -> {
                    assertThat(entry.createdAt()).isEqualTo(taken);
                    assertThat(entry.bytes()).isEqualTo(picture.length);
                });
        send("copy of it.png", picture)
                .then()
                .statusCode(200)
                .body("added", equalTo(1))
                .body("duplicates", equalTo(1));
    }

    @Test
    void partsFollowEachOtherAndTheNextIsAskedFor() throws IOException {
        byte[] picture = picture();
        int half = picture.length / 2;
        byte[] first = Arrays.copyOf(picture, half);
        byte[] rest = Arrays.copyOfRange(picture, half, picture.length);
        part("a.png", rest, half, picture.length, Instant.now())
                .then()
                .statusCode(409)
                .body("code", equalTo("import_out_of_order"));
        part("a.png", first, 0, picture.length, Instant.now())
                .then()
                .statusCode(200)
                .body("receiving", equalTo("a.png"))
                .body("offset", equalTo(half));
        part("b.png", rest, half, picture.length, Instant.now()).then().statusCode(409);
        part("a.png", first, 0, picture.length, Instant.now()).then().statusCode(200);
        part("a.png", picture, half, picture.length, Instant.now()).then().statusCode(409);
        given().get("/api/imports").then().body("latest.added", equalTo(0));
        part("a.png", first, 0, picture.length, Instant.now()).then().statusCode(200);
        part("a.png", rest, half, picture.length, Instant.now())
                .then()
                .statusCode(200)
                .body("added", equalTo(1));
    }

    @Test
    void anArchiveIsReadWhateverItsOrderAndSaysWhatItLeftOut() throws IOException {
        byte[] known = picture();
        int number = side;
        byte[] other = picture();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("old/gallery/known-" + number + ".png", known);
        files.put("old/gallery/thumbnails/thumb-known.png", picture());
        files.put("__MACOSX/._known.png", known);
        files.put("old/.DS_Store", new byte[9]);
        files.put("old/data/gallery.json", """
                [{"id": "zip-%1$d", "fileName": "known-%1$d.png", "prompt": "from the list", "createdAt": 1764577800123}]""".formatted(number).getBytes(UTF_8));
        files.put("../../evil.png", picture());
        files.put("C:\\evil.png", picture());
        files.put("inside.zip", zip(Map.of("x.png", picture())));
        files.put("notes.txt", "no picture".getBytes(UTF_8));
        files.put("cut.png", Arrays.copyOf(picture(), 60));
        files.put("drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".getBytes(UTF_8));
        files.put("old/config/app.config.json", "{}".getBytes(UTF_8));
        files.put("old/data/tasks.json", "no list".getBytes(UTF_8));
        files.put("two.png", other);
        files.put("two again.png", other);

        send("all.zip", zip(files)).then().statusCode(200).body("looked", equalTo(0));
        JsonPath end = complete("done");

        GalleryEntry entry = gallery.find("zip-" + number).orElseThrow();
        assertThat(entry.prompt()).isEqualTo("from the list");
        assertThat(given().get(entry.imagePath()).asByteArray()).isEqualTo(known);
        assertThat(end.getInt("added")).isEqualTo(2);
        assertThat(end.getInt("duplicates")).isEqualTo(1);
        assertThat(end.getList("skippedFiles.name", String.class))
                .containsExactlyInAnyOrder(
                        "../../evil.png",
                        "C:\\evil.png",
                        "inside.zip",
                        "notes.txt",
                        "cut.png",
                        "drawing.svg",
                        "old/config/app.config.json",
                        "old/data/tasks.json");
        assertThat(end.getString("skippedFiles.find { it.name == '../../evil.png' }.reason"))
                .isEqualTo("文件名指向压缩包之外");
        assertThat(end.getInt("looked")).isEqualTo(end.getInt("files"));
        assertThat(Files.notExists(folders.data().resolve("evil.png"))).isTrue();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void namesOfChineseSystemsAreReadAsTheyWereMeant() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, Charset.forName("GBK"))) {
            zip.putNextEntry(new ZipEntry("说明.txt"));
            zip.write(1);
        }
        send("gbk.zip", bytes.toByteArray()).then().statusCode(200);
        assertThat(complete("done").getList("skippedFiles.name", String.class)).containsExactly("说明.txt");
    }

    @Test
    void aBombIsNotUnpacked() throws IOException {
        byte[] nothing = new byte[100 << 20];
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            files.put(i + ".png", nothing);
        }
        byte[] zip = zip(files);
        assertThat(zip.length).isLessThan(1 << 20);
        send("bomb.zip", zip).then().statusCode(200);
        assertThat(complete("failed").getString("problem")).contains("异常庞大");
        assertThat(leftovers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no zip at all", "PK\003\004 and no more"})
    void whatIsNoArchiveSaysSo(String content) {
        byte[] bytes = content.isEmpty() ? new byte[30] : content.getBytes(UTF_8);
        send("broken.zip", bytes).then().statusCode(200);
        assertThat(complete("failed").getString("problem")).contains("损坏");
    }

    @Test
    void oneImportAtATimeAndACanceledOneLeavesNothingBehind() throws IOException {
        send("all.zip", zip(Map.of("a.png", picture()))).then().statusCode(200);
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/imports")
                .then()
                .statusCode(409)
                .body("code", equalTo("import_running"));
        given().delete("/api/imports/another").then().statusCode(404);
        given().delete("/api/imports/" + id).then().statusCode(200).body("state", equalTo("canceled"));
        send("b.png", picture()).then().statusCode(409).body("code", equalTo("import_over"));
        assertThat(leftovers()).isEmpty();
        assertThat(complete("canceled").getInt("added")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "name=&size=5, name",
        "size=5, name",
        "name=a.png, size",
        "name=a.png&size=0, size",
        "name=a.png&size=-1, size",
        "name=a.png&size=9999999999999999, size",
        "name=a.png&size=5&offset=5, offset",
        "name=a.png&size=5&offset=-1, offset"
    })
    void whatIsSentIsNamedAndMeasured(String query, String field) {
        given().contentType("application/octet-stream")
                .body(new byte[5])
                .put("/api/imports/" + id + "/files?" + query)
                .then()
                .statusCode(400)
                .body("errors.field", contains(field));
    }

    @Test
    void theCookieAloneImportsNothing() {
        SignedIn.never();
        String cookie = SignedIn.cookie();
        given().cookie("studio_session", cookie).get("/api/imports").then().statusCode(401);
        given().cookie("studio_session", cookie)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/api/imports")
                .then()
                .statusCode(401);
        given().cookie("studio_session", cookie)
                .delete("/api/imports/" + id)
                .then()
                .statusCode(401);
        SignedIn.always();
        given().get("/api/imports").then().body("latest.state", equalTo("receiving"));
    }

    @Test
    void theReasonsAreInTheLanguageOfTheReader() {
        send("notes.txt", "no picture".getBytes(UTF_8)).then().statusCode(200);
        given().header("Accept-Language", "en")
                .get("/api/imports")
                .then()
                .body("latest.skippedFiles.reason", containsInAnyOrder(containsString("Not a picture")));
    }

    private JsonPath complete(String state) {
        given().post("/api/imports/" + id + "/complete").then().statusCode(200);
        await().atMost(PATIENCE)
                .until(() -> given().get("/api/imports").path("latest.state").equals(state));
        await().atMost(PATIENCE).until(() -> leftovers().isEmpty());
        return JsonPath.from(given().get("/api/imports").asString()).setRootPath("latest");
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> all = Files.list(folders.temp())) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("intake-"))
                    .toList();
        }
    }

    private Response send(String name, byte[] content) {
        return part(name, content, 0, content.length, Instant.now());
    }

    private Response part(String name, byte[] content, long offset, long size, Instant modified) {
        return given().contentType("application/octet-stream")
                .queryParam("name", name)
                .queryParam("size", size)
                .queryParam("offset", offset)
                .queryParam("modified", modified.toEpochMilli())
                .body(content)
                .put("/api/imports/" + id + "/files");
    }

    /** Another one each time. */
    private byte[] picture() throws IOException {
        Path file = scratch.resolve(++side + ".png");
        OpenGallery.paint(file, side, side);
        return Files.readAllBytes(file);
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
