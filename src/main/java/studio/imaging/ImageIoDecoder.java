package studio.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Decodes with the JVM's ImageIO, where libvips is absent or does not know the format. */
final class ImageIoDecoder implements PictureDecoder {
    private static final Set<ImageFormat> READS = Collections.unmodifiableSet(
            EnumSet.of(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.GIF, ImageFormat.BMP));
    private static final Set<ImageFormat> WRITES =
            Collections.unmodifiableSet(EnumSet.of(ImageFormat.PNG, ImageFormat.JPEG));
    /** A phone's photograph of 12 megapixels as a whole; more is read with rows and columns left out. */
    private static final int DECODED_PIXELS = 16_000_000;

    private final ImageWork work = new ImageWork(2, DECODED_PIXELS, () -> {});

    @Override
    public Set<ImageFormat> formats() {
        return READS;
    }

    @Override
    public Set<ImageFormat> writes() {
        return WRITES;
    }

    @Override
    public <T> T decode(Path source, ImageInfo info, int box, Use<DecodedPicture, T> use) throws NotAnImageException {
        return open(source, info, DECODED_PIXELS, picture -> use.apply(picture.inside(box)));
    }

    /** @param maxPixels how many to hold, at most {@value #DECODED_PIXELS} */
    <T> T open(Path source, ImageInfo info, int maxPixels, Use<ImageIoPicture, T> use) throws NotAnImageException {
        if (!info.complete()) {
            // The JPEG reader would fill up what is missing with grey.
            throw NotAnImageException.undecodable(info, "cut off", null);
        }
        return work.run(Math.min(maxPixels, info.pixels()), () -> {
            try (ImageIoPicture picture = ImageIoPicture.decode(source, info, maxPixels)) {
                return use.apply(picture);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read or write beside " + source.getFileName(), e);
            }
        });
    }

    @Override
    public void close() {
        work.close();
    }
}
