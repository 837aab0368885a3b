package studio.imaging.imageio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import studio.imaging.decode.DecodeRoom;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.decode.ImageWork;
import studio.imaging.decode.PictureDecoder;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/** Decodes with the JVM's ImageIO, where libvips is absent or does not know the format. */
public final class ImageIoDecoder implements PictureDecoder {
    private static final Set<ImageFormat> READS = Collections.unmodifiableSet(
            EnumSet.of(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.GIF, ImageFormat.BMP));
    private static final Set<ImageFormat> WRITES =
            Collections.unmodifiableSet(EnumSet.of(ImageFormat.PNG, ImageFormat.JPEG));
    /** A phone's photograph of 12 megapixels as a whole; more is read with rows and columns left out. */
    private static final int DECODED_PIXELS = 16_000_000;

    /** Of the heap for each pixel that is decoded: as it was read, as it is used, and half as large. */
    private static final int HEAP_PER_PIXEL = 16;

    private static final int LEAST_PIXELS = 500_000;

    private final DecodeRoom room;
    private final int decodedPixels;
    private final ImageWork work;

    public ImageIoDecoder(DecodeRoom room) {
        this.room = room;
        this.decodedPixels = Math.clamp(room.heapBytes() / HEAP_PER_PIXEL, LEAST_PIXELS, DECODED_PIXELS);
        this.work = new ImageWork(2, room.heapBytes(), room.journal(), () -> {});
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
        return open(source, info, decodedPixels, picture -> use.apply(picture.inside(box)));
    }

    /** @param maxPixels how many to hold; fewer where the heap is small */
    public <T> T open(Path source, ImageInfo info, int maxPixels, Use<ImageIoPicture, T> use)
            throws NotAnImageException, UndecodedException {
        if (!info.complete()) {
            // The JPEG reader would fill up what is missing with grey.
            throw NotAnImageException.undecodable(info, "cut off", null);
        }
        try {
            PixelLayout layout = PixelLayout.read(source, info);
            // What the JPEG reader's C code holds of a progressive picture is outside the heap.
            if (info.format() == ImageFormat.JPEG && layout.held() > room.bytes()) {
                throw UndecodedException.tooHeavy(info, layout.held(), room.bytes());
            }
            int pixels = Math.min(maxPixels, decodedPixels);
            long heap = HEAP_PER_PIXEL * Math.min(pixels, layout.pixels());
            return work.run(heap, layout.fingerprint(source), () -> {
                try (ImageIoPicture picture = ImageIoPicture.decode(source, layout, pixels)) {
                    return use.apply(picture);
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read or write beside " + source.getFileName(), e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source.getFileName(), e);
        }
    }

    @Override
    public void close() {
        work.close();
    }
}
