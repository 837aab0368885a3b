package studio.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Shrinks pictures with libvips: one decode for thumbnail, preview and placeholder, all WebP without metadata. The file is
 * mapped, not read into the heap, and its header is checked against the pixel cap before libvips sees it: a picture of 254
 * bytes can claim to be of 3,600 megapixels.
 */
final class VipsThumbnailer implements Thumbnailer, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(VipsThumbnailer.class);
    private static final Set<ImageFormat> FORMATS =
            EnumSet.of(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.WEBP, ImageFormat.GIF, ImageFormat.AVIF);
    private static final int MOST_THREADS = 4;
    /** Two pictures of 4096x4096 at once, or 160 MB if a format must be decoded as a whole. */
    private static final long PIXELS_AT_ONCE = 40_000_000;
    /** One grey pixel, PNG. */
    private static final String TINY =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

    private final VipsLibrary vips;
    private final long maxPixels;
    private final Thumbnailer otherFormats;
    private final ImageWork work;

    /** @param otherFormats for what libvips is not allowed to load */
    VipsThumbnailer(VipsLibrary vips, long maxPixels, Thumbnailer otherFormats) {
        this.vips = vips;
        this.maxPixels = maxPixels;
        this.otherFormats = otherFormats;
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        this.work = new ImageWork(threads, PIXELS_AT_ONCE, vips::threadShutdown);
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
    public String describe() {
        return "libvips " + vips.version() + " (" + vips.origin() + ")";
    }

    @Override
    public Made make(Path source, ImageInfo info, Path thumbnailTarget, @Nullable Path previewTarget)
            throws NotAnImageException {
        ImageInfo actual = probe(source);
        if (!FORMATS.contains(actual.format())) {
            return otherFormats.make(source, actual, thumbnailTarget, previewTarget);
        }
        return work.run(actual.pixels(), () -> shrink(source, actual, thumbnailTarget, previewTarget));
    }

    private ImageInfo probe(Path source) throws NotAnImageException {
        try {
            return ImageProbe.probe(source, maxPixels);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source.getFileName(), e);
        }
    }

    private Made shrink(Path source, ImageInfo info, Path thumbnailTarget, @Nullable Path previewTarget)
            throws NotAnImageException {
        boolean preview = previewTarget != null && SmallPictures.wantsPreview(info);
        vips.takeErrors();
        byte[] thumbnail;
        byte[] larger = {};
        String placeholder;
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
            MemorySegment file = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            try (VipsPicture decoded = VipsPicture.decode(vips, file, SmallPictures.decodedSide(info, preview));
                    VipsPicture square = decoded.cover(THUMBNAIL_SIDE);
                    VipsPicture tiny = square.cover(SmallPictures.PLACEHOLDER_SIDE)) {
                thumbnail = square.webp(SmallPictures.QUALITY);
                placeholder = SmallPictures.placeholder(
                        ImageFormat.WEBP.mediaType(), tiny.webp(SmallPictures.PLACEHOLDER_QUALITY));
                if (preview) {
                    larger = preview(decoded);
                }
            }
        } catch (VipsException e) {
            LOG.debugf(e, "libvips refused %s", source.getFileName());
            throw undecodable(info, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source.getFileName(), e);
        }
        WholeFile.write(thumbnailTarget, thumbnail);
        if (preview && previewTarget != null) {
            WholeFile.write(previewTarget, larger);
        }
        return new Made(true, preview, placeholder);
    }

    private static byte[] preview(VipsPicture decoded) throws VipsException {
        if (decoded.longSide() <= PREVIEW_SIDE) {
            return decoded.webp(SmallPictures.QUALITY);
        }
        try (VipsPicture inside = decoded.inside(PREVIEW_SIDE)) {
            return inside.webp(SmallPictures.QUALITY);
        }
    }

    private static NotAnImageException undecodable(ImageInfo info, VipsException cause) {
        String why = info.complete() ? "damaged" : "cut off";
        return new NotAnImageException(
                "the " + info.format() + " picture (" + info.width() + "x" + info.height()
                        + ") cannot be decoded: it is " + why,
                cause);
    }

    @Override
    public void close() {
        work.close();
    }
}
