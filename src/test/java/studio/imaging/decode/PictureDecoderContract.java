package studio.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import studio.imaging.Pictures;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/** What every decoder of pictures does. */
public abstract class PictureDecoderContract {
    @TempDir
    protected Path folder;

    protected abstract PictureDecoder decoder() throws Exception;

    private DecodedPicture decoded(byte[] picture, int box) throws Exception {
        PictureDecoder decoder = decoder();
        Path file = Pictures.file(folder, "picture", picture);
        PixelLayout layout = PixelLayout.read(file, ImageProbe.probe(file));
        PictureDecoder.Share share = decoder.share(layout, box);
        assertThat(share.box()).isPositive().isLessThanOrEqualTo(box);
        assertThat(share.bytes())
                .isPositive()
                .isLessThanOrEqualTo(decoder.info().memory());
        return decoder.decode(file, layout, share);
    }

    private static byte[] transparent() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(60, 40, BufferedImage.TYPE_INT_ARGB), "png", png);
        return png.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void aPictureFitsIntoTheBox(String format) throws Exception {
        try (DecodedPicture picture = decoded(Pictures.encoded(format, 900, 600), 450)) {
            assertThat(picture.longSide()).isEqualTo(450);
        }
        try (DecodedPicture picture = decoded(Pictures.encoded(format, 90, 60), 450)) {
            assertThat(picture.longSide()).as("never larger than it was").isEqualTo(90);
        }
    }

    @Test
    void onlyAnAlphaChannelMakesItTransparent() throws Exception {
        try (DecodedPicture opaque = decoded(Pictures.encoded("png", 60, 40), 60);
                DecodedPicture transparent = decoded(transparent(), 60)) {
            assertThat(opaque.transparent()).isFalse();
            assertThat(transparent.transparent()).isTrue();
        }
    }

    @Test
    void whatIsTransparentBecomesWhiteInAJpeg() throws Exception {
        try (DecodedPicture picture = decoded(transparent(), 60)) {
            BufferedImage jpeg = ImageIO.read(new ByteArrayInputStream(picture.encoded(ImageFormat.JPEG, 90)));
            assertThat(jpeg.getRGB(30, 20) & 0xff).isGreaterThan(250);
        }
    }

    @Test
    void scalingKeepsTheProportionsUnlessToldOtherwise() throws Exception {
        try (DecodedPicture picture = decoded(Pictures.encoded("png", 900, 600), 900);
                DecodedPicture inside = picture.inside(300);
                DecodedPicture exactly = picture.exactly(120, 700);
                DecodedPicture cover = picture.cover(200)) {
            assertSize(inside, 300, 200);
            assertSize(exactly, 120, 700);
            assertSize(cover, 200, 200);
        }
    }

    private void assertSize(DecodedPicture picture, int width, int height) throws Exception {
        Path file = folder.resolve("scaled.png");
        picture.write(ImageFormat.PNG, 100, file);
        assertThat(ImageProbe.probe(file))
                .extracting(ImageInfo::width, ImageInfo::height)
                .containsExactly(width, height);
    }

    @Test
    void itWritesWhatItSaysItWrites() throws Exception {
        Set<ImageFormat> formats = decoder().info().writes();
        assertThat(formats).contains(ImageFormat.PNG, ImageFormat.JPEG);
        try (DecodedPicture picture = decoded(Pictures.encoded("png", 90, 60), 90)) {
            for (ImageFormat format : formats) {
                Path file = folder.resolve("written." + format.extension());
                picture.write(format, 80, file);
                assertThat(ImageProbe.probe(file).format()).isEqualTo(format);
                assertThat(ImageProbe.probe(Files.write(file, picture.encoded(format, 80)))
                                .format())
                        .isEqualTo(format);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void aCutOffPictureIsRefused(String format) throws Exception {
        byte[] whole = Pictures.encoded(format, 600, 500);

        assertThatExceptionOfType(NotAnImageException.class)
                .isThrownBy(() -> decoded(Arrays.copyOf(whole, whole.length / 2), 400))
                .withMessageContaining("cut off");
    }
}
