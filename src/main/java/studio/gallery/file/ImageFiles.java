package studio.gallery.file;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryEntry;
import studio.gallery.GallerySettings;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.UndecodedException;
import studio.imaging.metadata.Ending;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;

/**
 * Puts pictures into the store, labelled, and decides what is made before one counts as saved: the original, which survives a power
 * cut, and its thumbnail. {@link GalleryPreviews} makes the preview when it is asked for.
 */
@Singleton
public class ImageFiles {
    private final PictureStore store;
    private final GallerySettings settings;
    private final Thumbnailer thumbnailer;

    ImageFiles(PictureStore store, GallerySettings settings, Thumbnailer thumbnailer) {
        this.store = store;
        this.settings = settings;
        this.thumbnailer = thumbnailer;
    }

    /** An original in the store. */
    public record Stored(String fileName, long bytes) {}

    /** See {@link GalleryEntry} for the fields. */
    public record Small(
            boolean hasThumbnail,
            @Nullable String previewName,
            @Nullable String placeholder) {
        /** Of a picture that cannot be decoded. */
        public static final Small NONE = new Small(false, null, null);
    }

    /**
     * Stores a received picture under {@code <baseName>.<extension>}; metadata is added without re-encoding. Where the store can take
     * the file itself and what is added has its place at the end, the source is completed and becomes another name of the stored
     * file; else it is copied. Doing it again for the same name replaces the file, so a save cut short can be repeated, after
     * {@link PictureMetadata#restore}.
     *
     * @param shrinking of the same picture; it is waited for where the source is changed
     * @return the file name and size
     * @throws java.io.UncheckedIOException when the storage fails
     */
    public Stored store(Path picture, ImageInfo info, String baseName, PictureMetadata metadata, Shrinking shrinking) {
        String fileName = baseName + "." + info.format().extension();
        PictureKey key = PictureKey.original(fileName);
        PictureMetadata embedded = settings.embedMetadata() ? metadata : PictureMetadata.NONE;
        OptionalLong taken = ending(picture, info, embedded)
                .map(ending -> store.take(key, picture, () -> {
                    shrinking.await();
                    ending.write(picture);
                }))
                .orElse(OptionalLong.empty());
        long bytes =
                taken.isPresent() ? taken.getAsLong() : store.put(key, target -> embedded.embed(picture, info, target));
        return new Stored(fileName, bytes);
    }

    private static Optional<Ending> ending(Path picture, ImageInfo info, PictureMetadata metadata) {
        try {
            return metadata.ending(picture, info);
        } catch (IOException e) {
            throw new UncheckedIOException("The picture cannot be read: " + picture.getFileName(), e);
        }
    }

    /** Removes a picture that turned out to be none after it was stored. */
    public void discard(String fileName) {
        PictureKey.all(fileName, fileName).forEach(store::delete);
    }

    /** Starts making the thumbnail of a picture, so that its original can be stored meanwhile. */
    public Shrinking shrink(Path source, ImageInfo info) {
        return new Shrinking(thumbnailer.start(source, info), info);
    }

    /** A thumbnail that is being made; closed before that, it is let fall. */
    public final class Shrinking implements AutoCloseable {
        private final Thumbnailer.Making making;
        private final ImageInfo info;

        private Shrinking(Thumbnailer.Making making, ImageInfo info) {
            this.making = making;
            this.info = info;
        }

        /**
         * Waits for the thumbnail and stores it; to be called once.
         *
         * @param fileName the original's
         * @throws NotAnImageException when the picture is damaged
         * @throws UndecodedException when it is not decoded here, to keep the server alive
         */
        public Small stored(String fileName) throws NotAnImageException, UndecodedException {
            Thumbnailer.Made made = making.result();
            byte[] thumbnail = made.thumbnail();
            if (thumbnail == null) {
                return Small.NONE;
            }
            store.put(PictureKey.thumbnail(fileName), target -> target.write(ByteBuffer.wrap(thumbnail)));
            return new Small(true, thumbnailer.hasPreview(info) ? fileName : null, made.placeholder());
        }

        private void await() {
            making.await();
        }

        @Override
        public void close() {
            making.cancel();
        }
    }

    /** See {@link Thumbnailer#completed}. */
    public ImageInfo completed(Path picture, ImageInfo info) {
        return thumbnailer.completed(picture, info);
    }

    /** The original of a live picture. */
    public Optional<StoredPicture> find(String fileName) {
        return store.find(PictureKey.original(fileName));
    }
}
