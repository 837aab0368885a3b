package studio.gallery.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.gallery.EntryPage;
import studio.gallery.GalleryEntry;
import studio.gallery.GalleryFilter;
import studio.gallery.OpenGallery;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.picture.PictureKey;

class ReconciliationTest {
    private static final String ID = "01997e3c-1111-7222-8333-444455556666";

    @TempDir
    Path root;

    private OpenFiles open;

    @BeforeEach
    void open() {
        open = new OpenFiles(root);
    }

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void aPictureSavedJustBeforeACrashComesBackWithWhatWasWrittenIntoIt() throws Exception {
        String fileName = store("20261123-" + ID.substring(0, 8));

        Reconciliation.Result result = open.reconciliation.run(Instant.now().plusSeconds(1));

        assertThat(result.recovered()).isEqualTo(1);
        GalleryEntry entry = open.gallery.find(ID).orElseThrow();
        assertThat(entry.prompt()).isEqualTo("屋顶上的一只猫\n\"second line\"");
        assertThat(entry.modelId()).isEqualTo("painter");
        assertThat(entry.createdAt()).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
        assertThat(entry.parameters()).isEqualTo(open.mapper.readTree("{\"seed\":7}"));
        assertThat(entry.fileName()).isEqualTo(fileName);
        assertThat(entry.width()).isEqualTo(1800);
        assertThat(entry.hasThumbnail()).isTrue();
        assertThat(open.folder.thumbnail(fileName)).exists();
        assertThat(entry.previewPath()).isEqualTo("/gallery/previews/" + fileName);
        assertThat(open.reconciliation.run(Instant.now().plusSeconds(1)).recovered())
                .isZero();
    }

    @Test
    void aSaveThatIsRepeatedAfterwardsMakesNoSecondEntry() throws Exception {
        store("again");
        open.reconciliation.run(Instant.now().plusSeconds(1));
        GalleryEntry recovered = open.gallery.find(ID).orElseThrow();

        store("again");
        open.gallery.add(recovered);

        assertThat(open.gallery.totals().entries()).isEqualTo(1);
    }

    @Test
    void aFileThatMayBelongToASaveUnderWayIsLeftAlone() throws Exception {
        Instant started = Instant.now().minusSeconds(5);
        store("fresh");
        assertThat(open.reconciliation.run(started).recovered()).isZero();
    }

    @Test
    void aForeignPictureGetsAnEntryFromItsTimeAndWhatIsNoPictureGetsNone() throws Exception {
        OpenGallery.paint(open.folder.picture("我的照片.png"), 30, 20);
        OpenGallery.age(open.folder.picture("我的照片.png"), Duration.ofDays(3));
        Files.writeString(open.folder.picture("notes.txt"), "notes");
        Files.writeString(open.folder.picture("page.png"), "<html></html>");
        Files.writeString(open.folder.picture("drawing.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        byte[] whole = Files.readAllBytes(open.folder.picture("我的照片.png"));
        Files.write(open.folder.picture("torn.png"), java.util.Arrays.copyOf(whole, whole.length - 20));

        open.reconciliation.run(Instant.now().plusSeconds(1));

        List<GalleryEntry> entries =
                EntryPage.of(open.gallery, GalleryFilter.ALL, null, 10).entries();
        assertThat(entries).extracting(GalleryEntry::fileName).containsExactly("我的照片.png");
        assertThat(entries.getFirst().createdAt()).isBefore(Instant.now().minus(Duration.ofDays(2)));
        assertThat(open.folder.picture("notes.txt")).exists();
    }

    @Test
    void anEntryWithoutItsFileIsMarkedUntilTheFileReturns() throws Exception {
        open.saved("a", "p");
        Path away = root.resolve("away.png");
        Files.move(open.folder.picture("a.png"), away);
        assertThat(open.reconciliation.run(Instant.now()).missing()).isEqualTo(1);
        assertThat(open.gallery.find("a").orElseThrow().missing()).isTrue();
        assertThat(open.reconciliation.run(Instant.now()).missing()).isZero();

        Files.move(away, open.folder.picture("a.png"));
        assertThat(open.reconciliation.run(Instant.now()).returned()).isEqualTo(1);
        assertThat(open.gallery.find("a").orElseThrow().missing()).isFalse();
    }

    @Test
    void missingThumbnailsAreMadeAgain() throws Exception {
        open.saved("a", "p");
        Files.delete(open.folder.thumbnail("a.png"));

        assertThat(open.reconciliation.run(Instant.now()).shrunk()).isEqualTo(1);

        assertThat(open.folder.thumbnail("a.png")).exists();
    }

    @Test
    void aDeletionThatWasCutOffBeforeTheFilesWereMovedIsFinished() throws Exception {
        open.saved("a", "p");
        open.gallery.trash(List.of("a"), Instant.now());

        open.reconciliation.run(Instant.now().plusSeconds(1));

        assertThat(open.images.find("a.png")).isEmpty();
        assertThat(open.trash.restore("a")).isPresent();
        assertThat(open.images.find("a.png")).isPresent();
    }

    @Test
    void aPictureDeletedForGoodDoesNotComeBackWhenItsFilesWereNotYetRemoved() throws Exception {
        open.saved("a", "p");
        open.trash.delete("a");
        open.gallery.purge(List.of("a"));

        open.reconciliation.run(Instant.now().plusSeconds(1));

        assertThat(open.gallery.totals().entries()).isZero();
        assertThat(open.folder.trash(PictureKey.Kind.ORIGINAL).resolve("a.png")).doesNotExist();
        assertThat(open.folder.trash(PictureKey.Kind.THUMBNAIL)).isEmptyDirectory();
    }

    @Test
    void oldLeftoversOfUnfinishedSavesAreRemoved() throws Exception {
        Path old = Files.writeString(open.folder.incoming().resolve("old"), "x");
        OpenGallery.age(old, Duration.ofHours(2));
        Path fresh = Files.writeString(open.folder.incoming().resolve("fresh"), "x");

        open.reconciliation.run(Instant.now());

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void aSaveInAnInterruptedThreadIsWholeAndTheThreadStaysInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        String fileName;
        boolean interrupted;
        try {
            fileName = store("interrupted");
        } finally {
            interrupted = Thread.interrupted();
        }
        assertThat(interrupted).isTrue();
        assertThat(ImageProbe.probe(open.folder.picture(fileName)).complete()).isTrue();
        assertThat(open.folder.incoming()).isEmptyDirectory();
    }

    private String store(String baseName) throws Exception {
        boolean interrupted = Thread.interrupted();
        Path picture = root.resolve("received.png");
        OpenGallery.paint(picture, 1800, 900);
        ImageInfo info = ImageProbe.probe(picture);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try (ImageFiles.Shrinking shrinking = open.images.shrink(picture, info)) {
            return open.images
                    .store(
                            picture,
                            info,
                            baseName,
                            new PictureMetadata(Map.of(
                                    "entryId", ID,
                                    "prompt", "屋顶上的一只猫\n\"second line\"",
                                    "model", "painter",
                                    "createdAt", "2026-11-23T10:00:00Z",
                                    "parameters", "{\"seed\":7}")),
                            shrinking)
                    .fileName();
        }
    }
}
