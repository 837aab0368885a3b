package studio.task.request;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import studio.files.AtomicFiles;
import studio.files.OwnerOnly;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.settings.FolderSettings;

/** Small squares of reference pictures, made when one arrives or is first looked at: {@code data/inputs/thumbnails/<sha256>}. */
@Singleton
public class ReferenceThumbnails implements ReferenceProof {
    private final Path folder;
    private final Thumbnailer thumbnailer;

    public ReferenceThumbnails(FolderSettings folders, Thumbnailer thumbnailer) {
        this.folder = folder(folders.inputs());
        this.thumbnailer = thumbnailer;
    }

    public static Path folder(Path inputs) {
        return inputs.resolve("thumbnails");
    }

    /**
     * The thumbnail, or the picture itself where it cannot be shrunk.
     *
     * @param picture the file of the picture
     */
    public Path of(String sha256, Path picture) throws IOException {
        Path thumbnail = folder.resolve(sha256);
        if (Files.isRegularFile(thumbnail)) {
            return thumbnail;
        }
        OwnerOnly.createFolder(folder);
        try {
            ImageInfo info = ImageProbe.probe(picture);
            return write(thumbnailer.make(picture, info, false), thumbnail) ? thumbnail : picture;
        } catch (NotAnImageException | UndecodedException e) {
            return picture;
        }
    }

    @Override
    public ImageInfo prove(Path picture, ImageInfo info, Path thumbnail)
            throws NotAnImageException, UndecodedException, IOException {
        OwnerOnly.createFolder(folder);
        ImageInfo whole = thumbnailer.completed(picture, info);
        write(thumbnailer.make(picture, whole, false), thumbnail);
        return whole;
    }

    private static boolean write(Thumbnailer.Made made, Path thumbnail) throws IOException {
        byte[] bytes = made.thumbnail();
        if (bytes == null) {
            return false;
        }
        AtomicFiles.write(thumbnail, bytes);
        return true;
    }
}
