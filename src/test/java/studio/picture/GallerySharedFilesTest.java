package studio.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import studio.settings.FolderSettings;
import studio.settings.TestSettings;

/** Of processes with a gallery folder that all of them see. */
class GallerySharedFilesTest extends SharedFilesContract {
    @Override
    SharedFiles open(String process) throws IOException {
        FolderSettings own = TestSettings.folders(
                root.resolve(process), Map.of("STUDIO_DATABASE_URL", "postgresql://u:p@localhost/d"));
        Path gallery = root.resolve(process + "/gallery");
        Files.createDirectories(root.resolve("shared"));
        if (!Files.exists(gallery)) {
            Files.createDirectories(gallery.getParent());
            Files.createSymbolicLink(gallery, root.resolve("shared"));
        }
        return DiskSharedFiles.of(own);
    }

    @Test
    void theyAreHiddenInTheGalleryFolder() throws Exception {
        here.keep(SharedFiles.Kind.INPUT, "a.png", file("x"));

        assertThat(root.resolve("shared/.inputs/a.png")).hasContent("x");
        assertThat(root.resolve("here/data/inputs")).doesNotExist();
    }
}
