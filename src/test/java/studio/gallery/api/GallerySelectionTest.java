package studio.gallery.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.gallery.Gallery;
import studio.gallery.GalleryFolder;
import studio.gallery.OpenGallery;
import studio.settings.FolderSettings;
import studio.testing.FreshFolders;
import studio.testing.SignedIn;

/** What is done to ticked entries at once. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class GallerySelectionTest {
    private static final List<String> CHOSEN = List.of("chosen-1", "chosen-2");

    private final Gallery gallery;
    private final FolderSettings settings;

    GallerySelectionTest(Gallery gallery, FolderSettings settings) {
        this.gallery = gallery;
        this.settings = settings;
    }

    @BeforeEach
    void twoPictures() {
        SignedIn.always();
        GalleryFolder folder = new GalleryFolder(settings.gallery());
        for (String id : CHOSEN) {
            given().post("/api/gallery/" + id + "/restore");
            OpenGallery.paint(folder.picture(id + ".png"), 64, 48);
            gallery.add(OpenGallery.entry(id, "chosen", Instant.parse("2026-11-02T10:00:00Z")));
        }
    }

    @AfterEach
    void signOut() {
        SignedIn.never();
    }

    @Test
    void aDeletionOfManyIsTakenBackAtOnce() {
        post("delete", Map.of("ids", CHOSEN)).statusCode(200);
        given().get("/gallery/chosen-1.png").then().statusCode(404);

        post("restore", Map.of("ids", List.of("chosen-2", "nobody", "chosen-1")))
                .statusCode(200)
                .body("entries.id", contains("chosen-2", "chosen-1"))
                .body("notFound", contains("nobody"));
        given().get("/api/gallery/chosen-1").then().statusCode(200);
        given().get("/gallery/chosen-1.png").then().statusCode(200);

        post("restore", Map.of("ids", CHOSEN))
                .statusCode(200)
                .body("entries", empty())
                .body("notFound", contains("chosen-1", "chosen-2"));
    }

    @Test
    void manyBecomeFavouritesAndOrdinaryAgain() {
        post("favorite", Map.of("ids", List.of("chosen-1", "nobody", "chosen-2"), "favorite", true))
                .statusCode(200)
                .body("entries.id", contains("chosen-1", "chosen-2"))
                .body("entries.favorite", contains(true, true))
                .body("notFound", contains("nobody"));
        given().get("/api/gallery/chosen-2").then().body("entry.favorite", equalTo(true));

        post("favorite", Map.of("ids", CHOSEN, "favorite", false))
                .statusCode(200)
                .body("entries.favorite", contains(false, false));
        post("favorite", Map.of("ids", CHOSEN)).statusCode(400).body("errors[0].field", equalTo("favorite"));
    }

    @Test
    void allThatMatchAreDeletedAndTakenBackByTheTimeOfTheDeletion() {
        String at = post("delete", Map.of("filter", Map.of("q", "chosen", "except", List.of("chosen-2"))))
                .statusCode(200)
                .body("count", equalTo(1))
                .body("entries", empty())
                .extract()
                .path("deletedAt");
        given().get("/api/gallery/chosen-1").then().statusCode(404);
        given().get("/api/gallery/chosen-2").then().statusCode(200);

        post("restore", Map.of("deletedAt", at)).statusCode(200).body("count", equalTo(1));
        given().get("/api/gallery/chosen-1").then().statusCode(200);

        post("favorite", Map.of("filter", Map.of("q", "chosen"), "favorite", true))
                .statusCode(200)
                .body("count", equalTo(2));
        post("downloads", Map.of("filter", Map.of("q", "chosen", "favorite", true)))
                .statusCode(201)
                .body("pictures", equalTo(2));
        post("delete", Map.of("filter", Map.of("from", "yesterday"))).statusCode(400);
        post("favorite", Map.of("filter", Map.of("q", "chosen"), "favorite", false))
                .statusCode(200);
    }

    @Test
    void theTrashShowsThumbnailsAndIsDeletedForGoodByIds() {
        OpenGallery.paint(new GalleryFolder(settings.gallery()).thumbnail("chosen-1.png"), 40, 40);
        post("delete", Map.of("ids", CHOSEN)).statusCode(200);

        given().get("/api/gallery/trash")
                .then()
                .body("entries.thumbnailPath", hasItem("/gallery/trash/thumb-chosen-1.png"));
        given().get("/gallery/trash/thumb-chosen-1.png").then().statusCode(200).contentType("image/png");
        given().get("/gallery/trash/chosen-1.png").then().statusCode(404);
        given().get("/gallery/trash/..%2Fthumb-chosen-1.png").then().statusCode(404);

        post("trash/delete", Map.of("ids", List.of("chosen-1"))).statusCode(200).body("count", equalTo(1));
        given().get("/gallery/trash/thumb-chosen-1.png").then().statusCode(404);
        post("restore", Map.of("all", true)).statusCode(200);
        given().get("/api/gallery/chosen-2").then().statusCode(200);
    }

    @Test
    void theTimelineCountsTheDaysOfATimeZone() {
        given().queryParam("q", "chosen")
                .queryParam("timeZone", "Asia/Shanghai")
                .get("/api/gallery/timeline")
                .then()
                .statusCode(200)
                .body("runs.day", contains("2026-11-02"))
                .body("runs.count", contains(2));
        given().queryParam("timeZone", "Nowhere/Never")
                .get("/api/gallery/timeline")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("timeZone"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "restore", "favorite", "download", "downloads", "trash/delete"})
    void fromOneToAThousandCanBeChosen(String action) {
        post(action, Map.of("ids", List.of(), "favorite", true))
                .statusCode(400)
                .body("errors[0].field", equalTo("ids"));
        post(action, Map.of("ids", Collections.nCopies(1001, "nobody"), "favorite", true))
                .statusCode(400)
                .body("errors[0].field", equalTo("ids"));
        post(action, Map.of("ids", Collections.singletonList(null), "favorite", true))
                .statusCode(400)
                .body("errors[0].field", equalTo("ids"));
    }

    @Test
    void aZipIsFetchedByItsLinkWithTheCookieAlone() throws IOException {
        String url = post("downloads", Map.of("ids", List.of("chosen-1", "nobody", "chosen-2")))
                .statusCode(201)
                .body("pictures", equalTo(2))
                .body("bytes", equalTo(200))
                .body("expiresAt", notNullValue())
                .extract()
                .path("url");
        String token = SignedIn.cookie();
        SignedIn.never();
        given().get(url).then().statusCode(401);
        given().cookie("studio_session", token)
                .head(url)
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .header("Content-Disposition", startsWith("attachment; filename=\"image-studio-"));
        // A phone may ask twice.
        for (int i = 0; i < 2; i++) {
            InputStream archive = given().cookie("studio_session", token)
                    .get(url)
                    .then()
                    .statusCode(200)
                    .contentType("application/zip")
                    .header("Content-Disposition", startsWith("attachment; filename=\"image-studio-"))
                    .extract()
                    .asInputStream();
            try (ZipInputStream zip = new ZipInputStream(archive)) {
                assertThat(zip.getNextEntry().getName()).isEqualTo("20261102-100000 chosen.png");
                assertThat(zip.readAllBytes()).isEqualTo(Files.readAllBytes(picture("chosen-1.png")));
                assertThat(zip.getNextEntry().getName()).isEqualTo("20261102-100000 chosen (2).png");
                assertThat(zip.getNextEntry()).isNull();
            }
        }
    }

    @Test
    void aPictureDeletedSinceTheLinkWasMadeIsNamedInTheZip() throws IOException {
        String url = post("downloads", Map.of("ids", CHOSEN)).extract().path("url");
        post("delete", Map.of("ids", List.of("chosen-2"))).statusCode(200);
        try (ZipInputStream zip = new ZipInputStream(
                given().get(url).then().statusCode(200).extract().asInputStream())) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("20261102-100000 chosen.png");
            assertThat(zip.getNextEntry().getName()).isEqualTo("missing.txt");
            assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("chosen-2\n");
        }
        post("delete", Map.of("ids", CHOSEN)).statusCode(200);
        given().get(url).then().statusCode(404).body("code", equalTo("gallery_entry_not_found"));
        post("downloads", Map.of("ids", CHOSEN)).statusCode(404);
    }

    @Test
    void aLinkThatNobodyMadeLeadsNowhere() {
        given().get("/api/gallery/downloads/abcdefghijklmnopqrstuv")
                .then()
                .statusCode(404)
                .body("code", equalTo("download_not_found"));
    }

    @Test
    void theTrashIsLookedAtAndEmptied() {
        given().delete("/api/gallery/trash").then().statusCode(200);
        post("delete", Map.of("ids", CHOSEN)).statusCode(200);
        given().get("/api/gallery/trash?limit=1")
                .then()
                .statusCode(200)
                .body("entries.entry.id", contains("chosen-2"))
                .body("entries[0].deletedAt", notNullValue())
                .body("entries[0].expiresAt", notNullValue())
                .body("nextCursor", notNullValue())
                .body("total", equalTo(2));
        given().get("/api/gallery/trash?limit=0").then().statusCode(400).body("errors[0].field", equalTo("limit"));
        given().get("/api/gallery/trash?cursor=x").then().statusCode(400).body("errors[0].field", equalTo("cursor"));

        given().delete("/api/gallery/trash").then().statusCode(200).body("deleted", equalTo(2));

        given().get("/api/gallery/trash")
                .then()
                .statusCode(200)
                .body("entries", empty())
                .body("nextCursor", equalTo(null))
                .body("total", equalTo(0));
        post("restore", Map.of("ids", CHOSEN)).body("notFound", contains("chosen-1", "chosen-2"));
    }

    private Path picture(String fileName) {
        return new GalleryFolder(settings.gallery()).picture(fileName);
    }

    private static ValidatableResponse post(String action, Map<String, ?> body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/gallery/" + action)
                .then();
    }
}
