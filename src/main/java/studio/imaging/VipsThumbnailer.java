package studio.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Base64;
import studio.imaging.decode.CompletedJpeg;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.vips.VipsDecoder;
import studio.imaging.vips.VipsException;
import studio.imaging.vips.VipsLibrary;
import studio.imaging.vips.VipsPicture;

/**
 * Shrinks pictures with libvips: one decode for thumbnail, preview and placeholder, all WebP without metadata. A file's header
 * is checked against the pixel cap before libvips sees it: a picture of 254 bytes can claim to be of 3,600 megapixels.
 */
final class VipsThumbnailer implements Thumbnailer {
    /** One grey pixel, PNG. */
    private static final String TINY =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

    private final VipsDecoder decoder;
    private final long maxPixels;

    VipsThumbnailer(VipsDecoder decoder, long maxPixels) {
        this.decoder = decoder;
        this.maxPixels = maxPixels;
    }

    /**
     * Takes one tiny picture through the whole way.
     *
     * @throws VipsException when this library cannot do what is needed of it
     */
    static void selfTest(VipsLibrary vips) throws VipsException {
        byte[] tiny = Base64.getDecoder().decode(TINY);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = arena.allocate(tiny.length);
            file.copyFrom(MemorySegment.ofArray(tiny));
            try (VipsPicture decoded = VipsPicture.decode(vips, file, THUMBNAIL_SIDE);
                    VipsPicture square = decoded.cover(2)) {
                if (square.longSide() != 2 || square.webp(SmallPictures.QUALITY).length == 0) {
                    throw new VipsException("the self-test gave another picture than expected");
                }
            }
        } finally {
            vips.threadShutdown();
        }
    }

    @Override
    public Library library() {
        return new Library("libvips", decoder.version(), true);
    }

    @Override
    public String describe() {
        return decoder.describe();
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
        ImageInfo actual = probe(source);
        if (!decoder.formats().contains(actual.format())) {
            return Made.NOTHING;
        }
        boolean both = preview && Thumbnailer.wantsPreview(actual);
        int box = SmallPictures.decodedSide(actual, both);
        return decoder.open(source, actual, box, decoded -> shrink(decoded, both));
    }

    private ImageInfo probe(Path source) throws NotAnImageException {
        try {
            return ImageProbe.probe(source, maxPixels);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source.getFileName(), e);
        }
    }

    private static Made shrink(VipsPicture decoded, boolean preview) throws VipsException {
        try (VipsPicture square = decoded.cover(THUMBNAIL_SIDE);
                VipsPicture tiny = square.cover(SmallPictures.PLACEHOLDER_SIDE)) {
            byte[] thumbnail = square.webp(SmallPictures.QUALITY);
            String placeholder = SmallPictures.placeholder(
                    ImageFormat.WEBP.mediaType(), tiny.webp(SmallPictures.PLACEHOLDER_QUALITY));
            return new Made(thumbnail, preview ? preview(decoded) : null, placeholder);
        }
    }

    private static byte[] preview(VipsPicture decoded) throws VipsException {
        if (decoded.longSide() <= PREVIEW_SIDE) {
            return decoded.webp(SmallPictures.QUALITY);
        }
        try (VipsPicture inside = decoded.inside(PREVIEW_SIDE)) {
            return inside.webp(SmallPictures.QUALITY);
        }
    }
}
