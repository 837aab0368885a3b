package studio.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.imaging.decode.DecodeMemory;
import studio.imaging.decode.Decoding;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.vips.VipsLibrary;
import studio.imaging.vips.VipsLibrary.VipsException;
import studio.imaging.vips.VipsPicture;

class VipsThumbnailerTest {
    private static final long MAX_PIXELS = 100_000_000;

    @TempDir
    Path folder;

    private VipsLibrary vips;
    private Decoding decoder;
    private Thumbnailer thumbnailer;
    private Path thumbnail;
    private Path preview;

    @BeforeEach
    void open() throws Exception {
        vips = Decoders.library();
        decoder = Decoders.vips(vips, DecodeMemory.available());
        thumbnailer = new Thumbnailer(decoder, MAX_PIXELS, new SimpleMeterRegistry());
        thumbnail = folder.resolve("thumb.webp");
        preview = folder.resolve("preview.webp");
    }

    @AfterEach
    void close() {
        if (decoder != null) {
            decoder.close();
        }
    }

    private Thumbnailer.Made make(byte[] picture) throws Exception {
        Path source = Pictures.file(folder, "source.bin", picture);
        return Pictures.written(thumbnailer, source, thumbnail, preview);
    }

    /** libvips' own threads let go of their last buffers a moment after the job's end. */
    private void assertNothingIsHeld() {
        await().untilAsserted(() -> assertThat(vips.trackedMemory()).isZero());
    }

    private static void assertSize(Path file, int width, int height) throws Exception {
        assertThat(ImageProbe.probe(file))
                .extracting(ImageInfo::format, ImageInfo::width, ImageInfo::height, ImageInfo::complete)
                .containsExactly(ImageFormat.WEBP, width, height, true);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "png,900,700,515,401",
        "jpg,700,900,401,515",
        "gif,900,700,515,401",
        "png,30,20,30,20",
        "jpg,1,1,1,1",
        "png,300,2000,300,2000",
        "tiff,900,700,515,401"
    })
    void aThumbnailHasTheShapeOfItsPicture(String type, int width, int height, int smallWidth, int smallHeight)
            throws Exception {
        Thumbnailer.Made made = make(Pictures.encoded(type, width, height));

        assertThat(made.thumbnail()).isNotNull();
        assertThat(made.placeholder()).startsWith("data:image/webp;base64,").hasSizeLessThanOrEqualTo(400);
        assertSize(thumbnail, smallWidth, smallHeight);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aLargePictureGetsAPreviewOfTheSameShape(String type) throws Exception {
        assertThat(make(Pictures.encoded(type, 3200, 1800)).thumbnail()).isNotNull();

        assertSize(preview, 1600, 900);
        assertSize(thumbnail, 712, 400);
        assertThat(files()).as("no temporary file is left").hasSize(3);
    }

    @Test
    void aLongStripKeepsASharpThumbnailBesideItsPreview() throws Exception {
        assertThat(make(Pictures.encoded("png", 6000, 500)).thumbnail()).isNotNull();

        assertSize(preview, 1600, 133);
        assertSize(thumbnail, 4800, 400);
    }

    @Test
    void aPictureThatFitsGetsNoPreview() throws Exception {
        assertThat(make(Pictures.encoded("png", 1600, 900)).thumbnail()).isNotNull();
        assertThat(preview).doesNotExist();
    }

    @Test
    void webpOfOurOwnIsDecodedAgain() throws Exception {
        make(Pictures.encoded("png", 900, 700));

        make(Files.readAllBytes(thumbnail));

        assertSize(thumbnail, 514, 400);
    }

    @Test
    void aTurnedPictureStandsUprightAndCarriesNoMetadata() throws Exception {
        byte[] turned = Samples.turned(Pictures.encoded("jpg", 3200, 1800), 6, ByteOrder.BIG_ENDIAN);

        make(turned);

        assertSize(preview, 900, 1600);
        assertThat(Files.readString(preview, StandardCharsets.ISO_8859_1))
                .startsWith("RIFF")
                .doesNotContain("EXIF", "XMP ", "ICCP");
    }

    @Test
    void transparencyIsKept() throws Exception {
        BufferedImage image = new BufferedImage(500, 500, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(250, 250, 0xffff0000);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);

        make(png.toByteArray());

        assertThat(Files.readString(thumbnail, StandardCharsets.ISO_8859_1)).contains("ALPH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void aCutOffPictureIsRefusedAndLeavesNothing(String type) throws Exception {
        byte[] whole = Pictures.encoded(type, 600, 500);
        for (int tenths = 1; tenths < 10; tenths++) {
            byte[] part = Arrays.copyOf(whole, whole.length * tenths / 10);
            assertThatExceptionOfType(NotAnImageException.class)
                    .as("%d tenths", tenths)
                    .isThrownBy(() -> make(part));
        }
        assertThat(thumbnail).doesNotExist();
        assertThat(preview).doesNotExist();
        assertNothingIsHeld();
    }

    @Test
    void oneFlippedBitAnywhereInAPngIsFoundOut() throws Exception {
        byte[] whole = Pictures.encoded("png", 900, 300);
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            byte[] flipped = whole.clone();
            // The tall way of a cover crop leaves out both ends, which must be looked at none the less.
            int at = 60 + random.nextInt(flipped.length - 80);
            flipped[at] = (byte) (flipped[at] ^ 1 << random.nextInt(8));
            assertThatExceptionOfType(NotAnImageException.class).isThrownBy(() -> make(flipped));
        }
    }

    @Test
    void zerosInAJpegsMiddleAreFoundOut() throws Exception {
        byte[] whole = Pictures.encoded("jpg", 900, 300);
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, whole.length / 2, whole.length / 2 + 3000, (byte) 0xff);

        assertThatExceptionOfType(NotAnImageException.class)
                .isThrownBy(() -> make(damaged))
                .withMessageContaining("damaged");
    }

    @Test
    void textThatNobodyShowsMayBeDamaged() throws Exception {
        byte[] png = Pictures.encoded("png", 600, 500);
        byte[] profile = Samples.chunk("iCCP", "odd\0\0not a profile".getBytes(StandardCharsets.UTF_8));
        byte[] odd = new byte[png.length + profile.length];
        System.arraycopy(png, 0, odd, 0, 33);
        System.arraycopy(profile, 0, odd, 33, profile.length);
        System.arraycopy(png, 33, odd, 33 + profile.length, png.length - 33);

        assertThat(make(odd).thumbnail()).isNotNull();
    }

    @Test
    void aPictureThatClaimsToBeHugeIsRefusedBeforeDecoding() throws Exception {
        Path bomb = Pictures.file(folder, "bomb.png", Samples.png(60_000, 60_000));
        ImageInfo info = ImageProbe.probe(bomb);

        assertThatExceptionOfType(NotAnImageException.class)
                .isThrownBy(() -> thumbnailer.make(bomb, info))
                .withMessageContaining("too large");
        assertThatExceptionOfType(NotAnImageException.class)
                .isThrownBy(() -> thumbnailer.preview(bomb, info))
                .withMessageContaining("too large");
    }

    @Test
    void aBmpIsShrunkAsWellThoughLibvipsReadsNone() throws Exception {
        Thumbnailer.Made made = make(Pictures.encoded("bmp", 1700, 300));

        assertThat(made.thumbnail()).isNotNull();
        assertThat(ImageProbe.probe(preview).width()).isEqualTo(1600);
    }

    @Test
    void aTiffGetsAPreviewHoweverSmallSinceBrowsersShowNone() throws Exception {
        assertThat(make(Pictures.encoded("tiff", 500, 300)).thumbnail()).isNotNull();
        assertThat(ImageProbe.probe(preview).width()).isEqualTo(500);
    }

    @Test
    void whatNeitherLibvipsNorABrowserShowsGetsATileWithItsName() throws Exception {
        Path heic = Pictures.file(folder, "photo.heic", Samples.heif("heic", "mif1", 800, 600, 0));

        assertThat(Pictures.written(thumbnailer, heic, thumbnail, preview).thumbnail())
                .isNotNull();

        assertThat(ImageProbe.probe(thumbnail).format()).isEqualTo(ImageFormat.SVG);
        assertThat(thumbnail).content().contains(">HEIC<");
        assertThat(preview).hasSameTextualContentAs(thumbnail);
    }

    @Test
    void loadersOffTheListAreShutEvenInLibvips() throws Exception {
        byte[] svg =
                "<svg xmlns='http://www.w3.org/2000/svg' width='50' height='50'/>".getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = arena.allocate(svg.length);
            file.copyFrom(MemorySegment.ofArray(svg));
            assertThatExceptionOfType(VipsException.class).isThrownBy(() -> VipsPicture.decode(vips, file, 40, false));
        }
    }

    @Test
    void manyThreadsAndManyJobsLeaveNoMemoryBehind() throws Exception {
        byte[] png = Pictures.encoded("png", 500, 400);
        byte[] jpg = Pictures.encoded("jpg", 1700, 900);
        byte[] broken = Arrays.copyOf(png, png.length / 2);
        Path[] sources = {
            Pictures.file(folder, "a", png), Pictures.file(folder, "b", jpg), Pictures.file(folder, "c", broken)
        };
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                results.add(callers.submit(() -> jobs(sources)));
            }
            for (Future<Integer> result : results) {
                assertThat(result.get()).as("refused, one in three").isEqualTo(10);
            }
        }
        assertNothingIsHeld();
    }

    private int jobs(Path[] sources) throws Exception {
        int refused = 0;
        for (int i = 0; i < 30; i++) {
            Path source = sources[i % sources.length];
            try {
                thumbnailer.make(source, ImageProbe.probe(source));
                thumbnailer.preview(source, ImageProbe.probe(source));
            } catch (NotAnImageException e) {
                refused++;
            }
        }
        return refused;
    }

    @Test
    void anInterruptedCallerStillGetsAWholeThumbnailAndStaysInterrupted() throws Exception {
        Path source = Pictures.file(folder, "source.png", Pictures.encoded("png", 500, 500));
        boolean interrupted;
        Thread.currentThread().interrupt();
        try {
            Pictures.written(thumbnailer, source, thumbnail, preview);
        } finally {
            interrupted = Thread.interrupted();
        }
        assertThat(interrupted).isTrue();
        assertSize(thumbnail, 400, 400);
    }

    @Test
    void aLibraryThatIsNoneIsAnOrdinaryFailure() throws Exception {
        Path text = Pictures.file(folder, "libvips.so", new byte[] {1, 2, 3});

        assertThatExceptionOfType(VipsException.class).isThrownBy(() -> VipsLibrary.open(text));
        assertThatExceptionOfType(VipsException.class).isThrownBy(() -> VipsLibrary.open(folder.resolve("missing")));
    }
}
