package studio.imaging.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static studio.imaging.Samples.SECRET;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.imaging.Decoders;
import studio.imaging.PicturePreparation;
import studio.imaging.PicturePreparation.Limits;
import studio.imaging.PicturePreparation.Prepared;
import studio.imaging.Pictures;
import studio.imaging.Samples;
import studio.imaging.UnpreparableException;
import studio.imaging.UnpreparableException.Reason;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.problem.Language;

/** References where nothing can be decoded: what container edits alone can do, and what they refuse. */
class StrippedPictureTest {
    private static final Limits ANYTHING = new Limits(EnumSet.allOf(ImageFormat.class), 10_000_000, 8000);

    @TempDir
    Path folder;

    private final PicturePreparation preparation = new PicturePreparation(Decoders.none(), 100_000_000);

    private Prepared prepare(byte[] picture, Limits limits) throws Exception {
        Path source = Pictures.file(folder, "source.bin", picture);
        return preparation.prepare(source, limits, folder.resolve("target"));
    }

    private byte[] prepared(byte[] picture) throws Exception {
        Prepared prepared = prepare(picture, ANYTHING);
        assertThat(prepared.reencoded()).isFalse();
        assertThat(prepared.scaled()).isFalse();
        assertThat(prepared.bytes()).isEqualTo(Files.size(prepared.file()));
        assertThat(prepared.file()).isEqualTo(folder.resolve("target"));
        return Files.readAllBytes(prepared.file());
    }

    private UnpreparableException refused(byte[] picture, Limits limits, Reason reason) {
        UnpreparableException refusal =
                catchThrowableOfType(UnpreparableException.class, () -> prepare(picture, limits));
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(folder.resolve("target")).doesNotExist();
        assertThat(files()).as("no temporary file is left").containsExactly(folder.resolve("source.bin"));
        return refusal;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] pixels(byte[] picture) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] named(String name, byte[] content) {
        byte[] both = Arrays.copyOf(bytes(name), name.length() + content.length);
        System.arraycopy(content, 0, both, name.length(), content.length);
        return both;
    }

    @Test
    void aJpegLosesWhatItTellsAndKeepsItsPixelsAndColours() throws Exception {
        byte[] plain = Pictures.encoded("jpg", 300, 200);
        byte[] told = plain;
        told = Samples.segment(told, 0xfe, bytes("a comment " + SECRET));
        told = Samples.segment(told, 0xed, bytes("Photoshop 3.0\0" + SECRET));
        told = Samples.segment(told, 0xe2, bytes("MPF\0" + SECRET));
        told = Samples.segment(
                told,
                0xe2,
                named(
                        "ICC_PROFILE\0\1\1",
                        ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData()));
        told = Samples.segment(told, 0xe1, bytes("http://ns.adobe.com/xap/1.0/\0" + SECRET));
        told = Samples.segment(told, 0xe1, named("Exif\0\0", Samples.exif(1)));
        told = Samples.followed(told, "\u00ff\u00d8\u00ff\u00e1 a film with " + SECRET + "\u00ff\u00d9");

        byte[] bare = prepared(told);

        assertThat(pixels(bare)).isEqualTo(pixels(plain));
        assertThat(text(bare))
                .doesNotContain(SECRET, "Exif", "Photoshop", "adobe.com", "MPF")
                .contains("ICC_PROFILE", "sRGB");
    }

    @Test
    void adobesSegmentStaysForItSaysHowColoursAreCoded() throws Exception {
        byte[] adobe = named("Adobe", new byte[] {0, 100, 0, 0, 0, 0, 1});

        assertThat(text(prepared(Samples.segment(Pictures.encoded("jpg", 30, 20), 0xee, adobe))))
                .contains("Adobe");
    }

    @Test
    void aPictureThatTellsNothingIsCopiedByteForByte() throws Exception {
        for (String type : List.of("png", "jpg")) {
            byte[] plain = Pictures.encoded(type, 300, 200);
            assertThat(prepared(plain)).isEqualTo(plain);
        }
        assertThat(prepared(Samples.webpLossy())).isEqualTo(Samples.webpLossy());
    }

    @Test
    void aPngLosesItsTextAndKeepsItsPixelsAndColours() throws Exception {
        byte[] plain = Pictures.encoded("png", 300, 200);
        byte[] told = plain;
        for (String name : List.of("tEXt", "zTXt", "iTXt", "tIME", "caBX", "prVt")) {
            told = Samples.withChunk(told, name, bytes("Comment\0" + SECRET));
        }
        told = Samples.withChunk(told, "eXIf", Samples.exif(1));
        told = Samples.withChunk(told, "gAMA", new byte[] {0, 0, (byte) 0xb1, (byte) 0x8f});
        told = Samples.followed(told, "a tail with " + SECRET);

        byte[] bare = prepared(told);

        assertThat(pixels(bare)).isEqualTo(pixels(plain));
        assertThat(text(bare)).doesNotContain(SECRET, "eXIf", "tEXt", "tIME").contains("gAMA");
        assertThat(bare).hasSize(plain.length + 16);
    }

    @Test
    void aWebpLosesItsMetadataAndTheFlagsThatAnnounceIt() throws Exception {
        byte[] told = Samples.webpWithMetadata(Samples.webpLossy(), 1, 1, Samples.exif(1));

        byte[] bare = prepared(told);

        assertThat(text(bare)).doesNotContain(SECRET, "EXIF", "XMP ", "ODD ");
        assertThat(bare[20]).as("the flags").isZero();
        assertThat(Arrays.copyOfRange(bare, 30, bare.length))
                .as("the picture's chunk")
                .isEqualTo(Arrays.copyOfRange(Samples.webpLossy(), 12, Samples.webpLossy().length));
        assertThat(ImageProbe.probe(folder.resolve("target")).complete()).isTrue();
    }

    @Test
    void aMovingWebpIsLeftToThoseThatDecode() {
        byte[] moving = Samples.webpExtended(40, 30);
        moving[20] = 0x02;

        refused(moving, ANYTHING, Reason.METADATA);
    }

    @Test
    void allOfAHeicButItsPicturesBecomesZeros() throws Exception {
        byte[] told = Samples.heic("hvc1", 1);
        assertThat(text(told)).contains(SECRET);

        byte[] bare = prepared(told);

        assertThat(bare).hasSameSizeAs(told);
        assertThat(text(bare)).doesNotContain(SECRET, "xmpmeta", "MM\0*").contains("PIXELS-IN-MDAT", "PIXELS-IN-IDAT");
        assertThat(text(bare).indexOf("PIXELS-IN-MDAT")).isEqualTo(text(told).indexOf("PIXELS-IN-MDAT"));
        assertThat(ImageProbe.probe(folder.resolve("target")))
                .isEqualTo(new ImageInfo(ImageFormat.HEIC, 640, 480, told.length, true));
    }

    @ParameterizedTest
    @CsvSource({"hvc1,2", "jpeg,1", "odd!,1"})
    void aHeicOfAnOddFormIsRefusedRatherThanSentWithItsPlace(String type, int method) {
        UnpreparableException refusal = refused(Samples.heic(type, method), ANYTHING, Reason.METADATA);

        assertThat(refusal.message().in(Language.ENGLISH)).contains("HEIC", "not sent", "Most Compatible");
        assertThat(refusal.message().in(Language.CHINESE)).contains("HEIC", "没有发送", "兼容性最佳");
    }

    @Test
    void aHeicWithoutATableOfItemsIsRefused() {
        refused(Samples.heif("heic", "mif1", 640, 480, 0), ANYTHING, Reason.METADATA);
    }

    @Test
    void whereverAHeicIsDamagedTheCopyKeepsItsLengthOrIsRefused() throws Exception {
        byte[] whole = Samples.heic("hvc1", 1);
        int data = text(whole).indexOf("mdat");
        Random random = new Random(3);
        int sent = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(data)] = (byte) random.nextInt(256);
            try {
                String bare = text(Files.readAllBytes(prepare(damaged, ANYTHING).file()));
                assertThat(bare).hasSize(whole.length);
                sent++;
            } catch (UnpreparableException | NotAnImageException e) {
                // Refused, as most are.
            }
        }
        assertThat(sent).isPositive();
    }

    @Test
    void aFormatThatTheProviderDoesNotTakeIsRefusedWithAdvice() {
        Limits limits = new Limits(Set.of(ImageFormat.PNG, ImageFormat.JPEG), 10_000_000, 8000);

        UnpreparableException refusal = refused(Samples.heic("hvc1", 1), limits, Reason.FORMAT);

        assertThat(refusal.message().in(Language.ENGLISH))
                .isEqualTo("The model does not take HEIC pictures (only PNG, JPEG), and they cannot be converted here."
                        + " Convert it to JPEG first; on an iPhone, Settings › Camera › Formats › Most Compatible takes"
                        + " JPEGs.");
        assertThat(refusal.message().in(Language.CHINESE)).contains("模型不接受 HEIC 图片（只接受 PNG、JPEG）", "兼容性最佳");
    }

    @Test
    void aPictureBeyondTheLimitsIsRefusedWhereNothingCanShrinkIt() throws Exception {
        byte[] picture = Pictures.encoded("jpg", 300, 200);

        refused(picture, new Limits(Set.of(ImageFormat.JPEG), 10_000_000, 299), Reason.TOO_LARGE);
        assertThat(refused(picture, new Limits(Set.of(ImageFormat.JPEG), 2000, 8000), Reason.TOO_LARGE)
                        .message()
                        .in(Language.CHINESE))
                .contains("300×200", "请换一张更小的图片");
    }

    @Test
    void metadataDoesNotCountAgainstTheLimit() throws Exception {
        byte[] plain = Pictures.encoded("jpg", 300, 200);
        byte[] told = Samples.segment(plain, 0xfe, new byte[60_000]);

        assertThat(prepare(told, new Limits(Set.of(ImageFormat.JPEG), plain.length, 300))
                        .bytes())
                .isEqualTo(plain.length);
    }

    @Test
    void aTurnedPictureIsNotSentLyingOnItsSide() throws Exception {
        byte[] turned = Samples.segment(Pictures.encoded("jpg", 300, 200), 0xe1, named("Exif\0\0", Samples.exif(6)));

        refused(turned, ANYTHING, Reason.METADATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aCutOffPictureIsRefused(String type) throws Exception {
        byte[] whole = Pictures.encoded(type, 300, 200);

        assertThatExceptionOfType(NotAnImageException.class)
                .isThrownBy(() -> prepare(Arrays.copyOf(whole, whole.length / 2), ANYTHING))
                .withMessageContaining("cut off");
        assertThat(folder.resolve("target")).doesNotExist();
    }

    @Test
    void aPictureThatClaimsToBeHugeIsRefused() {
        assertThatExceptionOfType(NotAnImageException.class)
                .isThrownBy(() -> prepare(Samples.png(60_000, 60_000), ANYTHING))
                .withMessageContaining("too large");
    }

    @Test
    void whereverTheHeaderIsDamagedTheCopyIsAPictureOrRefused() throws Exception {
        Random random = new Random(5);
        byte[] webp = Samples.webpWithMetadata(Samples.webpLossy(), 1, 1, Samples.exif(1));
        for (byte[] original : List.of(Pictures.encoded("png", 40, 30), Pictures.encoded("jpg", 40, 30), webp)) {
            for (int i = 0; i < 300; i++) {
                byte[] damaged = original.clone();
                for (int n = 0; n < 3; n++) {
                    damaged[12 + random.nextInt(Math.min(300, damaged.length - 12))] = (byte) random.nextInt(256);
                }
                Path source = Pictures.file(folder, "source.bin", damaged);
                try {
                    Prepared prepared = preparation.prepare(source, ANYTHING, folder.resolve("target"));
                    ImageInfo info = ImageProbe.probe(source);
                    assertThat(ImageProbe.probe(prepared.file()))
                            .extracting(ImageInfo::format, ImageInfo::width, ImageInfo::height)
                            .containsExactly(info.format(), info.width(), info.height());
                } catch (NotAnImageException | UnpreparableException e) {
                    // Refused.
                }
            }
        }
    }
}
