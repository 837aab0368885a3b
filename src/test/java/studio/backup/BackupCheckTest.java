package studio.backup;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.DiskPictureStore;
import studio.settings.FolderSettings;
import studio.storage.RealDatabase;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

/** The backup as the page takes it, and reading one through. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class BackupCheckTest {
    @TempDir
    Path root;

    @Inject
    BackupResource turn;

    @Inject
    FolderSettings folders;

    private String id = "";

    @BeforeEach
    void begin() {
        SignedIn.always();
    }

    @AfterEach
    void end() {
        given().delete("/api/backup/checks/" + id);
        SignedIn.never();
    }

    @Test
    void aBrowserFetchesABackupByItsLinkAndTheCookie() throws Exception {
        String url = link(true);
        SignedIn.never();
        String cookie = SignedIn.cookie();
        turn.take();
        given().cookie("studio_session", cookie)
                .head(url)
                .then()
                .statusCode(200)
                .header("Content-Disposition", startsWith("attachment; filename=\"image-studio-backup-"));
        given().cookie("studio_session", cookie).get(url).then().statusCode(409);
        turn.release();
        byte[] archive = given().cookie("studio_session", cookie)
                .get(url)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        Restore.Restored restored = new Restore(
                        RealDatabase.folders(root), () -> new DiskPictureStore(root.resolve("gallery")))
                .from(new ByteArrayInputStream(archive), false);
        assertThat(restored.password()).isNull();
        given().get(url).then().statusCode(401);
        given().cookie("studio_session", cookie)
                .get("/api/backup/downloads/abcdefghijklmnopqrstuv")
                .then()
                .statusCode(404);
        given().cookie("studio_session", cookie)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/api/backup/downloads")
                .then()
                .statusCode(401);
    }

    @Test
    void aWholeBackupSaysWhatItHolds() throws IOException {
        byte[] archive = archive();
        check(archive.length);
        int half = archive.length / 2;
        part(Arrays.copyOf(archive, half), 0).then().statusCode(200).body("state", equalTo("receiving"));
        part(Arrays.copyOfRange(archive, half, archive.length), half)
                .then()
                .statusCode(200)
                .body("state", equalTo("whole"))
                .body("withKeys", equalTo(false))
                .body("problem", nullValue());
        Response found = given().get("/api/backup/checks/" + id);
        assertThat(found.<Integer>path("files")).isGreaterThan(2);
        assertThat(found.<Integer>path("bytes")).isBetween(10_000, archive.length);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void whatIsCutOffOrChangedOrSomethingElseIsFound() throws IOException {
        byte[] archive = archive();
        assertThat(broken(Arrays.copyOf(archive, archive.length / 2))).contains("不完整");
        byte[] changed = archive.clone();
        changed[archive.length / 2] ^= 1;
        assertThat(broken(changed)).isNotEmpty();
        assertThat(broken("no backup".repeat(200).getBytes(UTF_8))).contains("不是 Image Studio 的备份");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void partsFollowEachOtherAndOneCheckRunsAtATime() throws IOException {
        byte[] archive = archive();
        check(archive.length);
        part(archive, 5).then().statusCode(409).body("code", equalTo("import_out_of_order"));
        given().contentType(ContentType.JSON)
                .body("{\"size\": 5}")
                .post("/api/backup/checks")
                .then()
                .statusCode(409)
                .body("code", equalTo("backup_check_running"));
        given().delete("/api/backup/checks/" + id).then().statusCode(200).body("state", equalTo("canceled"));
        part(archive, 0).then().statusCode(409);
        given().contentType(ContentType.JSON)
                .body("{\"size\": 0}")
                .post("/api/backup/checks")
                .then()
                .statusCode(400);
        given().get("/api/backup/checks/another").then().statusCode(404);
    }

    private String broken(byte[] content) {
        check(content.length);
        return part(content, 0)
                .then()
                .statusCode(200)
                .body("state", equalTo("broken"))
                .extract()
                .path("problem");
    }

    private void check(long size) {
        id = given().contentType(ContentType.JSON)
                .body("{\"size\": " + size + "}")
                .post("/api/backup/checks")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private Response part(byte[] content, long offset) {
        return given().contentType("application/octet-stream")
                .body(content)
                .put("/api/backup/checks/" + id + "/parts?offset=" + offset);
    }

    private static String link(boolean withKeys) {
        return given().contentType(ContentType.JSON)
                .body("{\"withKeys\": " + withKeys + "}")
                .post("/api/backup/downloads")
                .then()
                .statusCode(201)
                .extract()
                .path("url");
    }

    private static byte[] archive() {
        return given().get(link(false)).then().statusCode(200).extract().asByteArray();
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> all = Files.list(folders.temp())) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("backup-check"))
                    .toList();
        }
    }
}
