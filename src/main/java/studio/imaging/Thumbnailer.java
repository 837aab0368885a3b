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
     * The small pictures that were made, as files of some picture format.
     *
     * @param thumbnail null only where nothing can decode the format
     * @param preview null: none was wanted
     * @param placeholder a tiny picture as a data URL of at most 400 characters, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // made once and written at once
    record Made(
            byte @Nullable [] thumbnail,
            byte @Nullable [] preview,
            @Nullable String placeholder) {
        static final Made NOTHING = new Made(null, null, null);
    }

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
     * Decodes once and makes a square cover crop of {@link #THUMBNAIL_SIDE} pixels and, for larger pictures, a preview. Metadata is
     * dropped, EXIF orientation applied.
     *
     * @param preview false: none is wanted
     * @throws NotAnImageException when the picture cannot be decoded (cut off, damaged, too many pixels)
     * @throws UndecodedException when it would take too much memory, or has ended the process before
     * @throws java.io.UncheckedIOException when the disk fails
     */
    Made make(Path source, ImageInfo info, boolean preview) throws NotAnImageException, UndecodedException;
}
