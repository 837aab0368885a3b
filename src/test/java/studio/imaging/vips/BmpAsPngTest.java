package studio.imaging.vips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.imaging.Pictures;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;

/** What libvips gets of a BMP has the pixels that ImageIO reads from it. */
class BmpAsPngTest {
    @TempDir
    Path folder;

    private BufferedImage converted(byte[] bmp) throws Exception {
        Path source = Pictures.file(folder, "source.bmp", bmp);
        Path png = folder.resolve("made.png");
        BmpAsPng.write(source, png, ImageProbe.probe(source));
        return ImageIO.read(png.toFile());
    }

    private void assertSame(byte[] bmp) throws Exception {
        BufferedImage expected = ImageIO.read(new ByteArrayInputStream(bmp));
        BufferedImage converted = converted(bmp);
        assertThat(converted.getWidth()).isEqualTo(expected.getWidth());
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                assertThat(converted.getRGB(x, y)).as("%d,%d", x, y).isEqualTo(expected.getRGB(x, y));
            }
        }
    }

    private static byte[] written(BufferedImage image, String compression, boolean topDown) throws Exception {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("bmp").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType(compression);
            ((javax.imageio.plugins.bmp.BMPImageWriteParam) param).setTopDown(topDown);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage indexed(int bits) {
        byte[] grey = new byte[1 << bits];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (i * 255 / (grey.length - 1));
        }
        byte[] other = grey.clone();
        Arrays.fill(other, 0, grey.length / 2, (byte) 90);
        IndexColorModel colours = new IndexColorModel(bits, grey.length, grey, other, grey);
        BufferedImage image = bits == 8
                ? new BufferedImage(37, 21, BufferedImage.TYPE_BYTE_INDEXED, colours)
                : new BufferedImage(37, 21, BufferedImage.TYPE_BYTE_BINARY, colours);
        for (int y = 0; y < 21; y++) {
            for (int x = 0; x < 37; x++) {
                image.getRaster().setSample(x, y, 0, (x / 3 + y * x) % grey.length);
            }
        }
        return image;
    }

    @ParameterizedTest
    @CsvSource({
        "8, BI_RGB, false",
        "8, BI_RLE8, false",
        "4, BI_RGB, false",
        "4, BI_RLE4, false",
        "1, BI_RGB, false",
        "8, BI_RGB, true"
    })
    void picturesWithAPalette(int bits, String compression, boolean topDown) throws Exception {
        assertSame(written(indexed(bits), compression, topDown));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void picturesOf24Bits(boolean topDown) throws Exception {
        assertSame(written(Pictures.drawn(33, 20, BufferedImage.TYPE_3BYTE_BGR), "BI_RGB", topDown));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {BufferedImage.TYPE_USHORT_555_RGB, BufferedImage.TYPE_USHORT_565_RGB, BufferedImage.TYPE_INT_RGB})
    void picturesWithMasks(int type) throws Exception {
        assertSame(written(Pictures.drawn(33, 20, type), "BI_BITFIELDS", false));
    }

    @Test
    void anAlphaChannelCountsWhereTheHeaderHasAMaskForIt() throws Exception {
        BufferedImage converted = converted(withAlpha());

        assertThat(converted.getRGB(0, 0)).isEqualTo(0x80112233);
        assertThat(converted.getRGB(1, 0)).isEqualTo(0xff445566);
    }

    /** Two pixels with a header of version 5. */
    private static byte[] withAlpha() {
        ByteBuffer bmp = ByteBuffer.allocate(14 + 124 + 8).order(ByteOrder.LITTLE_ENDIAN);
        bmp.put((byte) 'B').put((byte) 'M').putInt(146).putInt(0).putInt(138);
        bmp.putInt(124)
                .putInt(2)
                .putInt(1)
                .putShort((short) 1)
                .putShort((short) 32)
                .putInt(3);
        bmp.putInt(8).putInt(0).putInt(0).putInt(0).putInt(0);
        bmp.putInt(0xff0000).putInt(0xff00).putInt(0xff).putInt(0xff000000);
        return bmp.putInt(138, 0x80112233).putInt(142, 0xff445566).array();
    }

    @Test
    void aBmpThatIsCutOffOrOfNoKnownKindIsRefused() throws Exception {
        byte[] whole = written(Pictures.drawn(33, 20, BufferedImage.TYPE_3BYTE_BGR), "BI_RGB", false);
        Path source = Pictures.file(folder, "cut.bmp", Arrays.copyOf(whole, whole.length - 500));
        ImageInfo info = new ImageInfo(ImageFormat.BMP, 33, 20, whole.length, true);
        byte[] odd = whole.clone();
        odd[28] = 13;
        Path unknown = Pictures.file(folder, "odd.bmp", odd);
        for (Path file : new Path[] {source, unknown}) {
            assertThatExceptionOfType(NotAnImageException.class)
                    .isThrownBy(() -> BmpAsPng.write(file, folder.resolve("made.png"), info));
        }
    }
}
