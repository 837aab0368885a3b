package studio.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.PictureKey.Kind;

class DiskPictureStoreTest extends PictureStoreContract {
    @TempDir
    Path folder;

    @Override
    PictureStore create() {
        return new DiskPictureStore(folder.resolve("gallery"));
    }

    @Test
    void filesLieWhereTheyAlwaysLay() {
        for (PictureKey key : PictureKey.all("a.png", "a.png")) {
            store.put(key, text("x"));
            store.put(key.inTrash(), text("x"));
        }
        Path gallery = folder.resolve("gallery");
        assertThat(gallery.resolve("a.png")).exists();
        assertThat(gallery.resolve("thumbnails/thumb-a.png")).exists();
        assertThat(gallery.resolve("previews/a.png")).exists();
        assertThat(gallery.resolve(".trash/a.png")).exists();
        assertThat(gallery.resolve(".trash/thumbnails/thumb-a.png")).exists();
        assertThat(gallery.resolve(".trash/previews/a.png")).exists();
    }

    @Test
    void picturesAreTheOwnersOnly() throws Exception {
        store.put(KEY, text("x"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("gallery/a.png"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aSymbolicLinkIsNoPicture() throws Exception {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(folder.resolve("gallery/link.png"), folder.resolve("secret.txt"));

        assertThat(store.find(PictureKey.original("link.png"))).isEmpty();
        assertThat(originals(false)).isEmpty();
    }

    @Test
    void aFolderIsNoPicture() {
        assertThat(PictureKey.of(Kind.ORIGINAL, "thumbnails").flatMap(store::find))
                .isEmpty();
    }

    @Test
    void whatCannotBeLookedAtIsNotAbsent() throws Exception {
        Path thumbnails = folder.resolve("gallery/thumbnails");
        Files.delete(thumbnails);
        Files.createSymbolicLink(thumbnails, thumbnails);

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> store.find(PictureKey.thumbnail("a.png")));
    }

    @Test
    void foldersThatWereTidiedAwayComeBack() throws Exception {
        Files.delete(folder.resolve("gallery/.incoming"));

        store.put(KEY, text("x"));

        assertThat(store.find(KEY)).isPresent();
    }

    @Test
    void whatAWriteThatWasKilledLeftIsRemovedWhenItIsOld() throws Exception {
        Path old = Files.writeString(folder.resolve("gallery/.incoming/old"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2026-11-01T10:00:00Z")));
        Path young = Files.writeString(folder.resolve("gallery/.incoming/young"), "half");

        assertThat(store.removeUnfinished(Instant.parse("2026-11-02T10:00:00Z")))
                .isOne();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }
}
