package studio.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static studio.imaging.probe.ImageFormat.JPEG;
import static studio.imaging.probe.ImageFormat.PNG;
import static studio.imaging.probe.ImageFormat.WEBP;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.imaging.PicturePreparation.Limits;
import studio.imaging.PicturePreparation.Prepared;
import studio.imaging.UnpreparableException.Reason;
import studio.imaging.decode.Decoding;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.vips.Converted;
import studio.problem.Language;

/** References that must be decoded, with libvips and with ImageIO. */
class PicturePreparationTest {
    private static final Set<ImageFormat> USUAL = EnumSet.of(PNG, JPEG, WEBP);
    private static final Limits ROOMY = new Limits(USUAL, 50_000_000, 8000);

    @TempDir
    Path folder;

    private Decoding decoder;

    enum Library {
        LIBVIPS,
        IMAGEIO
    }

    private void use(Library library) throws Exception {
        decoder = library == Library.IMAGEIO ? Decoders.imageIo() : Decoders.vips();
    }

    @AfterEach
    void close() {
        if (decoder != null) {
            decoder.close();
        }
    }

    private Prepared prepare(byte[] picture, Limits limits) throws Exception {
        Path source = Pictures.file(folder, "source.bin", picture);
        Prepared prepared = preparation().prepare(source, limits, folder.resolve("target"));
        ImageInfo info = ImageProbe.probe(prepared.file());
        assertThat(info)
                .isEqualTo(
                        new ImageInfo(prepared.format(), prepared.width(), prepared.height(), prepared.bytes(), true));
        assertThat(files()).as("no temporary file is left").hasSize(2);
        return prepared;
    }

    private PicturePreparation preparation() {
        return new PicturePreparation(decoder == null ? Decoders.none() : decoder, 100_000_000);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    /** 600x400, the upper left quarter white, the rest black. */
    private static BufferedImage quarter() {
        BufferedImage image = new BufferedImage(600, 400, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().fillRect(0, 0, 300, 200);
        return image;
    }

    /** Left half clear, right half red. */
    private static BufferedImage halfClear(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(width / 2, 0, width / 2, height);
        graphics.dispose();
        return image;
    }

    private static byte[] exifSegment(int orientation) {
        byte[] exif = Samples.exif(orientation);
        byte[] named = Arrays.copyOf("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), 6 + exif.length);
        System.arraycopy(exif, 0, named, 6, exif.length);
        return named;
    }

    /** Which quarter is white in a picture that began as {@link #quarter()}. */
    private void assertStandsUpright(Prepared prepared, int orientation) throws Exception {
        BufferedImage image = ImageIO.read(prepared.file().toFile());
        boolean right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        boolean bottom = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
        int x = image.getWidth() / 4 * (right ? 3 : 1);
        int y = image.getHeight() / 4 * (bottom ? 3 : 1);
        assertThat(image.getWidth()).isEqualTo(orientation >= 5 ? 400 : 600);
        assertThat(image.getRGB(x, y) & 0xff).as("the bright quarter").isGreaterThan(240);
        assertThat(image.getRGB(image.getWidth() - x, y) & 0xff).isLessThan(15);
        assertThat(image.getRGB(x, image.getHeight() - y) & 0xff).isLessThan(15);
    }

    private void assertTellsNothing(Prepared prepared) throws IOException {
        assertThat(Files.readString(prepared.file(), StandardCharsets.ISO_8859_1))
                .doesNotContain(Samples.SECRET, "Exif", "EXIF", "eXIf", "MM\0*", "xmpmeta");
    }

    @ParameterizedTest
    @CsvSource({
        "LIBVIPS,2",
        "LIBVIPS,3",
        "LIBVIPS,4",
        "LIBVIPS,5",
        "LIBVIPS,6",
        "LIBVIPS,7",
        "LIBVIPS,8",
        "IMAGEIO,2",
        "IMAGEIO,3",
        "IMAGEIO,4",
        "IMAGEIO,5",
        "IMAGEIO,6",
        "IMAGEIO,7",
        "IMAGEIO,8"
    })
    void aTurnedJpegIsSentUprightAndWithoutItsPlace(Library library, int orientation) throws Exception {
        use(library);

        Prepared prepared = prepare(Samples.segment(encoded(quarter(), "jpg"), 0xe1, exifSegment(orientation)), ROOMY);

        assertThat(prepared.format()).isEqualTo(JPEG);
        assertThat(prepared.reencoded()).isTrue();
        assertThat(prepared.scaled()).isFalse();
        assertStandsUpright(prepared, orientation);
        assertTellsNothing(prepared);
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void aTurnedPngIsSentUpright(Library library) throws Exception {
        use(library);

        Prepared prepared = prepare(Samples.withChunk(encoded(quarter(), "png"), "eXIf", Samples.exif(6)), ROOMY);

        assertThat(prepared.format()).isEqualTo(PNG);
        assertStandsUpright(prepared, 6);
        assertTellsNothing(prepared);
    }

    @Test
    void aTurnedWebpIsSentUpright() throws Exception {
        use(Library.LIBVIPS);
        Path webp = folder.resolve("simple.webp");
        Path png = Pictures.file(folder, "quarter.png", encoded(quarter(), "png"));
        decoder.decode(png, ImageProbe.probe(png), 600, picture -> {
            picture.write(WEBP, 92, webp);
            return true;
        });
        byte[] simple = Files.readAllBytes(webp);
        Files.delete(webp);
        Files.delete(png);
        byte[] turned = Samples.webpWithMetadata(simple, 600, 400, Samples.exif(8));

        Prepared prepared = prepare(turned, ROOMY);

        assertThat(prepared.format()).isEqualTo(JPEG);
        assertStandsUpright(prepared, 8);
        assertTellsNothing(prepared);
    }

    @ParameterizedTest
    @CsvSource({
        "LIBVIPS, quarters.jpg",
        "LIBVIPS, quarters-progressive.jpg",
        "LIBVIPS, quarters-ycck.jpg",
        "LIBVIPS, quarters-ycck-progressive.jpg",
        "IMAGEIO, quarters.jpg",
        "IMAGEIO, quarters-progressive.jpg",
        "IMAGEIO, quarters-ycck.jpg",
        "IMAGEIO, quarters-ycck-progressive.jpg"
    })
    void aJpegInTheColoursOfPrintIsSentInThoseOfAScreen(Library library, String name) throws Exception {
        use(library);

        Prepared prepared =
                prepare(Files.readAllBytes(Path.of("src/test/resources/corpus/cases/cmyk-reference", name)), ROOMY);

        assertThat(prepared.reencoded()).isTrue();
        BufferedImage image = ImageIO.read(prepared.file().toFile());
        assertThat(image.getRaster().getNumBands()).isEqualTo(3);
        assertNear(image.getRGB(10, 10), 255, 255, 255);
        assertNear(image.getRGB(50, 10), 0, 190, 240);
        assertNear(image.getRGB(10, 40), 240, 15, 20);
        assertNear(image.getRGB(50, 40), 20, 20, 20);
    }

    /** Near enough for a conversion with a press's profile as well as for one without any. */
    private static void assertNear(int rgb, int red, int green, int blue) {
        assertThat(rgb >> 16 & 255).isCloseTo(red, within(70));
        assertThat(rgb >> 8 & 255).isCloseTo(green, within(70));
        assertThat(rgb & 255).isCloseTo(blue, within(70));
    }

    @Test
    void withoutADecoderAJpegInTheColoursOfPrintIsRefused() throws Exception {
        Path source = Path.of("src/test/resources/corpus/cases/cmyk-reference/cmyk.jpg");

        assertThatExceptionOfType(UnpreparableException.class)
                .isThrownBy(() -> new PicturePreparation(Decoders.none(), 1_000_000)
                        .prepare(source, ROOMY, folder.resolve("target")))
                .satisfies(e -> assertThat(e.message().in(Language.ENGLISH)).contains("CMYK"));
    }

    @Test
    void aTiffIsConverted() throws Exception {
        use(Library.LIBVIPS);

        Prepared prepared = prepare(encoded(quarter(), "tiff"), ROOMY);

        assertThat(prepared.format()).isEqualTo(JPEG);
        assertStandsUpright(prepared, 1);
    }

    @ParameterizedTest
    @CsvSource({"LIBVIPS,gif", "IMAGEIO,gif", "LIBVIPS,bmp", "IMAGEIO,bmp"})
    void aPictureOfALosslessKindBecomesAPngOfTheSamePixels(Library library, String type) throws Exception {
        use(library);

        Prepared prepared = prepare(encoded(quarter(), type), ROOMY);

        assertThat(prepared.format()).isEqualTo(PNG);
        BufferedImage image = ImageIO.read(prepared.file().toFile());
        assertThat(image.getRGB(299, 199)).isEqualTo(0xffffffff);
        assertThat(image.getRGB(300, 199)).isEqualTo(0xff000000);
    }

    /** A real file with EXIF, as libvips writes it. */
    private byte[] converted(byte[] picture, String extension) throws Exception {
        Path file = folder.resolve("converted." + extension);
        try {
            Converted.write(Decoders.library(), picture, file);
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private int[] pixels(Path file) throws Exception {
        Path png = folder.resolve("pixels.png");
        try {
            Files.write(png, converted(Files.readAllBytes(file), "png"));
            BufferedImage image = ImageIO.read(png.toFile());
            return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        } finally {
            Files.deleteIfExists(png);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"avif", "webp", "jpg"})
    void aRealFileWithAPlaceKeepsEachPixelAndLosesThePlace(String extension) throws Exception {
        use(Library.LIBVIPS);
        byte[] jpeg = Samples.segment(Pictures.encoded("jpg", 320, 240), 0xe1, exifSegment(1));
        byte[] real = converted(jpeg, extension);
        assertThat(new String(real, StandardCharsets.ISO_8859_1)).contains(Samples.SECRET);

        Prepared prepared = prepare(real, new Limits(EnumSet.allOf(ImageFormat.class), 10_000_000, 4000));

        assertThat(prepared.reencoded()).isFalse();
        assertThat(Files.readString(prepared.file(), StandardCharsets.ISO_8859_1))
                .doesNotContain(Samples.SECRET, "MM\0*", "II*\0");
        assertThat(pixels(prepared.file())).isEqualTo(pixels(folder.resolve("source.bin")));
    }

    @Test
    void anAvifIsConvertedForAProviderThatDoesNotTakeIt() throws Exception {
        use(Library.LIBVIPS);

        assertThat(prepare(converted(encoded(quarter(), "png"), "avif"), ROOMY).format())
                .isEqualTo(JPEG);
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void aWidePictureIsScaledDownToTheLimit(Library library) throws Exception {
        use(library);

        Prepared prepared = prepare(Pictures.encoded("jpg", 6000, 1500), new Limits(USUAL, 50_000_000, 2048));

        assertThat(prepared)
                .extracting(Prepared::format, Prepared::width, Prepared::height, Prepared::scaled)
                .containsExactly(JPEG, 2048, 512, true);
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void transparencyIsKept(Library library) throws Exception {
        use(library);

        Prepared prepared = prepare(encoded(halfClear(1000, 800), "png"), new Limits(USUAL, 50_000_000, 500));

        assertThat(prepared.format()).isEqualTo(PNG);
        BufferedImage image = ImageIO.read(prepared.file().toFile());
        assertThat(image.getRGB(100, 200) >>> 24).isZero();
        assertThat(image.getRGB(400, 200)).isEqualTo(0xffff0000);
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void whatIsTransparentBecomesWhiteWhereOnlyJpegIsTaken(Library library) throws Exception {
        use(library);

        Prepared prepared = prepare(encoded(halfClear(200, 100), "png"), new Limits(Set.of(JPEG), 50_000_000, 500));

        BufferedImage image = ImageIO.read(prepared.file().toFile());
        assertThat(image.getRGB(20, 50) & 0xff).isGreaterThan(240);
        assertThat(image.getRGB(180, 50) >> 8 & 0xff).isLessThan(15);
    }

    @Test
    void webpIsWrittenWhereNothingElseIsTaken() throws Exception {
        use(Library.LIBVIPS);

        assertThat(prepare(Pictures.encoded("jpg", 300, 200), new Limits(Set.of(WEBP), 50_000_000, 500))
                        .format())
                .isEqualTo(WEBP);
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void aFileThatIsTooLargeLosesQualityBeforeItLosesPixels(Library library) throws Exception {
        use(library);
        byte[] png = Pictures.encoded("png", 1200, 900);

        Prepared less = prepare(png, new Limits(USUAL, png.length / 4, 2000));
        Prepared smaller = prepare(png, new Limits(USUAL, 60_000, 2000));

        assertThat(less.bytes()).isLessThanOrEqualTo(png.length / 4);
        assertThat(less.scaled()).isFalse();
        assertThat(less.format()).isEqualTo(JPEG);
        assertThat(smaller.bytes()).isLessThanOrEqualTo(60_000);
        assertThat(smaller.scaled()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void aFileThatNothingMakesSmallEnoughIsRefusedAndLeavesNothing(Library library) throws Exception {
        use(library);
        byte[] png = Pictures.encoded("png", 1200, 900);

        assertThatExceptionOfType(UnpreparableException.class)
                .isThrownBy(() -> prepare(png, new Limits(USUAL, 1000, 2000)))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.TOO_LARGE));
        assertThat(files()).hasSize(1);
    }

    @Test
    void aProviderThatTakesNothingThatIsWrittenHereIsToldFromOneThatDoes() throws Exception {
        use(Library.LIBVIPS);

        assertThatExceptionOfType(UnpreparableException.class)
                .isThrownBy(() ->
                        prepare(Pictures.encoded("png", 30, 20), new Limits(Set.of(ImageFormat.HEIC), 50_000_000, 500)))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.FORMAT));
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void aDamagedPictureIsRefusedAndLeavesNothing(Library library) throws Exception {
        use(library);
        byte[] whole = Pictures.encoded("png", 900, 300);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 0x10;
        Limits limits = new Limits(USUAL, 50_000_000, 500);

        assertThatExceptionOfType(NotAnImageException.class).isThrownBy(() -> prepare(flipped, limits));
        assertThatExceptionOfType(NotAnImageException.class)
                .isThrownBy(() -> prepare(Arrays.copyOf(whole, whole.length / 2), limits));
        assertThat(files()).hasSize(1);
    }

    private Prepared mask(BufferedImage mask, int width, int height) throws Exception {
        Path source = Pictures.file(folder, "mask.bin", encoded(mask, "png"));
        return preparation().prepareMask(source, width, height, folder.resolve("mask.png"));
    }

    @ParameterizedTest
    @CsvSource({"LIBVIPS,1000,750", "LIBVIPS,300,225", "LIBVIPS,500,374", "IMAGEIO,1000,750", "IMAGEIO,300,225"})
    void aMaskGetsExactlyTheSizeOfItsPicture(Library library, int width, int height) throws Exception {
        use(library);

        Prepared prepared = mask(halfClear(1000, 750), width, height);

        assertThat(prepared)
                .extracting(Prepared::format, Prepared::width, Prepared::height)
                .containsExactly(PNG, width, height);
        BufferedImage image = ImageIO.read(prepared.file().toFile());
        assertThat(image.getRGB(width / 4, height / 2) >>> 24).isZero();
        assertThat(image.getRGB(width * 3 / 4, height / 2) >>> 24).isEqualTo(255);
    }

    @Test
    void aMaskOfAnotherShapeOrWithoutTransparencyIsRefused() throws Exception {
        use(Library.IMAGEIO);

        assertThatExceptionOfType(UnpreparableException.class)
                .isThrownBy(() -> mask(halfClear(1000, 750), 1000, 1000))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.MASK_SHAPE));
        assertThatExceptionOfType(UnpreparableException.class)
                .isThrownBy(() -> mask(quarter(), 600, 400))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.MASK_OPAQUE));
        assertThat(folder.resolve("mask.png")).doesNotExist();
    }
}
