package studio.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.DiskPictureStore;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.picture.bucket.BucketSettings;
import studio.picture.bucket.PictureStores;
import studio.picture.bucket.S3Server;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;
import studio.storage.RealDatabase;

/** A studio moves from the disk into a bucket and back, by its backup. */
class BucketRestoreTest {
    private static final PictureKey CAT = PictureKey.original("一只猫 cat.png");
    private static final PictureKey GONE = PictureKey.original("gone.png").inTrash();

    @TempDir
    Path root;

    private S3Server server;
    private FolderSettings disk;
    private FolderSettings cloud;

    @BeforeEach
    void aStudioOnTheDisk() throws IOException {
        server = new S3Server(Files.createDirectories(root.resolve("server")));
        disk = RealDatabase.folders(root.resolve("disk"));
        cloud = TestSettings.folders(root.resolve("cloud"), server.environment());
        try (RealDatabase real = RealDatabase.in(root.resolve("disk"))) {
            real.database().update(c -> c.execute("INSERT INTO meta VALUES ('mark', 'of the disk')"));
        }
        PictureStore store = new DiskPictureStore(disk.gallery());
        put(store, CAT, "picture");
        put(store, PictureKey.thumbnail("一只猫 cat.png"), "thumbnail");
        put(store, GONE, "trashed");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void put(PictureStore store, PictureKey key, String text) {
        store.put(key, target -> target.write(ByteBuffer.wrap(text.getBytes(UTF_8))));
    }

    private PictureStore bucket() {
        return PictureStores.open(cloud, TestSettings.of(BucketSettings.class, server.environment()));
    }

    private static String read(PictureStore store, PictureKey key) {
        try (InputStream in = store.find(key).orElseThrow().content().open()) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] backup(FolderSettings from, PictureStore pictures) throws IOException, BackupException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Backup backup = Backup.begin(from, () -> pictures, true)) {
            assertThat(backup.writeTo(out).missing()).isEmpty();
        }
        return out.toByteArray();
    }

    private void restore(byte[] archive, boolean replace) throws IOException, BackupException {
        new Restore(cloud, this::bucket).from(new ByteArrayInputStream(archive), replace);
    }

    @Test
    void whatWasOnTheDiskIsInTheBucketAndOnTheDiskAgain() throws Exception {
        restore(backup(disk, new DiskPictureStore(disk.gallery())), false);

        PictureStore store = bucket();
        assertThat(read(store, CAT)).isEqualTo("picture");
        assertThat(read(store, PictureKey.thumbnail("一只猫 cat.png"))).isEqualTo("thumbnail");
        assertThat(read(store, GONE)).isEqualTo("trashed");
        assertThat(cloud.gallery()).doesNotExist();
        put(store, PictureKey.original("new.png"), "made there");
        assertThat(server.keys()).containsExactly("new.png");

        FolderSettings back = RealDatabase.folders(root.resolve("back"));
        new Restore(back, () -> new DiskPictureStore(back.gallery()))
                .from(new ByteArrayInputStream(backup(cloud, store)), false);
        PictureStore again = new DiskPictureStore(back.gallery());
        assertThat(read(again, CAT)).isEqualTo("picture");
        assertThat(read(again, GONE)).isEqualTo("trashed");
        assertThat(read(again, PictureKey.original("new.png"))).isEqualTo("made there");
    }

    @Test
    void aBucketWithPicturesIsNotOverwrittenUnlessThatIsAskedFor() throws Exception {
        put(bucket(), PictureKey.original("other.png"), "of another studio");
        put(bucket(), PictureKey.thumbnail("other.png"), "small");
        put(bucket(), PictureKey.original("trashed.png").inTrash(), "trashed");
        byte[] archive = backup(disk, new DiskPictureStore(disk.gallery()));

        assertThatThrownBy(() -> restore(archive, false)).isInstanceOf(BackupException.class);
        assertThat(server.keys()).contains("other.png");

        restore(archive, true);

        assertThat(bucket().find(PictureKey.original("other.png"))).isEmpty();
        assertThat(read(bucket(), CAT)).isEqualTo("picture");
        assertThat(server.keys()).hasSize(3).allMatch(key -> key.startsWith("before-restore-"));
        assertThat(server.keys()).anyMatch(key -> key.endsWith("/thumbnails/thumb-other.png"));
    }
}
