package studio.practice.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.practice.painting.Order;
import studio.practice.painting.Painting;

/** What our writers write is read back by the JDK's own decoders. */
class PictureWritersTest {

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "1,17", "7,5", "16,16", "17,33", "640,427", "1000,3"})
    void aPngHoldsExactlyThePixelsThatWereDrawn(int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PngWriter(3).write(painting(width, height), out);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(read.getWidth()).isEqualTo(width);
        assertThat(read.getHeight()).isEqualTo(height);
        assertThat(squaredError(painting(width, height), read)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "1,17", "7,5", "16,16", "17,33", "640,427", "1000,3"})
    void aJpegLooksLikeThePixelsThatWereDrawn(int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JpegWriter(88).write(painting(width, height), out);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(read.getWidth()).isEqualTo(width);
        assertThat(read.getHeight()).isEqualTo(height);
        double psnr = 10 * Math.log10(255 * 255 / Math.max(1e-9, squaredError(painting(width, height), read)));
        // A scene of a few pixels has colours next to each other that halved chroma cannot keep apart.
        assertThat(psnr).isGreaterThan(width * height > 100_000 ? 33 : 18);
    }

    @Test
    void roughColoursSurviveInAJpeg() throws IOException {
        Rows stripes = new Rows() {
            @Override
            public int width() {
                return 61;
            }

            @Override
            public int height() {
                return 45;
            }

            @Override
            public void row(int y, byte[] rgb) {
                for (int x = 0; x < width(); x++) {
                    int tone = (x / 6 + y / 6) % 2 == 0 ? 255 : 0;
                    rgb[3 * x] = (byte) tone;
                    rgb[3 * x + 1] = (byte) tone;
                    rgb[3 * x + 2] = (byte) tone;
                }
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JpegWriter(95).write(stripes, out);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(10 * Math.log10(255 * 255 / squaredError(stripes, read))).isGreaterThan(35);
    }

    @Test
    void aPictureOfSixteenMegapixelsIsWrittenWithoutStandingInMemory() throws IOException {
        Painting painting = Painting.of(Order.of("sea", 0, 4096, 4096, 0));
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        // The picture has 50 MB of pixels; what is allocated outside of the row loop is counted at its ends.
        long[] held = new long[1];
        long before = threads.getCurrentThreadAllocatedBytes();
        new PngWriter(1).write(new Repeated(painting), OutputStream.nullOutputStream());
        held[0] = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(held[0]).isLessThan(8_000_000);
    }

    /** Draws one row in 256 and repeats it: the test is about the writer's memory, not the painter's time. */
    private record Repeated(Rows rows) implements Rows {
        @Override
        public int width() {
            return rows.width();
        }

        @Override
        public int height() {
            return rows.height();
        }

        @Override
        public void row(int y, byte[] rgb) {
            if (y % 256 == 0) {
                rows.row(y, rgb);
            }
        }
    }

    private static Painting painting(int width, int height) {
        return Painting.of(Order.of("mountains and a boat on the sea at sunset", 0, width, height, 0));
    }

    private static double squaredError(Rows expected, BufferedImage read) {
        byte[] row = new byte[3 * expected.width()];
        double sum = 0;
        for (int y = 0; y < expected.height(); y++) {
            expected.row(y, row);
            for (int x = 0; x < expected.width(); x++) {
                int rgb = read.getRGB(x, y);
                for (int part = 0; part < 3; part++) {
                    int difference = (row[3 * x + part] & 255) - (rgb >> (16 - 8 * part) & 255);
                    sum += difference * difference;
                }
            }
        }
        return sum / (3.0 * expected.width() * expected.height());
    }
}
