package studio.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.metadata.SplicedCopy;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.testing.Corpus;

/** Whatever calls itself a picture: it is told for what it is, takes metadata and loses it, or it is refused. */
public class PicturesFuzzTest {
    private static final PictureMetadata METADATA = new PictureMetadata(Map.of("prompt", "灯塔"));

    static Stream<Named<byte[]>> corpus() {
        return Corpus.of("pictures");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void isToldOrRefused(byte[] data) throws Exception {
        fuzzerTestOneInput(data);
    }

    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Corpus.withFolder(folder -> look(Files.write(folder.resolve("picture"), data), folder));
    }

    /** What a picture is told to be, before and after metadata was written into it. */
    record Looked(ImageInfo before, ImageInfo after) {}

    /** @return empty when it is no picture */
    static Optional<Looked> look(Path file, Path folder) throws Exception {
        ImageInfo info;
        try {
            info = ImageProbe.probe(file, 100_000_000);
        } catch (NotAnImageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return Optional.empty();
        }
        // Of a drawing 0 means that it does not say.
        int least = info.format().raster() ? 1 : 0;
        assertThat(info.width()).isGreaterThanOrEqualTo(least);
        assertThat(info.height()).isGreaterThanOrEqualTo(least);
        PictureMetadata.read(file);
        Path written = folder.resolve("written");
        try (FileChannel target = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            METADATA.embed(file, info, target);
        }
        ImageInfo after = ImageProbe.probe(written);
        assertThat(new Object[] {after.format(), after.width(), after.height()})
                .containsExactly(info.format(), info.width(), info.height());
        Optional<SplicedCopy> stripped = PictureMetadata.stripped(file, info.format());
        if (stripped.isPresent()) {
            Path bare = Files.write(folder.resolve("stripped"), new byte[0]);
            try (FileChannel target = FileChannel.open(bare, StandardOpenOption.WRITE)) {
                stripped.get().write(file, target);
            }
        }
        return Optional.of(new Looked(info, after));
    }
}
