package studio.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;

class ImageIoThumbnailerTest {
    @TempDir
    Path folder;

    private final Thumbnailer thumbnailer = new Thumbnailer(Decoders.imageIo(), 100_000_000, new SimpleMeterRegistry());

    private Thumbnailer.Made make(byte[] picture) throws Exception {
        Path source = Pictures.file(folder, "source.bin", picture);
        return Pictures.written(thumbnailer, source, folder.resolve("thumb"), folder.resolve("preview"));
    }

    private ImageInfo made(String name) throws Exception {
        return ImageProbe.probe(folder.resolve(name));
    }

    @ParameterizedTest
    @CsvSource({
        "png,900,700,515,401",
        "jpg,700,900,401,515",
        "gif,900,700,515,401",
        "bmp,30,20,30,20",
        "jpg,1,1,1,1",
        "png,300,2000,300,2000"
    })
    void aThumbnailHasTheShapeOfItsPicture(String type, int width, int height, int smallWidth, int smallHeight)
            throws Exception {
        Thumbnailer.Made made = make(Pictures.encoded(type, width, height));

        assertThat(made.thumbnail()).isNotNull();
        assertThat(made.placeholder()).startsWith("data:image/png;base64,").hasSizeLessThanOrEqualTo(400);
        assertThat(made("thumb"))
                .extracting(ImageInfo::width, ImageInfo::height)
                .containsExactly(smallWidth, smallHeight);
    }

    @Test
    void aPictureLargerThanWhatIsHeldIsReadInSteps() throws Exception {
        assertThat(make(Pictures.encoded("png", 4096, 2048)).thumbnail()).isNotNull();

        assertThat(made("preview"))
                .extracting(ImageInfo::width, ImageInfo::height)
                .containsExactly(1600, 800);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void aTurnedPictureStandsUpright(int orientation) throws Exception {
        BufferedImage image = new BufferedImage(1800, 900, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().fillRect(0, 0, 900, 450);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", jpeg);

        make(Samples.turned(jpeg.toByteArray(), orientation, ByteOrder.BIG_ENDIAN));

        BufferedImage preview = ImageIO.read(folder.resolve("preview").toFile());
        boolean right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        boolean bottom = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
        int x = preview.getWidth() / 4 * (right ? 3 : 1);
        int y = preview.getHeight() / 4 * (bottom ? 3 : 1);
        assertThat(preview.getWidth()).isEqualTo(orientation >= 5 ? 800 : 1600);
        assertThat(preview.getRGB(x, y) & 0xff).as("the bright quarter").isGreaterThan(200);
        assertThat(preview.getRGB(preview.getWidth() - x, y) & 0xff).isLessThan(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void aCutOffPictureIsRefused(String type) throws Exception {
        byte[] whole = Pictures.encoded(type, 600, 500);

        assertThatExceptionOfType(NotAnImageException.class)
                .isThrownBy(() -> make(Arrays.copyOf(whole, whole.length / 2)))
                .withMessageContaining("cut off");
        assertThat(folder.resolve("thumb")).doesNotExist();
    }

    @Test
    void webpIsBeyondIt() throws Exception {
        assertThat(make(Samples.webpLossy())).isEqualTo(Thumbnailer.Made.NOTHING);
    }
}
