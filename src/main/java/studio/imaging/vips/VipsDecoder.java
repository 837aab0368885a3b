package studio.imaging.vips;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jboss.logging.Logger;
import studio.imaging.decode.DecodeRoom;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.decode.ImageWork;
import studio.imaging.decode.PictureDecoder;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/** Decodes with libvips, on threads of its own. The file is mapped, not read into the heap. */
public final class VipsDecoder implements PictureDecoder {
    private static final Logger LOG = Logger.getLogger(VipsDecoder.class);
    private static final Set<ImageFormat> READS = Collections.unmodifiableSet(EnumSet.of(
            ImageFormat.PNG,
            ImageFormat.JPEG,
            ImageFormat.WEBP,
            ImageFormat.GIF,
            ImageFormat.AVIF,
            ImageFormat.HEIC,
            ImageFormat.TIFF,
            ImageFormat.BMP));
    private static final Set<ImageFormat> WRITES =
            Collections.unmodifiableSet(EnumSet.of(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.WEBP));
    private static final int MOST_THREADS = 4;
    private final VipsLibrary vips;
    private final DecodeRoom room;
    private final ImageWork work;

    public VipsDecoder(VipsLibrary vips, DecodeRoom room) {
        this.vips = vips;
        this.room = room;
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        this.work = new ImageWork(threads, room.bytes(), room.journal(), vips::threadShutdown);
    }

    public String version() {
        return vips.version();
    }

    /** For example {@code libvips 8.18.7 (/opt/vips/…)}. */
    public String describe() {
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
    public <T> T decode(Path source, ImageInfo info, int box, Use<DecodedPicture, T> use)
            throws NotAnImageException, UndecodedException {
        return open(source, info, box, use::apply);
    }

    /** The same, for those who need what only libvips has. */
    public <T> T open(Path source, ImageInfo info, int box, Use<VipsPicture, T> use)
            throws NotAnImageException, UndecodedException {
        try {
            PixelLayout layout = PixelLayout.read(source, info);
            int within = layout.boxWithin(room.bytes(), box);
            if (within == 0) {
                throw UndecodedException.tooHeavy(info, layout.bytes(PixelLayout.SMALLEST_BOX), room.bytes());
            }
            return work.run(
                    layout.bytes(within), layout.fingerprint(source), () -> readable(source, info, within, use));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source.getFileName(), e);
        }
    }

    /** libvips does not read BMP, so it gets a PNG of the same pixels. */
    private <T> T readable(Path source, ImageInfo info, int box, Use<VipsPicture, T> use)
            throws NotAnImageException, UndecodedException {
        if (info.format() != ImageFormat.BMP) {
            return opened(source, info, box, use);
        }
        try {
            Path png = Files.createTempFile(Files.createDirectories(room.temp()), "bmp-", ".png");
            try {
                BmpAsPng.write(source, png, info);
                return opened(png, info, box, use);
            } finally {
                Files.deleteIfExists(png);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot convert " + source.getFileName(), e);
        }
    }

    private <T> T opened(Path source, ImageInfo info, int box, Use<VipsPicture, T> use)
            throws NotAnImageException, UndecodedException {
        vips.takeErrors();
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
            MemorySegment file = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            try (VipsPicture picture = VipsPicture.decode(vips, file, box)) {
                return use.apply(picture);
            }
        } catch (VipsException e) {
            LOG.debugf(e, "libvips refused %s", source.getFileName());
            if (info.format() == ImageFormat.HEIC) {
                // Most builds of libvips have no decoder for it, and nothing tells that from damage.
                throw UndecodedException.format(info);
            }
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
