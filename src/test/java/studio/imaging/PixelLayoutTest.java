package studio.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.imaging.decode.Decoding;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.PixelLayout;
import studio.imaging.vips.VipsLocations;

/** How much memory decoding takes, foreseen and measured. */
class PixelLayoutTest {
    private static final int WIDTH = 3000;
    private static final int HEIGHT = 2000;
    private static final long PIXELS = (long) WIDTH * HEIGHT;

    @TempDir
    Path folder;

    @BeforeEach
    void thereIsALibrary() {
        assumeThat(VipsLocations.candidates(null)).isNotEmpty();
    }

    private Path written(String format, int type, boolean inPasses) throws Exception {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        Path file = folder.resolve(inPasses + "-" + type + "." + format);
        BufferedImage image = type == BufferedImage.TYPE_CUSTOM
                ? ImageTypeSpecifier.createInterleaved(
                                java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_sRGB),
                                new int[] {0, 1, 2},
                                java.awt.image.DataBuffer.TYPE_USHORT,
                                false,
                                false)
                        .createBufferedImage(WIDTH, HEIGHT)
                : Pictures.drawn(WIDTH, HEIGHT, type);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (param.canWriteProgressive()) {
                param.setProgressiveMode(inPasses ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            }
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return file;
    }

    private static long held(Path file) throws Exception {
        return PixelLayout.read(file, ImageProbe.probe(file)).held();
    }

    @Test
    void aFrameIsHeldWhereTheFileHasItInSeveralPasses() throws Exception {
        Path corpus = Path.of("src/test/resources/corpus/cases/cmyk-reference");

        assertThat(held(written("png", BufferedImage.TYPE_INT_RGB, false))).isZero();
        assertThat(held(written("png", BufferedImage.TYPE_INT_RGB, true))).isEqualTo(3 * PIXELS);
        assertThat(held(written("png", BufferedImage.TYPE_INT_ARGB, true))).isEqualTo(4 * PIXELS);
        assertThat(held(written("png", BufferedImage.TYPE_CUSTOM, true))).isEqualTo(6 * PIXELS);
        assertThat(held(written("jpg", BufferedImage.TYPE_INT_RGB, false))).isZero();
        assertThat(held(written("jpg", BufferedImage.TYPE_INT_RGB, true))).isEqualTo(3 * PIXELS);
        assertThat(held(written("gif", BufferedImage.TYPE_INT_RGB, false))).isEqualTo(5 * PIXELS);
        assertThat(held(corpus.resolve("quarters-progressive.jpg"))).isEqualTo(8 * 64 * 48);
        assertThat(held(corpus.resolve("quarters.jpg"))).isZero();
    }

    @Test
    void aSequentialJpegWithAScanForEachComponentIsHeldAsWell() throws Exception {
        byte[] jpeg = Files.readAllBytes(written("jpg", BufferedImage.TYPE_INT_RGB, false));
        int scan = new String(jpeg, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00da");
        jpeg[scan + 4] = 1;

        assertThat(held(Pictures.file(folder, "parts.jpg", jpeg))).isEqualTo(3 * PIXELS);
    }

    @Test
    void theTilesOfATiffMayBeLargerThanThePicture() throws Exception {
        Path file = Pictures.file(folder, "tiles.tiff", Samples.tiledTiff(100, 100, 40_000, 40_000));
        PixelLayout layout = PixelLayout.read(file, ImageProbe.probe(file));

        assertThat(layout.bytes(400)).isGreaterThan(1_600_000_000L);
    }

    @Test
    void theFramesOfAGifMayBeLargerThanItsScreen() throws Exception {
        byte[] gif = Pictures.encoded("gif", 40, 30);
        gif[6] = 1;
        gif[8] = 1;
        Path file = Pictures.file(folder, "screen.gif", gif);
        ImageInfo info = ImageProbe.probe(file);

        assertThat(info.pixels()).isEqualTo(1);
        assertThat(PixelLayout.read(file, info).pixels()).isEqualTo(1200);
    }

    @Test
    void theLargestBoxThatFitsIsTakenAndNoneWhereNotEvenAThumbnailDoes() throws Exception {
        Path file = written("jpg", BufferedImage.TYPE_INT_RGB, true);
        PixelLayout layout = PixelLayout.read(file, ImageProbe.probe(file));
        long whole = layout.bytes(WIDTH);

        assertThat(layout.boxWithin(whole, WIDTH)).isEqualTo(WIDTH);
        int smaller = layout.boxWithin(whole - 10_000_000, WIDTH);
        assertThat(smaller).isBetween(400, WIDTH - 1);
        assertThat(layout.bytes(smaller)).isLessThanOrEqualTo(whole - 10_000_000);
        assertThat(layout.boxWithin(layout.held(), WIDTH)).isZero();
    }

    @Test
    void aPictureThatIsTooHeavyIsNotDecodedByEither() throws Exception {
        Path file = written("jpg", BufferedImage.TYPE_INT_RGB, true);
        ImageInfo info = ImageProbe.probe(file);
        try (Decoding vips = Decoders.vips(Decoders.library(), 17_000_000);
                Decoding imageIo = Decoders.imageIo(17_000_000)) {
            for (Decoding decoding : new Decoding[] {vips, imageIo}) {
                assertThatExceptionOfType(UndecodedException.class)
                        .isThrownBy(() -> new Thumbnailer(decoding, PIXELS, new SimpleMeterRegistry()).make(file, info))
                        .withMessageContaining("17 MB");
            }
        }
    }

    @Test
    void noDecodingTakesMoreThanWasForeseen() throws Exception {
        Path webp = folder.resolve("lossless.webp");
        Path plain = written("png", BufferedImage.TYPE_INT_RGB, false);
        Path[] files = {
            plain,
            written("png", BufferedImage.TYPE_INT_ARGB, false),
            written("png", BufferedImage.TYPE_INT_RGB, true),
            written("png", BufferedImage.TYPE_INT_ARGB, true),
            written("png", BufferedImage.TYPE_CUSTOM, true),
            written("jpg", BufferedImage.TYPE_INT_RGB, false),
            written("jpg", BufferedImage.TYPE_INT_RGB, true),
            written("gif", BufferedImage.TYPE_INT_RGB, false),
            written("tiff", BufferedImage.TYPE_INT_RGB, false),
            written("bmp", BufferedImage.TYPE_INT_RGB, false),
            webp
        };
        try (Decoding vips = Decoders.vips()) {
            vips.decode(plain, ImageProbe.probe(plain), WIDTH, picture -> {
                picture.write(ImageFormat.WEBP, 90, webp);
                return true;
            });
        }

        Map<String, Long> taken = measured(files);

        for (Path file : files) {
            PixelLayout layout = PixelLayout.read(file, ImageProbe.probe(file));
            for (int box : new int[] {400, 1600, WIDTH}) {
                assertThat(taken.get(file + " " + box))
                        .as("%s in a box of %d", file.getFileName(), box)
                        .isLessThan(layout.bytes(box));
            }
        }
        // Otherwise something else than the pictures was measured.
        assertThat(taken.get(files[3] + " 1600") - taken.get(files[1] + " 1600"))
                .isGreaterThan(PIXELS);
    }

    /** By how much a process of its own grows while it decodes each. */
    private static Map<String, Long> measured(Path... files) throws Exception {
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms48m",
                "-Xmx48m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Measured.class.getName());
        Path results = files[0].resolveSibling("taken");
        child.command().add(results.toString());
        Stream.of(files).map(Path::toString).forEach(child.command()::add);
        // Else libc keeps what one decoding gave back for the next.
        child.environment().put("MALLOC_MMAP_THRESHOLD_", "65536");
        child.environment().put("MALLOC_TRIM_THRESHOLD_", "65536");
        assertThat(child.inheritIO().start().waitFor()).isZero();
        Map<String, Long> taken = new HashMap<>();
        for (String line : Files.readAllLines(results)) {
            String[] parts = line.split("\t");
            taken.put(parts[0], Long.valueOf(parts[1]));
        }
        return taken;
    }

    static final class Measured {
        public static void main(String[] arguments) throws Exception {
            List<String> files = List.of(arguments).subList(1, arguments.length);
            List<String> results = new ArrayList<>();
            try (Decoding vips = Decoders.vips()) {
                ByteArrayOutputStream first = new ByteArrayOutputStream();
                first.write(Pictures.encoded("png", 500, 500));
                Path warm = Files.write(Path.of(files.getFirst()).resolveSibling("warm.png"), first.toByteArray());
                // What the virtual machine itself needs for a decoding is not the picture's.
                for (int box : new int[] {400, 1600, 400, 1600}) {
                    vips.decode(warm, ImageProbe.probe(warm), box, picture -> true);
                    Path real = Path.of(files.get(1));
                    vips.decode(real, ImageProbe.probe(real), box, picture -> true);
                }
                for (String file : files) {
                    for (int box : new int[] {400, 1600, WIDTH}) {
                        long taken = peak(vips, Path.of(file), box);
                        results.add(file + " " + box + "\t" + taken);
                    }
                }
            }
            Files.write(Path.of(arguments[0]), results);
        }

        private static long peak(Decoding vips, Path file, int box) throws Exception {
            long before = anonymous();
            AtomicLong most = new AtomicLong(before);
            AtomicBoolean ended = new AtomicBoolean();
            Thread watch = Thread.ofPlatform().start(() -> {
                while (!ended.get()) {
                    most.accumulateAndGet(anonymous(), Math::max);
                }
            });
            vips.decode(file, ImageProbe.probe(file), box, picture -> true);
            ended.set(true);
            watch.join();
            return most.get() - before;
        }

        /** Resident memory that is no file's, bytes. */
        private static long anonymous() {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
                return lines.filter(line -> line.startsWith("RssAnon:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                        .sum();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
