package studio.gallery;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.imaging.decode.UndecodedException;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;

/** The picture files behind the gallery. */
public interface ImageFiles {

    /**
     * Puts a received picture into the gallery's folder under {@code <baseName>.<extension>}: metadata is added without
     * re-encoding, the file is synced, renamed into place and its folder synced. The source stays. Doing it again for the
     * same name replaces the file, so a save cut short can be repeated.
     *
     * @param baseName ASCII letters, digits, dash and underscore
     * @return the file name
     * @throws java.io.UncheckedIOException when the disk fails
     */
    String store(Path picture, ImageInfo info, String baseName, PictureMetadata metadata);

    /**
     * Makes thumbnail and preview for a stored picture.
     *
     * @throws NotAnImageException when it is damaged
     * @throws UndecodedException when it is not decoded here, to keep the server alive
     */
    Small shrink(Path source, ImageInfo info, String fileName) throws NotAnImageException, UndecodedException;

    /** See {@link studio.imaging.Thumbnailer#completed}. */
    ImageInfo completed(Path picture, ImageInfo info);

    /** The file of a live picture. */
    Optional<Path> find(String fileName);

    /** See {@link GalleryEntry} for the fields. */
    record Small(
            boolean hasThumbnail,
            @Nullable String previewName,
            @Nullable String placeholder) {}
}
