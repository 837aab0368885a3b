package studio.imaging.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.imaging.Pictures;
import studio.imaging.Samples;
import studio.imaging.metadata.PictureMetadata;

class ImageProbeTest {
    @TempDir
    Path folder;

    private ImageInfo probe(byte[] content) throws Exception {
        return ImageProbe.probe(Pictures.file(folder, "picture.bin", content));
    }

    private void assertRefused(byte[] content, String... words) {
        assertThatExceptionOfType(NotAnImageException.class)
                .isThrownBy(() -> probe(content))
                .extracting(Throwable::getMessage)
                .asString()
                .contains(words);
    }

    private void assertRefused(String content, String... words) {
        assertRefused(content.getBytes(StandardCharsets.UTF_8), words);
    }

    @ParameterizedTest
    @CsvSource({"png,PNG", "jpg,JPEG", "gif,GIF", "bmp,BMP", "tiff,TIFF"})
    void realPicturesAreKnownByTheirBytes(String type, ImageFormat format) throws Exception {
        byte[] picture = Pictures.encoded(type, 321, 123);

        assertThat(probe(picture)).isEqualTo(new ImageInfo(format, 321, 123, picture.length, true));
    }

    @ParameterizedTest
    @CsvSource({"png", "jpg", "gif", "bmp"})
    void aCutOffPictureIsNotComplete(String type) throws Exception {
        byte[] picture = Pictures.encoded(type, 321, 123);

        ImageInfo info = probe(Arrays.copyOf(picture, picture.length * 2 / 3));

        assertThat(info.complete()).isFalse();
        assertThat(info.width()).isEqualTo(321);
    }

    @ParameterizedTest
    @CsvSource({"png", "jpg", "gif"})
    void paddingAfterTheEndDoesNoHarm(String type) throws Exception {
        byte[] picture = Pictures.encoded(type, 321, 123);

        assertThat(probe(Arrays.copyOf(picture, picture.length + 1000)).complete())
                .isTrue();
    }

    @Test
    void theThreeKindsOfWebpAreMeasured() throws Exception {
        assertThat(probe(Samples.webpLossy())).isEqualTo(info(ImageFormat.WEBP, 1, 1, Samples.webpLossy(), true));
        assertThat(probe(Samples.webpLossless(7, 300)))
                .isEqualTo(info(ImageFormat.WEBP, 7, 300, Samples.webpLossless(7, 300), true));
        assertThat(probe(Samples.webpExtended(5000, 70_000)))
                .isEqualTo(info(ImageFormat.WEBP, 5000, 70_000, Samples.webpExtended(5000, 70_000), true));
        assertThat(probe(Arrays.copyOf(Samples.webpExtended(50, 60), 35)).complete())
                .isFalse();
    }

    @Test
    void avifAndHeicAreToldApartByTheirBrandsAndMeasuredByTheirLargestPart() throws Exception {
        assertThat(probe(Samples.heif("avif", "mif1", 800, 600, 0)))
                .isEqualTo(info(ImageFormat.AVIF, 800, 600, Samples.heif("avif", "mif1", 800, 600, 0), true));
        assertThat(probe(Samples.heif("mif1", "avif", 800, 600, 0)).format()).isEqualTo(ImageFormat.AVIF);
        assertThat(probe(Samples.heif("mif1", "heic", 800, 600, 0)).format()).isEqualTo(ImageFormat.HEIC);
        assertThat(probe(Samples.heif("msf1", "hevc", 800, 600, 0)).format()).isEqualTo(ImageFormat.HEIC);
        assertThat(probe(Samples.heif("heic", "mif1", 800, 600, 1)))
                .as("a quarter turn")
                .extracting(ImageInfo::width, ImageInfo::height)
                .containsExactly(600, 800);
        byte[] whole = Samples.heif("avif", "mif1", 800, 600, 0);
        assertThat(probe(Arrays.copyOf(whole, whole.length - 5)).complete()).isFalse();
        assertRefused(Samples.heif("isom", "mp42", 800, 600, 0), "video");
    }

    @ParameterizedTest
    @CsvSource({"1,40,20", "2,40,20", "3,40,20", "4,40,20", "5,20,40", "6,20,40", "7,20,40", "8,20,40", "9,40,20"})
    void aJpegIsMeasuredAsItIsShown(int orientation, int width, int height) throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ImageInfo info = probe(Samples.turned(Pictures.encoded("jpg", 40, 20), orientation, order));

            assertThat(info).extracting(ImageInfo::width, ImageInfo::height).containsExactly(width, height);
        }
    }

    @Test
    void svgIsFoundBehindItsProlog() throws Exception {
        assertThat(probe("""
                        \ufeff<?xml version="1.0"?>
                        <!-- made by a model -->
                        <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "about:blank">
                        <svg xmlns="http://www.w3.org/2000/svg" width="120px" height='80'><path/></svg>""".getBytes(StandardCharsets.UTF_8)))
                .extracting(ImageInfo::format, ImageInfo::width, ImageInfo::height, ImageInfo::complete)
                .containsExactly(ImageFormat.SVG, 120, 80, true);
        assertThat(probe("<svg viewBox='0 0 64 32' width='100%'>".getBytes(StandardCharsets.UTF_8)))
                .extracting(ImageInfo::width, ImageInfo::height, ImageInfo::complete)
                .containsExactly(64, 32, false);
        for (Charset charset : new Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            assertThat(probe("\ufeff<svg/>".getBytes(charset)))
                    .extracting(ImageInfo::format, ImageInfo::width)
                    .containsExactly(ImageFormat.SVG, 0);
        }
    }

    @Test
    void whatIsNoPictureIsNamed() {
        assertRefused("", "empty");
        assertRefused(" {\"error\":{\"message\":\"no\"}}", "JSON");
        assertRefused("[1]", "JSON");
        assertRefused("<!DOCTYPE html>\n<html><body>502</body></html>", "HTML");
        assertRefused("<!-- proxy --><HTML>", "HTML");
        assertRefused("%PDF-1.7", "PDF");
        assertRefused("data:image/png;base64,AAAA", "data URL");
        assertRefused("Sorry, I cannot draw that. 抱歉", "text");
        assertRefused(new byte[] {1, 2, 3, 0, -1}, "unknown");
        assertRefused(new byte[] {-1, 0x0a, 0, 0}, "JPEG XL");
        assertRefused("BM is a town", "unknown");
    }

    @Test
    void absurdSizesAreNoPicture() throws Exception {
        assertRefused(Samples.png(0, 10), "size");
        assertRefused(Samples.png(10, 0), "size");
        assertRefused(Samples.png(-5, 10), "size");
        assertRefused(Samples.png(2_000_000_000, 10), "size");
        assertRefused("GIF89a\0\0\0\0\0\0\0;", "size");
        assertRefused(Arrays.copyOf(Samples.png(10, 10), 20), "cut off");
    }

    @Test
    void aSmallFileThatClaimsAHugePictureIsRefusedByItsHeader() throws Exception {
        Path bomb = Pictures.file(folder, "bomb.png", Samples.png(60_000, 60_000));

        assertThat(ImageProbe.probe(bomb).pixels()).isEqualTo(3_600_000_000L);
        assertThatExceptionOfType(NotAnImageException.class)
                .isThrownBy(() -> ImageProbe.probe(bomb, 100_000_000))
                .withMessageContaining("60000x60000");
    }

    @Test
    void noDamageWhateverCausesAnythingButARefusal() throws Exception {
        Map<String, byte[]> originals = new LinkedHashMap<>();
        for (String type : new String[] {"png", "jpg", "gif", "bmp", "tiff"}) {
            originals.put(type, Pictures.encoded(type, 40, 30));
        }
        originals.put("exif", Samples.turned(Pictures.encoded("jpg", 40, 30), 6, ByteOrder.BIG_ENDIAN));
        originals.put("webp", Samples.webpLossy());
        originals.put("webpx", Samples.webpExtended(40, 30));
        originals.put("avif", Samples.heif("avif", "mif1", 40, 30, 1));
        originals.put("svg", "<?xml version='1.0'?><svg width='1' height='2'></svg>".getBytes(StandardCharsets.UTF_8));
        Random random = new Random(20261123);
        for (Map.Entry<String, byte[]> original : originals.entrySet()) {
            for (int i = 0; i < 1000; i++) {
                assertHarmless(original.getKey(), mutated(original.getValue(), random));
            }
        }
    }

    private void assertHarmless(String name, byte[] content) throws IOException {
        try {
            Path file = Pictures.file(folder, "mutated.bin", content);
            try {
                ImageInfo info = ImageProbe.probe(file);
                assertThat(info.bytes()).isEqualTo(content.length);
                assertThat(info.width()).isBetween(0, 500_000);
                assertThat(info.height()).isBetween(0, 500_000);
            } finally {
                PictureMetadata.read(file);
            }
        } catch (NotAnImageException e) {
            assertThat(e.getMessage()).as(name).isNotBlank();
        }
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] copy =
                random.nextInt(4) == 0 ? Arrays.copyOf(original, random.nextInt(original.length)) : original.clone();
        int changes = 1 + random.nextInt(6);
        int reach = Math.min(copy.length, random.nextBoolean() ? 64 : 2048);
        for (int i = 0; i < changes && reach > 0; i++) {
            byte[] extremes = {0, -1, 127, -128, 1, (byte) random.nextInt(256)};
            copy[random.nextInt(reach)] = extremes[random.nextInt(extremes.length)];
        }
        return copy;
    }

    @Test
    void anEndlessDirectoryOrBoxListEndsSoon() throws Exception {
        ByteBuffer boxes = ByteBuffer.allocate(16 + 8 * 1_000_000);
        boxes.putInt(16).put("ftypavif\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        while (boxes.hasRemaining()) {
            boxes.putInt(8).put("free".getBytes(StandardCharsets.ISO_8859_1));
        }
        assertRefused(boxes.array(), "AVIF");

        byte[] fill = new byte[16_000_000];
        Arrays.fill(fill, (byte) 0xff);
        fill[1] = (byte) 0xd8;
        assertRefused(fill, "no size");
    }

    private static ImageInfo info(ImageFormat format, int width, int height, byte[] content, boolean complete) {
        return new ImageInfo(format, width, height, content.length, complete);
    }
}
