package studio.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.picture.DiskPictureStore;
import studio.settings.FolderSettings;
import studio.storage.DatabaseFile;
import studio.storage.InstanceLock;
import studio.storage.RealDatabase;
import studio.storage.StartRefusedException;

class BackupAndRestoreTest {
    private static final String CONFIG = """
            {"auth": {"password": "p-of-the-source", "jwtSecret": "a-secret-of-the-source-1234"},
             "apiConfigs": [
               {"id": "a", "label": "A", "endpoint": "https://a.example/v1", "model": "m", "apiKey": "key-a"},
               {"id": "b", "label": "B", "endpoint": "https://b.example/v1?key=hidden", "model": "m", "apiKey": "env:B_KEY"}],
             "templates": []}
            """;

    @TempDir
    Path root;

    private FolderSettings source;
    private FolderSettings target;

    @BeforeEach
    void aStudioWithAPictureAReferenceAndAPaidAnswer() throws IOException {
        source = RealDatabase.folders(root.resolve("source"));
        target = RealDatabase.folders(root.resolve("target"));
        try (RealDatabase real = RealDatabase.in(root.resolve("source"))) {
            real.database().update(c -> c.execute("INSERT INTO meta VALUES ('mark', 'of the source')"));
        }
        put(source.configFile(), CONFIG);
        put(source.gallery().resolve("一只猫 cat.png"), "picture");
        put(source.gallery().resolve("n".repeat(180) + ".png"), "a long name");
        put(source.thumbnails().resolve("thumb-cat.png"), "thumbnail");
        put(source.gallery().resolve(".trash/gone.png"), "trashed");
        put(source.gallery().resolve(".incoming/half.png"), "unfinished");
        put(source.inputs().resolve("f00d.png"), "reference");
        put(source.templates().resolve("a".repeat(64)), "preview");
        put(source.temp().resolve("task-1/1/answer.json"), "{}");
        put(source.temp().resolve("upload-1"), "unfinished");
    }

    @Test
    void whatWasBackedUpIsThereAgainAfterARestore() throws Exception {
        Restore.Restored restored = restore(backup(true), false);

        assertThat(mark(target)).isEqualTo("of the source");
        assertThat(target.gallery().resolve("一只猫 cat.png")).hasContent("picture");
        assertThat(target.gallery().resolve("n".repeat(180) + ".png")).hasContent("a long name");
        assertThat(target.thumbnails().resolve("thumb-cat.png")).hasContent("thumbnail");
        assertThat(target.gallery().resolve(".trash/gone.png")).hasContent("trashed");
        assertThat(target.inputs().resolve("f00d.png")).hasContent("reference");
        assertThat(target.templates().resolve("a".repeat(64))).hasContent("preview");
        assertThat(target.temp().resolve("task-1/1/answer.json")).hasContent("{}");
        assertThat(target.configFile()).content().contains("key-a", "p-of-the-source");
        assertThat(target.gallery().resolve(".incoming")).doesNotExist();
        assertThat(target.data().resolve(".restore")).doesNotExist();
        assertThat(target.gallery().resolve(".restore")).doesNotExist();
        assertThat(restored.kept()).isEmpty();
        assertThat(restored.withoutKey()).isEmpty();
        assertThat(restored.password()).isNull();
        assertThat(source.temp().toFile().list()).containsExactlyInAnyOrder("task-1", "upload-1");
    }

    @Test
    void aDatabaseThatIsBeingWrittenToIsCopiedAsItWasCommitted() throws Exception {
        byte[] archive;
        try (RealDatabase real = RealDatabase.in(root.resolve("source"))) {
            archive = real.database().update(c -> {
                c.execute("UPDATE meta SET value = 'not committed' WHERE name = 'mark'");
                try {
                    return backup(true);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        restore(archive, false);
        assertThat(mark(target)).isEqualTo("of the source");
    }

    @Test
    void withoutKeysNoSecretIsInsideAndTheOwnerIsToldWhatToEnter() throws Exception {
        byte[] archive = backup(false);

        assertThat(new String(archive, UTF_8))
                .doesNotContain("key-a", "p-of-the-source", "a-secret-of-the-source", "hidden")
                .contains("https://a.example/v1");

        Restore.Restored restored = restore(archive, false);
        assertThat(restored.withoutKey()).contains("a");
        assertThat(restored.password()).isNotNull();
        assertThat(target.configFile()).content().contains(restored.password());
    }

    @Test
    void keysThatAreHereStayForTheSameAddressOnly() throws Exception {
        put(target.configFile(), """
                {"auth": {"password": "p-of-the-target", "jwtSecret": "a-secret-of-the-target-1234"},
                 "apiConfigs": [
                   {"id": "a", "endpoint": "https://a.example/v1", "apiKey": "key-here"},
                   {"id": "b", "endpoint": "https://elsewhere.example/v1", "apiKey": "key-of-another-host"}]}
                """);

        Restore.Restored restored = restore(backup(false), false);

        assertThat(restored.withoutKey()).containsExactly("b");
        assertThat(restored.password()).isNull();
        assertThat(target.configFile())
                .content()
                .contains("key-here", "p-of-the-target", "a-secret-of-the-target-1234")
                .doesNotContain("key-of-another-host");
        assertThat(restored.kept()).hasSize(1);
    }

    @Test
    void aStudioThatIsThereIsReplacedOnlyOnRequestAndKept() throws Exception {
        byte[] archive = backup(true);
        try (RealDatabase real = RealDatabase.in(root.resolve("target"))) {
            real.database().update(c -> c.execute("INSERT INTO meta VALUES ('mark', 'of the target')"));
        }
        put(target.gallery().resolve("old.png"), "old");

        assertThatThrownBy(() -> restore(archive, false))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("--replace");
        assertThat(mark(target)).isEqualTo("of the target");

        Restore.Restored restored = restore(archive, true);

        assertThat(mark(target)).isEqualTo("of the source");
        assertThat(target.gallery().resolve("old.png")).doesNotExist();
        assertThat(restored.kept()).hasSize(2);
        assertThat(restored.kept().get(0).resolve("studio.db")).exists();
        assertThat(restored.kept().get(1).resolve("old.png")).hasContent("old");
    }

    @Test
    void aRestoreThatWasKilledWhileItMovedFilesIsFinishedAtTheNextStart() throws Exception {
        put(target.gallery().resolve("old.png"), "old");
        put(target.data().resolve("studio.db"), "old");
        put(target.data().resolve(".restore/data/studio.db"), "new");
        put(target.gallery().resolve(".restore/gallery/new.png"), "new");
        put(target.data().resolve(".restore/progress"), "away then");
        put(target.data().resolve("before-restore-then/tasks.json"), "moved before the kill");

        new Restore(target, () -> new DiskPictureStore(target.gallery())).finishInterrupted();

        assertThat(target.database()).hasContent("new");
        assertThat(target.gallery().resolve("new.png")).hasContent("new");
        assertThat(target.gallery().resolve("old.png")).doesNotExist();
        assertThat(target.data().resolve("before-restore-then/studio.db")).hasContent("old");
        assertThat(target.gallery().resolve("before-restore-then/old.png")).hasContent("old");
        assertThat(target.data().resolve(".restore")).doesNotExist();
    }

    @Test
    void aRestoreThatWasKilledBeforeItReplacedAnythingLeavesTheOldState() throws Exception {
        put(target.data().resolve("studio.db"), "old");
        put(target.data().resolve(".restore/data/studio.db"), "half");

        new Restore(target, () -> new DiskPictureStore(target.gallery())).finishInterrupted();

        assertThat(target.database()).hasContent("old");
        assertThat(target.data().resolve(".restore")).doesNotExist();
    }

    @Test
    void nothingIsRestoredWhileAServerUsesTheFolder() throws Exception {
        byte[] archive = backup(true);
        Files.createDirectories(target.data());
        InstanceLock lock = InstanceLock.acquire(target.data());
        try {
            assertThatThrownBy(() -> restore(archive, true))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("Another Image Studio");
        } finally {
            lock.close();
        }
    }

    @Test
    void aBackupThatIsCutOffOrChangedRestoresNothing() throws Exception {
        byte[] archive = backup(true);
        refused(Arrays.copyOf(archive, archive.length / 2), "cut off");
        refused(Arrays.copyOf(archive, archive.length - 2048), "");
        byte[] changed = archive.clone();
        changed[new String(archive, ISO_8859_1).indexOf("trashed")] ^= 1;
        refused(changed, "digests");
        refused("PK not a tar".getBytes(UTF_8), "cut off");
        refused("x".repeat(2000).getBytes(UTF_8), "no backup");
    }

    @Test
    void namesThatLeadElsewhereLinksAndDoublesAreRefused() throws Exception {
        refused(archive("data/../../evil"), "does not belong");
        refused(archive("/etc/passwd"), "does not belong");
        refused(archive("gallery/.trash/../x.png"), "does not belong");
        refused(archive("gallery/a\nb.png"), "does not belong");
        refused(archive("gallery/..\\x.png"), "does not belong");
        refused(archive("gallery/x.png", "gallery/x.png"), "twice");
        byte[] link = archive("gallery/x.png");
        int at = 2 * 512;
        assertThat(new String(link, at, 13, UTF_8)).isEqualTo("gallery/x.png");
        byte[] header = header(TarConstants.LF_SYMLINK, 1);
        System.arraycopy(header, 0, link, at, 512);
        refused(link, "link");
    }

    @Test
    void aSizeThatNoDiskHoldsIsRefusedBeforeItIsWritten() throws Exception {
        byte[] huge = archive("gallery/x.png");
        System.arraycopy(header(TarConstants.LF_NORMAL, TarConstants.MAXSIZE), 0, huge, 1024, 512);
        assertThatThrownBy(() -> restore(huge, false)).isInstanceOf(BackupException.class);
        assertThat(target.database()).doesNotExist();
    }

    @Test
    void headersWithoutEndAreRefused() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header(TarConstants.LF_GNUTYPE_LONGNAME, 1 << 20));
        out.write(new byte[1 << 20]);
        refused(out.toByteArray(), "no backup");
    }

    private static byte[] header(byte kind, long size) {
        TarArchiveEntry entry = new TarArchiveEntry("gallery/x.png", kind);
        entry.setSize(size);
        byte[] header = new byte[TarConstants.DEFAULT_RCDSIZE];
        entry.writeEntryHeader(header);
        return header;
    }

    @Test
    void aBackupOfANewerVersionIsRefused() throws Exception {
        refused(archive(new Archive.Manifest(Archive.ROWS_FORMAT + 1, "9.0", 1, Instant.now(), false)), "format 3");
        refused(
                archive(new Archive.Manifest(Archive.FORMAT, "9.0", DatabaseFile.SCHEMA + 1, Instant.now(), false)),
                "newer version (9.0");
    }

    @Test
    void aPictureThatIsDeletedMeanwhileIsNoted() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArchiveWriter archive = new ArchiveWriter(out, root.resolve("sums"))) {
            assertThat(archive.file("gallery/none.png", root.resolve("none.png")))
                    .isFalse();
            assertThat(archive.files()).isZero();
        }
    }

    private void refused(byte[] archive, String why) throws IOException {
        assertThatThrownBy(() -> restore(archive, false))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining(why);
        assertThat(target.database()).doesNotExist();
        assertThat(target.data().resolve(".restore")).doesNotExist();
        assertThat(root.resolve("evil")).doesNotExist();
    }

    private byte[] backup(boolean withKeys) throws IOException, BackupException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Backup backup = Backup.begin(source, () -> new DiskPictureStore(source.gallery()), withKeys)) {
            assertThat(backup.writeTo(out).missing()).isEmpty();
        }
        return out.toByteArray();
    }

    private Restore.Restored restore(byte[] archive, boolean replace) throws IOException, BackupException {
        return new Restore(target, () -> new DiskPictureStore(target.gallery()))
                .from(new ByteArrayInputStream(archive), replace);
    }

    private byte[] archive(String... names) throws IOException {
        return archive(new Archive.Manifest(Archive.FORMAT, "0", 1, Instant.EPOCH, false), names);
    }

    private byte[] archive(Archive.Manifest manifest, String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArchiveWriter archive = new ArchiveWriter(out, root.resolve("sums"))) {
            archive.bytes(Archive.MANIFEST, manifest.bytes(), Instant.EPOCH);
            for (String name : names) {
                archive.bytes(name, new byte[] {1}, Instant.EPOCH);
            }
            archive.finish();
        }
        return out.toByteArray();
    }

    private static String mark(FolderSettings folders) {
        Path base = folders.data().getParent();
        try (RealDatabase real = RealDatabase.in(base)) {
            return real.database().query(c -> c.select("SELECT value FROM meta WHERE name = 'mark'")
                    .mapTo(String.class)
                    .findFirst()
                    .orElse(""));
        }
    }

    private static void put(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
