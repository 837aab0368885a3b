package studio.imaging.vips;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.imaging.Decoders;
import studio.imaging.Pictures;
import studio.imaging.vips.VipsLibrary.VipsException;

/** A thumbnail is decoded with fewer pixels than the file has, and must find the same damage. */
class ShrinkOnLoadTest {
    private static final int WIDTH = 1200;
    private static final int THUMBNAIL = 450;
    private static final int FLIPS = 24;
    private static final int CUTS = 12;

    @TempDir
    Path folder;

    private VipsLibrary vips;

    @BeforeEach
    void open() throws Exception {
        vips = Decoders.library();
    }

    @ParameterizedTest
    @CsvSource({
        "plain.png, 20",
        "interlaced.png[interlace], 20",
        "baseline.jpg, 1",
        "progressive.jpg[interlace], 1",
        "lossy.webp[effort=0], 1",
        "lossless.webp[lossless;effort=0], 0",
        "still.gif, 0",
        "strips.tiff[compression=lzw], 1",
        "pyramid.tiff[compression=lzw;tile;pyramid], 1",
    })
    void itFindsTheSameDamageAsDecodingEveryPixel(String written, int min) throws Exception {
        byte[] picture = written(written.replace(';', ','));
        boolean copies = written.contains("tiff");
        assertThat(refused(picture, WIDTH, copies) || refused(picture, THUMBNAIL, copies))
                .as("as it was written")
                .isFalse();
        Set<Integer> found = new TreeSet<>();
        Set<Integer> small = new TreeSet<>();
        Random random = new Random(11);
        for (int flip = 0; flip < FLIPS; flip++) {
            byte[] flipped = picture.clone();
            int at = 300 + random.nextInt(picture.length - 400);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            if (refused(flipped, WIDTH, copies)) {
                found.add(flip);
            }
            if (refused(flipped, THUMBNAIL, copies)) {
                small.add(flip);
            }
        }
        assertThat(small).containsAll(found);
        assertThat(found).hasSizeGreaterThanOrEqualTo(min);
        for (int cut = 1; cut < CUTS; cut++) {
            byte[] part = Arrays.copyOf(picture, picture.length * cut / CUTS);
            // The smaller copies of a pyramid are at its end.
            boolean lost = !written.startsWith("pyramid") || refused(part, WIDTH, copies);
            assertThat(refused(part, THUMBNAIL, copies)).as("%d twelfths", cut).isEqualTo(lost);
        }
    }

    private byte[] written(String name) throws Exception {
        byte[] png = Pictures.encoded("png", WIDTH, 800);
        Path file = folder.resolve(name.replaceFirst("\\[.*", ""));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(png.length).copyFrom(MemorySegment.ofArray(png));
            MemorySegment image = vips.check(
                    vips.address(VipsFunction.VIPS_IMAGE_NEW_FROM_BUFFER, memory, memory.byteSize(), "", "access", 0));
            vips.check(
                    VipsFunction.VIPS_IMAGE_WRITE_TO_FILE,
                    image,
                    folder.resolve(name).toString());
            vips.call(VipsFunction.G_OBJECT_UNREF, image);
        }
        return Files.readAllBytes(file);
    }

    private boolean refused(byte[] picture, int box, boolean copies) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = arena.allocate(picture.length).copyFrom(MemorySegment.ofArray(picture));
            VipsPicture.decode(vips, file, box, copies).close();
            return false;
        } catch (VipsException e) {
            return true;
        }
    }
}
