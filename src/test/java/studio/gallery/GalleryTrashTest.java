package studio.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.gallery.Gallery.TrashPage;
import studio.picture.PictureKey;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;

@OnBothDatabases
class GalleryTrashTest {
    @Parameter
    Dialect dialect;

    @TempDir
    Path root;

    private OpenGallery open;

    @BeforeEach
    void open() {
        open = new OpenGallery(root, dialect);
    }

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void aDeletedPictureIsGoneFromListSearchAndAddressAtOnce() {
        GalleryEntry entry = open.saved("a", "a red cat");

        assertThat(open.trash.delete("a")).contains(entry);

        assertThat(open.gallery.find("a")).isEmpty();
        assertThat(EntryPage.of(open.gallery, GalleryFilter.ALL, null, 10).entries())
                .isEmpty();
        assertThat(open.store.find(PictureKey.original("a.png"))).isEmpty();
        assertThat(open.folder.find(PictureKey.Kind.THUMBNAIL, "thumb-a.png")).isEmpty();
        assertThat(open.trash.delete("a")).isEmpty();
    }

    @Test
    void aRestoredPictureIsAsBefore() {
        GalleryEntry entry = open.saved("a", "a red cat");
        open.trash.delete("a");

        assertThat(open.trash.restore("a")).contains(entry);

        assertThat(open.gallery.find("a")).contains(entry);
        assertThat(open.store.find(PictureKey.original("a.png"))).isPresent();
        assertThat(open.folder.thumbnail("a.png")).exists();
        assertThat(open.trash.restore("a")).isEmpty();
    }

    @Test
    void deletingForGoodLeavesNothing() {
        open.saved("live", "p");
        open.saved("trashed", "p");
        open.trash.delete("trashed");

        assertThat(open.trash.deleteForGood("live")).isPresent();
        assertThat(open.trash.deleteForGood("trashed")).isPresent();
        assertThat(open.trash.deleteForGood("unknown")).isEmpty();

        assertThat(open.trash.restore("live")).isEmpty();
        assertThat(open.folder.trash(PictureKey.Kind.ORIGINAL)).isDirectoryNotContaining("glob:**.png");
        assertThat(open.folder.trash(PictureKey.Kind.THUMBNAIL)).isEmptyDirectory();
    }

    @Test
    void theTrashIsEmptiedWhenItsTimeIsOver() {
        open.saved("a", "p");
        open.saved("b", "p");
        open.trash.delete(List.of("a", "b", "unknown"));

        assertThat(open.trash.expire(Instant.now().plus(Duration.ofDays(29)))).isZero();
        assertThat(open.trash.expire(Instant.now().plus(Duration.ofDays(31)))).isEqualTo(2);
        assertThat(open.trash.restore("a")).isEmpty();
        assertThat(open.folder.trash(PictureKey.Kind.ORIGINAL).resolve("a.png")).doesNotExist();
    }

    @Test
    void anEntryWhoseFileIsGoneCanStillBeDeleted() {
        open.gallery.add(OpenGallery.entry("a", "p", Instant.now()));
        assertThat(open.trash.delete("a")).isPresent();
        assertThat(open.trash.deleteForGood("a")).isPresent();
    }

    @Test
    void theTrashIsTurnedPageByPageTheLatestDeletionFirst() throws Exception {
        for (int i = 0; i < 7; i++) {
            open.saved("e" + i, "p");
        }
        open.gallery.trash(List.of("e0", "e1", "e2"), Instant.ofEpochMilli(1000));
        open.gallery.trash(List.of("e3", "e4"), Instant.ofEpochMilli(3000));
        open.gallery.trash(List.of("e5"), Instant.ofEpochMilli(2000));
        Duration life = Duration.ofMillis(500);

        List<String> seen = new ArrayList<>();
        TrashPage page = open.gallery.trashPage(null, 2, life);
        assertThat(page.entries().getFirst().deletedAt()).isEqualTo(Instant.ofEpochMilli(3000));
        assertThat(page.entries().getFirst().expiresAt()).isEqualTo(Instant.ofEpochMilli(3500));
        while (true) {
            assertThat(page.total()).isEqualTo(6);
            page.entries().forEach(trashed -> seen.add(trashed.entry().id()));
            if (page.nextCursor() == null) {
                break;
            }
            page = open.gallery.trashPage(Cursor.decoded(page.nextCursor()), 2, life);
        }
        assertThat(seen).containsExactly("e4", "e3", "e5", "e2", "e1", "e0");
    }

    @Test
    void anEmptiedTrashLeavesTheGalleryAloneAndNothingElse() {
        open.saved("stays", "p");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            open.gallery.add(OpenGallery.entry("e" + i, "p", Instant.EPOCH));
            ids.add("e" + i);
        }
        open.saved("e0", "p");
        open.trash.delete(ids);
        open.real.database().update(c -> c.execute("INSERT INTO entry_reference VALUES ('x', 'e0'), ('x', 'stays')"));

        assertThat(open.trash.empty()).isEqualTo(600);

        assertThat(open.trash.empty()).isZero();
        assertThat(open.trash.restore("e0")).isEmpty();
        assertThat(open.folder.trash(PictureKey.Kind.ORIGINAL).resolve("e0.png"))
                .doesNotExist();
        assertThat(open.gallery.find("stays")).isPresent();
        assertThat(open.store.find(PictureKey.original("stays.png"))).isPresent();
        List<String> references = open.real.database().query(c -> c.select("SELECT entry_id FROM entry_reference")
                .mapTo(String.class)
                .list());
        assertThat(references).containsExactly("stays");
    }
}
