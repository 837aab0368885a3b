package studio.imaging.prepare;

import java.nio.file.Path;
import java.util.Set;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.NotAnImageException;

/**
 * Makes out of a user's picture the file that a provider gets as a reference: upright, in a format that it takes, within its
 * limits, and without anything that tells where, when or by whom the picture was made. As little as possible is lost: where
 * only metadata must go the pixels stay byte for byte the same, and only where the limits demand it is a picture encoded anew.
 * Implementations are safe for many threads and bound their own memory.
 */
public interface PicturePreparation {

    /**
     * What a provider takes.
     *
     * @param formats at least one
     * @param maxBytes the size of one file, before base64
     * @param maxSide the longer side, pixels
     */
    record Limits(Set<ImageFormat> formats, long maxBytes, int maxSide) {
        public Limits {
            formats = Set.copyOf(formats);
            if (formats.isEmpty() || maxBytes < 1 || maxSide < 1) {
                throw new IllegalArgumentException("limits that no picture meets");
            }
        }
    }

    /**
     * The picture to send.
     *
     * @param file the target that was asked for
     * @param reencoded whether the pixels were encoded anew
     * @param scaled whether it has fewer (for a mask: another number of) pixels than the source
     */
    record Prepared(
            Path file, ImageFormat format, int width, int height, long bytes, boolean reencoded, boolean scaled) {}

    /**
     * Writes the target, completely or not at all; it is not synced, for it lives no longer than a request.
     *
     * <p>A moving picture becomes a still of its first one. What is encoded anew becomes PNG where the source is transparent or of
     * a lossless kind (PNG, GIF, BMP), else JPEG, or whichever of PNG, JPEG and WebP the provider takes; too large a file
     * is tried in lower quality and then in fewer pixels, nine times at most.
     *
     * @param source not changed; what it is, its bytes decide
     * @throws NotAnImageException when the source is no picture, cut off, damaged or of too many pixels
     * @throws UndecodedException when decoding is needed and would take too much memory, or has ended the process before
     * @throws UnpreparableException when the provider cannot take it and nothing here can change that
     * @throws java.io.UncheckedIOException when the disk fails, or the thread is interrupted
     */
    Prepared prepare(Path source, Limits limits, Path target)
            throws NotAnImageException, UndecodedException, UnpreparableException;

    /**
     * Writes a mask: a PNG with an alpha channel and of exactly this size, which is that of the prepared reference that
     * it belongs to. The same errors as above.
     */
    Prepared prepareMask(Path source, int width, int height, Path target)
            throws NotAnImageException, UndecodedException, UnpreparableException;
}
