package studio.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import studio.imaging.decode.CompletedJpeg;
import studio.imaging.decode.UndecodedException;
import studio.imaging.imageio.ImageIoDecoder;
import studio.imaging.imageio.ImageIoPicture;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;

/**
 * Shrinks PNG, JPEG, GIF and BMP with the JVM's ImageIO, where libvips is absent. Large pictures are read with rows and columns
 * left out, so that no more than {@value #DECODED_PIXELS} pixels are ever held. Results are JPEG, or PNG when the
 * picture is transparent. Never loaded in a native executable.
 */
final class ImageIoThumbnailer implements Thumbnailer {
    private static final int DECODED_PIXELS = 6_000_000;
    private static final int PLACEHOLDER_SIDE = 8;
    private static final int QUALITY = 82;

    private final ImageIoDecoder decoder;
    private final long maxPixels;

    ImageIoThumbnailer(ImageIoDecoder decoder, long maxPixels) {
        this.decoder = decoder;
        this.maxPixels = maxPixels;
    }

    @Override
    public Library library() {
        return new Library("ImageIO", Integer.toString(Runtime.version().feature()), true);
    }

    @Override
    public String describe() {
        return "ImageIO of Java " + Runtime.version().feature() + " (PNG, JPEG, GIF and BMP only)";
    }

    @Override
    public ImageInfo completed(Path picture, ImageInfo info) {
        try {
            return info.pixels() > maxPixels ? info : CompletedJpeg.of(decoder, picture, info);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot complete " + picture.getFileName(), e);
        }
    }

    @Override
    public Made make(Path source, ImageInfo info, boolean preview) throws NotAnImageException, UndecodedException {
        ImageInfo actual;
        try {
            actual = ImageProbe.probe(source, maxPixels);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source.getFileName(), e);
        }
        if (!decoder.formats().contains(actual.format())) {
            return Made.NOTHING;
        }
        boolean both = preview && Thumbnailer.wantsPreview(actual);
        return decoder.open(source, actual, DECODED_PIXELS, picture -> shrink(picture, both));
    }

    private static Made shrink(ImageIoPicture upright, boolean preview) throws IOException {
        ImageIoPicture square = upright.cover(THUMBNAIL_SIDE);
        // A JPEG file begins with 600 bytes of tables, too many for a placeholder.
        byte[] placeholder = square.cover(PLACEHOLDER_SIDE).encoded(ImageFormat.PNG, QUALITY);
        return new Made(
                encoded(square),
                preview ? encoded(upright.inside(PREVIEW_SIDE)) : null,
                SmallPictures.placeholder(ImageFormat.PNG.mediaType(), placeholder));
    }

    private static byte[] encoded(ImageIoPicture picture) throws IOException {
        return picture.encoded(picture.transparent() ? ImageFormat.PNG : ImageFormat.JPEG, QUALITY);
    }
}
