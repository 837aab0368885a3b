package studio.imaging.vips;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jboss.logging.Logger;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.decode.DecoderInfo;
import studio.imaging.decode.PictureDecoder;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;
import studio.imaging.vips.VipsLibrary.VipsException;

/** Decodes with libvips. The file is mapped, not read into the heap. */
public final class VipsDecoder implements PictureDecoder {
    private static final Logger LOG = Logger.getLogger(VipsDecoder.class);
    private static final Set<ImageFormat> READS = Set.copyOf(EnumSet.complementOf(EnumSet.of(ImageFormat.SVG)));
    private static final Set<ImageFormat> WRITES = Set.of(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.WEBP);
    /** Their files may have smaller copies of the picture, which say nothing about its own damage. */
    private static final Set<ImageFormat> WITH_COPIES = Set.of(ImageFormat.TIFF, ImageFormat.AVIF, ImageFormat.HEIC);
    /** One grey pixel, PNG. */
    private static final String TINY =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

    private final VipsLibrary vips;
    private final Path temp;
    private final DecoderInfo info;

    /**
     * @param memory of libvips, outside the heap, bytes
     * @param temp for files that live no longer than one decoding
     * @throws VipsException when a tiny picture shows that this library cannot do what is needed of it
     */
    public VipsDecoder(VipsLibrary vips, long memory, Path temp) throws VipsException {
        this.vips = vips;
        this.temp = temp;
        String description = "libvips " + vips.version() + " (" + vips.origin() + ")";
        this.info = new DecoderInfo("libvips", vips.version(), description, READS, WRITES, memory);
        byte[] tiny = Base64.getDecoder().decode(TINY);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = arena.allocate(tiny.length).copyFrom(MemorySegment.ofArray(tiny));
            try (VipsPicture decoded = VipsPicture.decode(vips, file, PixelLayout.MIN_BOX, false);
                    VipsPicture square = decoded.cover(2)) {
                if (square.longSide() != 2 || square.encoded(ImageFormat.WEBP, 80).length == 0) {
                    throw new VipsException("the self-test gave another picture than expected");
                }
            }
        } finally {
            vips.threadShutdown();
        }
    }

    @Override
    public DecoderInfo info() {
        return info;
    }

    @Override
    public Share share(PixelLayout layout, int box) throws UndecodedException {
        int within = layout.boxWithin(info.memory(), box);
        if (within == 0) {
            throw UndecodedException.tooHeavy(layout.info(), layout.bytes(PixelLayout.MIN_BOX), info.memory());
        }
        return new Share(within, layout.bytes(within));
    }

    /** libvips does not read BMP, so it gets a PNG of the same pixels. */
    @Override
    public DecodedPicture decode(Path source, PixelLayout layout, Share share)
            throws NotAnImageException, UndecodedException, IOException {
        ImageInfo picture = layout.info();
        if (picture.format() != ImageFormat.BMP) {
            return decode(source, picture, share.box());
        }
        Path png = Files.createTempFile(Files.createDirectories(temp), "bmp-", ".png");
        try {
            BmpAsPng.write(source, png, picture);
            return decode(png, picture, share.box());
        } finally {
            Files.deleteIfExists(png);
        }
    }

    private DecodedPicture decode(Path source, ImageInfo picture, int box)
            throws NotAnImageException, UndecodedException, IOException {
        vips.takeErrors();
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
            MemorySegment file = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            return VipsPicture.decode(vips, file, box, WITH_COPIES.contains(picture.format()));
        } catch (VipsException e) {
            LOG.debugf(e, "libvips refused %s", source.getFileName());
            if (picture.format() == ImageFormat.HEIC) {
                // Most builds of libvips have no decoder for it, which looks the same as damage.
                throw UndecodedException.format(picture);
            }
            throw NotAnImageException.undecodable(picture, picture.complete() ? "damaged" : "cut off", e);
        }
    }

    @Override
    public void endThread() {
        vips.threadShutdown();
    }
}
