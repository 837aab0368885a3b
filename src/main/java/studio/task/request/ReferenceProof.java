package studio.task.request;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.files.AtomicFiles;
import studio.files.OwnerOnly;
import studio.imaging.ImageSettings;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;

/**
 * Proves that a reference picture can be decoded, before anything is paid for what it is sent with, and makes its thumbnail of
 * the same decode: {@code data/inputs/thumbnails/<sha256>}.
 */
@Singleton
public class ReferenceProof {
    private static final Logger LOG = Logger.getLogger(ReferenceProof.class);

    private final Path folder;
    private final Thumbnailer thumbnailer;
    private final long maxPixels;

    public ReferenceProof(FolderSettings folders, ImageSettings images, Thumbnailer thumbnailer) {
        this.folder = folders.inputs().resolve("thumbnails");
        this.thumbnailer = thumbnailer;
        this.maxPixels = images.maxPixels();
    }

    /** @throws ProblemException 400 when the file's header is not that of a picture that can be kept */
    ImageInfo probed(Path file, String field) throws IOException {
        ImageInfo info;
        try {
            info = ImageProbe.probe(file);
        } catch (NotAnImageException e) {
            throw refused(field, Message.of("generation.picture_unknown", e.getMessage()), e);
        }
        if (!info.format().raster()) {
            throw refused(field, Message.of("generation.svg_unsupported"), null);
        }
        if (!info.complete() && info.format() != ImageFormat.JPEG) {
            throw cutOff(field, null);
        }
        if (info.pixels() > maxPixels) {
            throw refused(
                    field,
                    Message.of("generation.picture_too_large", info.width(), info.height(), maxPixels / 1_000_000),
                    null);
        }
        return info;
    }

    /**
     * Decodes the picture once. A JPEG that lacks nothing but its end marker is completed in place.
     *
     * @param sha256 names the thumbnail
     * @return what the picture is now
     * @throws ProblemException 400 when it is damaged, or not decoded here, to keep the server alive
     */
    ImageInfo proven(Path file, ImageInfo info, String sha256, String field) throws IOException {
        OwnerOnly.createFolder(folder);
        try {
            ImageInfo whole = thumbnailer.completed(file, info);
            write(thumbnailer.make(file, whole), folder.resolve(sha256));
            if (!whole.complete()) {
                throw cutOff(field, null);
            }
            return whole;
        } catch (NotAnImageException e) {
            throw info.complete()
                    ? refused(field, Message.of("generation.picture_damaged", e.getMessage()), e)
                    : cutOff(field, e);
        } catch (UndecodedException e) {
            if (e.formatUnknown()) {
                return info;
            }
            throw refused(field, e.message(), e);
        }
    }

    /**
     * The thumbnail, made when there is none yet, or the picture itself where it cannot be shrunk.
     *
     * @param picture the file of the picture
     */
    public Path thumbnail(String sha256, Path picture) throws IOException {
        Path thumbnail = folder.resolve(sha256);
        if (Files.isRegularFile(thumbnail)) {
            return thumbnail;
        }
        OwnerOnly.createFolder(folder);
        try {
            ImageInfo info = ImageProbe.probe(picture);
            return write(thumbnailer.make(picture, info), thumbnail) ? thumbnail : picture;
        } catch (NotAnImageException | UndecodedException e) {
            return picture;
        }
    }

    /** Moves the thumbnail of a picture that was completed. */
    void rename(String sha256, String completed) throws IOException {
        Path thumbnail = folder.resolve(sha256);
        if (Files.exists(thumbnail)) {
            Files.move(thumbnail, folder.resolve(completed), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void forget(String sha256) throws IOException {
        Files.deleteIfExists(folder.resolve(sha256));
    }

    /** Removes thumbnails that were made before that time; they are made again when they are asked for. */
    void removeOld(Instant before) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path thumbnail : (Iterable<Path>) all::iterator) {
                if (Files.getLastModifiedTime(thumbnail).toInstant().isBefore(before)) {
                    Files.deleteIfExists(thumbnail);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("There are none, or one has just gone", e);
        }
    }

    private static boolean write(Thumbnailer.Made made, Path thumbnail) throws IOException {
        byte[] bytes = made.thumbnail();
        if (bytes == null) {
            return false;
        }
        AtomicFiles.write(thumbnail, bytes);
        return true;
    }

    private static ProblemException cutOff(String field, @Nullable Exception cause) {
        return refused(field, Message.of("generation.picture_cut_off"), cause);
    }

    private static ProblemException refused(String field, Message why, @Nullable Exception cause) {
        ProblemException problem = ProblemException.field(field, why);
        return cause == null ? problem : problem.causedBy(cause);
    }
}
