package studio.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.vips.VipsLocations;
import studio.testing.Mutations;

/**
 * Damaged pictures of every format, by the thousand ({@code -Dfuzz.pictures}): each is told for what it is or refused, soon, and
 * nothing that looks at it breaks in another way. A failure names the seed.
 */
class DamagedPicturesTest {
    private static final long ROUNDS = Long.getLong("fuzz.pictures", 20_000);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** Decoding takes longer than looking. */
    private static final int DECODED = 20;

    @TempDir
    Path folder;

    @Test
    void everyOneIsToldOrRefused() throws Exception {
        List<byte[]> whole = whole();
        boolean vips = !VipsLocations.candidates(null).isEmpty();
        Thumbnailer thumbnailer =
                new Thumbnailer(vips ? Decoders.vips() : Decoders.none(), 4_000_000, new SimpleMeterRegistry());
        int told = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed * 0x9E3779B97F4A7C15L);
            byte[] damaged = Mutations.of(whole.get(random.nextInt(whole.size())), random);
            Path file = Files.write(folder.resolve("damaged"), damaged);
            long start = System.nanoTime();
            try {
                told += look(file, seed % DECODED == 0 ? thumbnailer : null) ? 1 : 0;
            } catch (Exception | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("seed %d", seed)
                    .isLessThan(LIMIT);
        }
        // Otherwise the damage is too great to lead anywhere.
        assertThat(told).isBetween((int) ROUNDS / 10, (int) ROUNDS - 1);
    }

    private boolean look(Path file, Thumbnailer thumbnailer) throws Exception {
        Optional<PicturesFuzzTest.Looked> looked = PicturesFuzzTest.look(file, folder);
        if (looked.isEmpty()) {
            return false;
        }
        ImageInfo info = looked.get().before();
        assertThat(looked.get().after().complete()).isEqualTo(info.complete());
        if (thumbnailer != null && info.format().raster()) {
            try {
                thumbnailer.make(file, info);
            } catch (NotAnImageException | UndecodedException undecodable) {
                assertThat(undecodable.getMessage()).isNotBlank();
            }
        }
        return true;
    }

    private static List<byte[]> whole() throws IOException {
        return List.of(
                Pictures.encoded("png", 40, 30),
                Pictures.encoded("jpg", 40, 30),
                Pictures.encoded("gif", 40, 30),
                Pictures.encoded("bmp", 40, 30),
                Pictures.encoded("tiff", 40, 30),
                Samples.webpLossy(),
                Samples.webpLossless(40, 30),
                Samples.webpExtended(40, 30),
                Samples.heif("avif", "mif1", 40, 30, 1),
                Samples.heif("heic", "mif1", 40, 30, 0),
                "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 30\"/>"
                        .getBytes(StandardCharsets.UTF_8));
    }
}
