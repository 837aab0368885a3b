package studio.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.imaging.vips.VipsLocations;

class PictureToolsTest {
    @TempDir
    Path folder;

    @Test
    void theBuildsOwnLibraryIsFoundWithoutConfiguration() {
        assumeThat(VipsLocations.candidates(null)).isNotEmpty();

        assertThat(PictureTools.find(null).description())
                .startsWith("libvips 8.")
                .contains("vips");
    }

    @Test
    void aConfiguredLibraryThatIsOfNoUseStopsNothing() throws Exception {
        Path broken = Pictures.file(folder, "libvips.so", new byte[] {0});

        assertThat(PictureTools.find(broken).description())
                .matches("libvips 8\\..*|ImageIO.*")
                .doesNotContain(broken.toString());
    }

    @Test
    void theConfiguredPathComesFirst() {
        Path configured = folder.resolve("my-libvips.so");

        assertThat(VipsLocations.candidates(configured)).startsWith(configured);
    }
}
