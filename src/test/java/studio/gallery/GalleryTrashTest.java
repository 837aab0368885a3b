package studio.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryTrashTest {
    @TempDir
    Path root;

    private OpenGallery open;

    @BeforeEach
    void open() {
        open = new OpenGallery(root);
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
        assertThat(open.gallery.page(GalleryFilter.ALL, null, 10).entries()).isEmpty();
        assertThat(open.images.find("a.png")).isEmpty();
        assertThat(open.folder.find(GalleryFolder.Kind.THUMBNAIL, "thumb-a.png"))
                .isEmpty();
        assertThat(open.trash.delete("a")).isEmpty();
    }

    @Test
    void aRestoredPictureIsAsBefore() {
        GalleryEntry entry = open.saved("a", "a red cat");
        open.trash.delete("a");

        assertThat(open.trash.restore("a")).contains(entry);

        assertThat(open.gallery.find("a")).contains(entry);
        assertThat(open.images.find("a.png")).isPresent();
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
        assertThat(open.folder.trash(GalleryFolder.Kind.PICTURE)).isDirectoryNotContaining("glob:**.png");
        assertThat(open.folder.trash(GalleryFolder.Kind.THUMBNAIL)).isEmptyDirectory();
    }

    @Test
    void theTrashIsEmptiedWhenItsTimeIsOver() {
        open.saved("a", "p");
        open.saved("b", "p");
        open.trash.delete(List.of("a", "b", "unknown"));

        assertThat(open.trash.expire(Instant.now().plus(Duration.ofDays(29)))).isZero();
        assertThat(open.trash.expire(Instant.now().plus(Duration.ofDays(31)))).isEqualTo(2);
        assertThat(open.trash.restore("a")).isEmpty();
        assertThat(open.folder.trash(GalleryFolder.Kind.PICTURE).resolve("a.png"))
                .doesNotExist();
    }

    @Test
    void anEntryWhoseFileIsGoneCanStillBeDeleted() {
        open.gallery.add(OpenGallery.entry("a", "p", Instant.now()));
        assertThat(open.trash.delete("a")).isPresent();
        assertThat(open.trash.deleteForGood("a")).isPresent();
    }
}
