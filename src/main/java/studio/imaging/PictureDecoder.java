package studio.imaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Decodes whole pictures, few at a time. What passes it has been checked against the cap of pixels. */
interface PictureDecoder extends AutoCloseable {

    /** The formats that it reads. */
    Set<ImageFormat> formats();

    /** The formats that its pictures can be {@linkplain DecodedPicture#write written} in. */
    Set<ImageFormat> writes();

    /** What to do with the pixels while they are in memory. */
    interface Use<P, T> {
        T apply(P picture) throws IOException;
    }

    /**
     * Decodes, scales down to fit into a square box, and lets the picture be used.
     *
     * @throws NotAnImageException when it is cut off or damaged
     * @throws java.io.UncheckedIOException when the disk fails
     */
    <T> T decode(Path source, ImageInfo info, int box, Use<DecodedPicture, T> use) throws NotAnImageException;

    /** Lets what runs come to its end. */
    @Override
    void close();
}
