package studio.practice.painting;

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

/** What our writer writes is read back by the JDK's own decoder. */
class PngWriterTest {

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "1,17", "7,5", "16,16", "17,33", "640,427", "1000,3"})
    void aPngHoldsExactlyThePixelsThatWereDrawn(int width, int height) throws IOException {
        Painting painting = painting(width, height);
        BufferedImage read = written(width, height, painting::row);
        assertThat(read.getWidth()).isEqualTo(width);
        assertThat(read.getHeight()).isEqualTo(height);
        assertThat(squaredError(painting(width, height)::row, read)).isZero();
    }

    @Test
    void roughColoursSurvive() throws IOException {
        PngWriter.Rows stripes = (y, rgb) -> {
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) ((i / 18 + y / 6) % 2 == 0 ? 255 : 0);
            }
        };
        assertThat(squaredError(stripes, written(61, 45, stripes))).isZero();
    }

    @Test
    void aPictureOfSixteenMegapixelsIsWrittenWithoutStandingInMemory() throws IOException {
        Painting painting = new Painting(Order.of("sea", 0, 4096, 4096, 0, false));
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        // Draws one row in 256 and repeats it: the test is about the writer's memory, not the painter's time.
        PngWriter.write(4096, 4096, OutputStream.nullOutputStream(), (y, rgb) -> {
            if (y % 256 == 0) {
                painting.row(y, rgb);
            }
        });
        // The picture has 50 MB of pixels.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8_000_000);
    }

    private static Painting painting(int width, int height) {
        return new Painting(Order.of("mountains and a boat on the sea at sunset", 0, width, height, 0, false));
    }

    private static BufferedImage written(int width, int height, PngWriter.Rows rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PngWriter.write(width, height, out, rows);
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private static double squaredError(PngWriter.Rows expected, BufferedImage read) throws IOException {
        byte[] row = new byte[3 * read.getWidth()];
        double sum = 0;
        for (int y = 0; y < read.getHeight(); y++) {
            expected.fill(y, row);
            for (int x = 0; x < read.getWidth(); x++) {
                int rgb = read.getRGB(x, y);
                for (int part = 0; part < 3; part++) {
                    int difference = (row[3 * x + part] & 255) - (rgb >> (16 - 8 * part) & 255);
                    sum += difference * difference;
                }
            }
        }
        return sum;
    }
}
