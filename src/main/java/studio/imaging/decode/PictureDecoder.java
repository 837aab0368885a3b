package studio.imaging.decode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;

/**
 * Decodes whole pictures, as many at a time as the memory for it allows. What passes it has been checked against the cap of
 * pixels.
 */
public interface PictureDecoder extends AutoCloseable {

    /** The formats that it reads. */
    Set<ImageFormat> formats();

    /** The formats that its pictures can be {@linkplain DecodedPicture#write written} in. */
    Set<ImageFormat> writes();

    /** What to do with the pixels while they are in memory. */
    interface Use<P, T> {
        T apply(P picture) throws IOException;
    }

    /**
     * Decodes, scales down to fit into a square box, and lets the picture be used. Where the memory does not suffice for that
     * box, a smaller one is taken.
     *
     * @throws NotAnImageException when it is cut off or damaged
     * @throws UndecodedException when it would take too much memory in any size, or has ended the process before
     * @throws java.io.UncheckedIOException when the disk fails
     */
    <T> T decode(Path source, ImageInfo info, int box, Use<DecodedPicture, T> use)
            throws NotAnImageException, UndecodedException;

    /** Lets what runs come to its end. */
    @Override
    void close();
}
