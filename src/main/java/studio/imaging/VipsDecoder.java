package studio.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jboss.logging.Logger;

/** Decodes with libvips, on threads of its own. The file is mapped, not read into the heap. */
final class VipsDecoder implements PictureDecoder {
    private static final Logger LOG = Logger.getLogger(VipsDecoder.class);
    private static final Set<ImageFormat> READS = Collections.unmodifiableSet(EnumSet.of(
            ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.WEBP, ImageFormat.GIF, ImageFormat.AVIF, ImageFormat.TIFF));
    private static final Set<ImageFormat> WRITES =
            Collections.unmodifiableSet(EnumSet.of(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.WEBP));
    private static final int MOST_THREADS = 4;
    /** Two pictures of 4096x4096 at once, or 160 MB if a format must be decoded as a whole. */
    private static final long PIXELS_AT_ONCE = 40_000_000;

    private final VipsLibrary vips;
    private final ImageWork work;

    VipsDecoder(VipsLibrary vips) {
        this.vips = vips;
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        this.work = new ImageWork(threads, PIXELS_AT_ONCE, vips::threadShutdown);
    }

    String version() {
        return vips.version();
    }

    /** For example {@code libvips 8.18.7 (/opt/vips/…)}. */
    String describe() {
        return "libvips " + vips.version() + " (" + vips.origin() + ")";
    }

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
        return open(source, info, box, use::apply);
    }

    /** The same, for those who need what only libvips has. */
    <T> T open(Path source, ImageInfo info, int box, Use<VipsPicture, T> use) throws NotAnImageException {
        return work.run(info.pixels(), () -> opened(source, info, box, use));
    }

    private <T> T opened(Path source, ImageInfo info, int box, Use<VipsPicture, T> use) throws NotAnImageException {
        vips.takeErrors();
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
            MemorySegment file = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            try (VipsPicture picture = VipsPicture.decode(vips, file, box)) {
                return use.apply(picture);
            }
        } catch (VipsException e) {
            LOG.debugf(e, "libvips refused %s", source.getFileName());
            throw NotAnImageException.undecodable(info, info.complete() ? "damaged" : "cut off", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write beside " + source.getFileName(), e);
        }
    }

    @Override
    public void close() {
        work.close();
    }
}
