package studio.imaging;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/** Makes the small pictures of a gallery entry. Implementations are safe for many threads and bound their own memory. */
public interface Thumbnailer {

    /** Side of the square thumbnail, pixels. */
    int THUMBNAIL_SIDE = PixelLayout.SMALLEST_BOX;
    /** Longest side of the preview, pixels. */
    int PREVIEW_SIDE = 1600;

    /** Whether a picture gets a preview: it is larger than one, or of a format that browsers do not show. */
    static boolean wantsPreview(ImageInfo info) {
        return info.longSide() > PREVIEW_SIDE || !info.format().shownByBrowsers();
    }

    /**
     * The small pictures that were made.
     *
     * @param thumbnail whether {@code thumbnailTarget} was written; false only where nothing can decode the format
     * @param preview whether {@code previewTarget} was written
     * @param placeholder a tiny picture as a data URL of at most 400 characters, or null
     */
    record Made(
            boolean thumbnail, boolean preview, @Nullable String placeholder) {}

    /**
     * What does the work.
     *
     * @param name for example {@code libvips}
     * @param available false: nothing on this machine decodes pictures, and originals are shown in place of thumbnails
     */
    record Library(String name, @Nullable String version, boolean available) {}

    Library library();

    /** For the log and the health page: implementation, version and path, for example {@code libvips 8.18.7 (/opt/vips/…)}. */
    String describe();

    /**
     * Completes, in place, a JPEG that lacks nothing but its end marker; decoding decides. Other pictures are not touched.
     *
     * @return what the file is now
     * @throws java.io.UncheckedIOException when the disk fails
     */
    default ImageInfo completed(Path picture, ImageInfo info) {
        return info;
    }

    /**
     * Decodes once and writes a {@link #THUMBNAIL_SIDE} square cover crop and, for larger pictures, a preview.
     * The targets are written completely or not at all (temp, fsync, rename). Metadata is dropped, EXIF orientation applied.
     *
     * @param previewTarget null: no preview is wanted
     * @throws NotAnImageException when the picture cannot be decoded (cut off, damaged, too many pixels)
     * @throws UndecodedException when it would take too much memory, or has ended the process before
     * @throws java.io.UncheckedIOException when the disk fails
     */
    Made make(Path source, ImageInfo info, Path thumbnailTarget, @Nullable Path previewTarget)
            throws NotAnImageException, UndecodedException;
}
