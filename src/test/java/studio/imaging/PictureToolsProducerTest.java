package studio.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.imaging.decode.DecodeRoom;
import studio.imaging.vips.VipsLocations;

class PictureToolsProducerTest {
    @TempDir
    Path folder;

    private static Thumbnailer choose(Path library) {
        try (PictureTools tools = PictureToolsProducer.choose(100_000_000, library, DecodeRoom.ofMachine())) {
            return tools.thumbnailer();
        }
    }

    @Test
    void theBuildsOwnLibraryIsFoundWithoutConfiguration() {
        assumeThat(VipsLocations.candidates(null)).isNotEmpty();

        assertThat(choose(null).describe()).startsWith("libvips 8.").contains("vips");
    }

    @Test
    void aConfiguredLibraryThatIsOfNoUseStopsNothing() throws Exception {
        Path broken = Pictures.file(folder, "libvips.so", new byte[] {0});

        assertThat(choose(broken).describe())
                .matches("libvips 8\\..*|ImageIO.*")
                .doesNotContain(broken.toString());
    }

    @Test
    void theConfiguredPathComesFirst() {
        Path configured = folder.resolve("my-libvips.so");

        assertThat(VipsLocations.candidates(configured)).startsWith(configured);
    }
}
