package studio.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.imaging.decode.Decoding;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;

class CompletedJpegTest {
    @TempDir
    Path folder;

    private static byte[] jpeg(boolean progressive) throws Exception {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, new IIOImage(Pictures.drawn(60, 40, BufferedImage.TYPE_INT_RGB), null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void aJpegThatLacksNothingButItsEndMarkerIsCompletedAndNoOther(boolean vips, boolean progressive) throws Exception {
        byte[] whole = jpeg(progressive);
        try (Decoding decoding = vips ? Decoders.vips() : Decoders.imageIo()) {
            Thumbnailer thumbnailer = new Thumbnailer(decoding, 1_000_000, new SimpleMeterRegistry());
            for (int cut = 1; cut < whole.length - 30; cut += cut < 12 ? 1 : 37) {
                byte[] left = Arrays.copyOf(whole, whole.length - cut);
                Path file = Pictures.file(folder, "picture.jpg", left);
                ImageInfo info = probed(file);
                if (info == null) {
                    break;
                }
                assertThat(info.complete()).as("cut by %d", cut).isFalse();

                ImageInfo after = thumbnailer.completed(file, info);

                // The last byte of the data may be nothing but padding.
                if (cut != 3) {
                    assertThat(after.complete()).as("cut by %d", cut).isEqualTo(cut <= 2);
                    assertThat(file).hasBinaryContent(cut <= 2 ? whole : left);
                }
            }
        }
        assertThat(Files.list(folder)).as("no temporary file is left").hasSize(1);
    }

    /** Null where not even the header is left. */
    private static ImageInfo probed(Path file) throws Exception {
        try {
            return ImageProbe.probe(file);
        } catch (NotAnImageException e) {
            return null;
        }
    }
}
