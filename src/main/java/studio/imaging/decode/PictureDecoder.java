package studio.imaging.decode;

import java.io.IOException;
import java.nio.file.Path;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/** A library that decodes pictures. Called by {@link Decoding} alone, on its threads and within its memory. */
public interface PictureDecoder {
    DecoderInfo info();

    /**
     * What one decoding takes.
     *
     * @param box the side of the square that the picture is scaled down into; smaller than requested where memory is short
     * @param bytes of the decoder's memory, at the peak
     */
    record Share(int box, long bytes) {}

    /**
     * What decoding into a box takes; nothing is read but the header.
     *
     * @throws NotAnImageException when the header shows that the picture cannot be decoded
     * @throws UndecodedException when it would take too much memory in any size
     */
    Share share(PixelLayout layout, int box) throws NotAnImageException, UndecodedException;

    /**
     * Decodes a picture and scales it down. Every row is read, so damage anywhere in the file is found.
     *
     * @throws NotAnImageException when it is cut off or damaged
     * @throws UndecodedException when the format turns out to be unknown
     */
    DecodedPicture decode(Path source, PixelLayout layout, Share share)
            throws NotAnImageException, UndecodedException, IOException;

    /** Frees what is kept for the calling thread, which ends. */
    default void endThread() {}
}
