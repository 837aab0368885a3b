package studio.generation;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import studio.imaging.ImageFormat;
import studio.imaging.ImageInfo;
import studio.imaging.ImageProbe;
import studio.imaging.NotAnImageException;
import studio.json.Sha256;
import studio.settings.Settings;
import studio.storage.AtomicFiles;
import studio.storage.FreeSpace;
import studio.storage.Ids;
import studio.web.ProblemException;

/** The reference pictures, one file for each content: {@code data/inputs/<sha256>.<ext>}. */
@Singleton
public class ReferencePictures {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path inputs;
    private final Path temp;
    private final long maxPixels;
    private final Ids ids;
    private final FreeSpace space;
    /** Whoever is about to use a picture and whoever is about to delete it take turns: one would miss the other. */
    private final ReentrantLock use = new ReentrantLock();

    public ReferencePictures(Settings settings, Ids ids) {
        this.inputs = settings.folders().inputs();
        this.temp = settings.folders().temp();
        this.maxPixels = settings.pictures().maxPixels();
        this.ids = ids;
        this.space = new FreeSpace(settings);
    }

    /**
     * Takes a picture from a stream to disk.
     *
     * @throws ProblemException 400 when the bytes are no picture that can be kept, 507 when the disk is full
     */
    public ReferencePicture receive(InputStream in, String field) throws IOException {
        space.assertEnough();
        Path file = temp.resolve("upload-" + ids.next());
        try {
            MessageDigest digest = Sha256.start();
            AtomicFiles.write(file, out -> new DigestInputStream(in, digest).transferTo(out));
            return keep(file, Sha256.hex(digest), field);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Keeps a picture file that is already on disk; the file is moved away.
     *
     * @param field named in the failure
     * @throws ProblemException 400 when it is no picture that can be kept
     */
    public ReferencePicture keep(Path file, String sha256, String field) throws IOException {
        ImageInfo info = check(file, field);
        ReferencePicture picture =
                new ReferencePicture(sha256, info.format(), info.width(), info.height(), info.bytes());
        Path target = inputs.resolve(picture.fileName());
        if (!touched(target) || Files.size(target) != info.bytes()) {
            AtomicFiles.moveIntoPlace(file, target);
        }
        return picture;
    }

    /** Keeps a copy of a picture that does not stay: one of the gallery, which may be deleted there, or a form's file. */
    ReferencePicture copy(Path picture, String field) throws IOException {
        try (InputStream in = Files.newInputStream(picture)) {
            return receive(in, field);
        }
    }

    private ImageInfo check(Path file, String field) throws IOException {
        try {
            ImageInfo info = ImageProbe.probe(file);
            if (!info.format().raster()) {
                throw ProblemException.field(
                        field, "不支持 SVG 作为参考图，请先转换为 PNG", "SVG cannot be a reference picture; convert it to PNG first");
            }
            if (!info.complete()) {
                throw ProblemException.field(
                        field, "图片不完整，可能在上传时被截断", "The picture is cut off; it may have broken during the upload");
            }
            if (info.pixels() > maxPixels) {
                throw ProblemException.field(
                        field,
                        "图片像素过大（%d×%d），上限为 %d 百万像素".formatted(info.width(), info.height(), maxPixels / 1_000_000),
                        "The picture is too large (%d×%d); the limit is %d megapixels"
                                .formatted(info.width(), info.height(), maxPixels / 1_000_000));
            }
            return info;
        } catch (NotAnImageException e) {
            throw ProblemException.field(
                            field, "不是可识别的图片", "This is not a picture that the studio knows: " + e.getMessage())
                    .causedBy(e);
        }
    }

    /** A picture that was uploaded before; finding it keeps it from expiring. */
    Optional<ReferencePicture> find(String sha256) throws IOException {
        if (!SHA256.matcher(sha256).matches()) {
            return Optional.empty();
        }
        for (ImageFormat format : ImageFormat.values()) {
            Path file = inputs.resolve(sha256 + "." + format.extension());
            if (touched(file)) {
                try {
                    ImageInfo info = ImageProbe.probe(file);
                    return Optional.of(
                            new ReferencePicture(sha256, info.format(), info.width(), info.height(), info.bytes()));
                } catch (NotAnImageException e) {
                    throw new IOException("The reference picture " + file + " is damaged", e);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether it is still there. Asking keeps it from expiring, since whoever asks is about to use it. */
    public boolean keeps(ReferencePicture picture) {
        try {
            return touched(inputs.resolve(picture.fileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ProblemException 410 when the file is gone, which only happens when somebody deletes it by hand */
    Path file(ReferencePicture picture) {
        Path file = inputs.resolve(picture.fileName());
        if (!Files.isRegularFile(file)) {
            throw ProblemException.of(
                    410, "reference_gone", "参考图已被清理，请重新上传", "A reference picture is gone; upload it again");
        }
        return file;
    }

    /** Deletes pictures that are older than the given time and that nobody needs. Returns how many. */
    public int expire(Instant before, Predicate<String> needed) throws IOException {
        int count = 0;
        try (Stream<Path> files = Files.list(inputs)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                String sha256 = name.substring(0, Math.max(0, name.indexOf('.')));
                if (SHA256.matcher(sha256).matches() && expire(file, sha256, before, needed)) {
                    count++;
                }
            }
        }
        return count;
    }

    private boolean expire(Path file, String sha256, Instant before, Predicate<String> needed) throws IOException {
        use.lock();
        try {
            if (!Files.getLastModifiedTime(file).toInstant().isBefore(before) || needed.test(sha256)) {
                return false;
            }
            Files.deleteIfExists(file);
            Files.deleteIfExists(ReferenceThumbnails.folder(inputs).resolve(sha256));
            return true;
        } catch (NoSuchFileException deletedByHand) {
            return false;
        } finally {
            use.unlock();
        }
    }

    /** Whether the file is there; from now on it stays as long as a new upload does. */
    private boolean touched(Path file) throws IOException {
        use.lock();
        try {
            if (!Files.isRegularFile(file)) {
                return false;
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException deletedByHand) {
            return false;
        } finally {
            use.unlock();
        }
    }
}
