package studio.imaging.imageio;

import java.nio.file.Path;
import java.util.Set;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.decode.DecoderInfo;
import studio.imaging.decode.PictureDecoder;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/**
 * Decodes with the JVM's ImageIO, where libvips is absent. Large pictures are read with rows and columns left out, so that no
 * more pixels are ever held than the heap has room for. Never loaded in a native executable.
 */
public final class ImageIoDecoder implements PictureDecoder {
    private static final Set<ImageFormat> READS =
            Set.of(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.GIF, ImageFormat.BMP);
    private static final Set<ImageFormat> WRITES = Set.of(ImageFormat.PNG, ImageFormat.JPEG);
    /** A phone's photograph of 12 megapixels as a whole. */
    private static final int MAX_PIXELS = 16_000_000;
    /** Enough for a preview that looks well. */
    private static final int PREVIEW_PIXELS = 6_000_000;

    private static final int MIN_PIXELS = 500_000;
    private static final int PREVIEW_BOX = 1600;

    /** Of the heap for each pixel that is decoded: as it was read, as it is used, and half as large. */
    private static final int HEAP_PER_PIXEL = 16;

    private final long outsideHeap;
    private final long heap = Runtime.getRuntime().maxMemory() / 3;

    /** @param outsideHeap what the JPEG reader's C code may take, bytes */
    public ImageIoDecoder(long outsideHeap) {
        this.outsideHeap = outsideHeap;
    }

    @Override
    public DecoderInfo info() {
        String version = Integer.toString(Runtime.version().feature());
        String description = "ImageIO of Java " + version + " (PNG, JPEG, GIF and BMP only)";
        return new DecoderInfo("ImageIO", version, description, READS, WRITES, heap);
    }

    @Override
    public Share share(PixelLayout layout, int box) throws NotAnImageException, UndecodedException {
        ImageInfo info = layout.info();
        if (!info.complete()) {
            // The JPEG reader would fill up what is missing with grey.
            throw NotAnImageException.undecodable(info, "cut off", null);
        }
        if (info.format() == ImageFormat.JPEG && layout.held() > outsideHeap) {
            throw UndecodedException.tooHeavy(info, layout.held(), outsideHeap);
        }
        return new Share(box, HEAP_PER_PIXEL * Math.min(pixels(box), layout.pixels()));
    }

    private long pixels(int box) {
        int wanted = box <= PREVIEW_BOX ? PREVIEW_PIXELS : MAX_PIXELS;
        return Math.clamp(heap / HEAP_PER_PIXEL, MIN_PIXELS, wanted);
    }

    @Override
    public DecodedPicture decode(Path source, PixelLayout layout, Share share) throws NotAnImageException {
        return ImageIoPicture.decode(source, layout, pixels(share.box())).inside(share.box());
    }
}
