package studio.gallery.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.gallery.GalleryEntry;
import studio.gallery.OpenGallery;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;

class RenewThumbnailsTest {
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
    void aSquareThumbnailGetsTheShapeOfItsPictureAndAPlaceholder() throws Exception {
        open.saved("wide", "p");

        assertThat(open.renewal.run()).isEqualTo(1);

        ImageInfo thumbnail = thumbnail("wide");
        assertThat((double) thumbnail.width() / thumbnail.height()).isBetween(1.3, 1.36);
        GalleryEntry entry = open.gallery.find("wide").orElseThrow();
        assertThat(entry.hasThumbnail()).isTrue();
        assertThat(entry.placeholder()).startsWith("data:image/");
    }

    @Test
    void aSquarePictureAndAThumbnailInItsShapeAreLeftAlone() throws Exception {
        open.saved("square", "p");
        OpenGallery.paint(open.folder.picture("square.png"), 64, 64);
        open.saved("wide", "p");
        OpenGallery.paint(open.folder.thumbnail("wide.png"), 40, 30);
        byte[] before = Files.readAllBytes(open.folder.thumbnail("wide.png"));

        assertThat(open.renewal.run()).isZero();

        assertThat(open.folder.thumbnail("wide.png")).hasBinaryContent(before);
    }

    @Test
    void everyPictureIsLookedAtOnceAndLaterOnesByTheNextRun() throws Exception {
        open.saved("a", "p");
        open.renewal.run();
        OpenGallery.paint(open.folder.thumbnail("a.png"), 40, 40);
        open.saved("b", "p");

        assertThat(open.renewal().run()).isEqualTo(1);

        assertThat(thumbnail("a").width()).isEqualTo(thumbnail("a").height());
        assertThat(thumbnail("b").width()).isGreaterThan(thumbnail("b").height());
    }

    @Test
    void aDamagedOneAMissingOneAndOneInTheTrashKeepWhatTheyHave() throws Exception {
        open.saved("damaged", "p");
        Files.writeString(open.folder.picture("damaged.png"), "no picture");
        open.saved("missing", "p");
        Files.delete(open.folder.picture("missing.png"));
        open.saved("deleted", "p");
        open.gallery.trash(List.of("deleted"), Instant.now());
        open.saved("whole", "p");

        assertThat(open.renewal.run()).isEqualTo(1);

        assertThat(open.gallery.find("damaged").orElseThrow().hasThumbnail()).isTrue();
        assertThat(thumbnail("damaged").width()).isEqualTo(40);
    }

    @Test
    void aStoppedRunIsGoneOnWithByTheNextStart() {
        open.saved("a", "p");
        open.renewal.stop();
        assertThat(open.renewal.run()).isZero();
        assertThat(open.renewal().run()).isEqualTo(1);
    }

    private ImageInfo thumbnail(String id) throws Exception {
        return ImageProbe.probe(open.folder.thumbnail(id + ".png"));
    }
}
