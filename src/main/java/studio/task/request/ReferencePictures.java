package studio.task.request;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import studio.files.AtomicFiles;
import studio.files.Sha256;
import studio.imaging.ImageSettings;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.FreeSpace;
import studio.storage.Ids;
import studio.task.ReferencePicture;

/** The reference pictures, one file for each content: {@code data/inputs/<sha256>.<ext>}. */
@Singleton
public class ReferencePictures {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path inputs;
    private final Path temp;
    private final long maxPixels;
    private final Ids ids;
    private final FreeSpace space;
    private final ReferenceProof proof;
    /** Whoever is about to use a picture and whoever is about to delete it take turns: one would miss the other. */
    private final ReentrantLock use = new ReentrantLock();

    public ReferencePictures(FolderSettings folders, ImageSettings images, Ids ids, ReferenceProof proof) {
        this.inputs = folders.inputs();
        this.temp = folders.temp();
        this.maxPixels = images.maxPixels();
        this.ids = ids;
        this.space = new FreeSpace(folders);
        this.proof = proof;
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
     * Keeps a picture file that is already on disk; the file is moved away. It is decoded, unless the same one is kept already.
     *
     * @param sha256 of the file
     * @param field named in the failure
     * @throws ProblemException 400 when it is no picture that can be kept
     */
    public ReferencePicture keep(Path file, String sha256, String field) throws IOException {
        ImageInfo info = check(file, field);
        ReferencePicture picture = picture(sha256, info);
        if (kept(picture)) {
            return picture;
        }
        Path thumbnails = ReferenceThumbnails.folder(inputs);
        Path thumbnail = thumbnails.resolve(sha256);
        ImageInfo proven = proven(file, info, thumbnail, field);
        if (!proven.equals(info)) {
            // It was completed, so it has another name now.
            picture = picture(sha256(file), proven);
            if (Files.exists(thumbnail)) {
                Files.move(thumbnail, thumbnails.resolve(picture.sha256()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!kept(picture)) {
            AtomicFiles.moveIntoPlace(file, inputs.resolve(picture.fileName()));
        }
        return picture;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.start();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Sha256.hex(digest);
    }

    private static ReferencePicture picture(String sha256, ImageInfo info) {
        return new ReferencePicture(sha256, info.format(), info.width(), info.height(), info.bytes());
    }

    private boolean kept(ReferencePicture picture) throws IOException {
        Path file = inputs.resolve(picture.fileName());
        return touched(file) && Files.size(file) == picture.bytes();
    }

    private ImageInfo proven(Path file, ImageInfo info, Path thumbnail, String field) throws IOException {
        try {
            ImageInfo proven = proof.prove(file, info, thumbnail);
            if (!proven.complete()) {
                throw cutOff(field);
            }
            return proven;
        } catch (NotAnImageException e) {
            throw info.complete()
                    ? ProblemException.field(field, Message.of("generation.picture_damaged", e.getMessage()))
                            .causedBy(e)
                    : cutOff(field);
        } catch (UndecodedException e) {
            if (e.formatUnknown()) {
                return info;
            }
            throw ProblemException.field(field, e.message()).causedBy(e);
        }
    }

    /** Keeps a copy of a picture that does not stay: one of the gallery, which may be deleted there, or a form's file. */
    public ReferencePicture copy(Path picture, String field) throws IOException {
        try (InputStream in = Files.newInputStream(picture)) {
            return receive(in, field);
        }
    }

    private ImageInfo check(Path file, String field) throws IOException {
        try {
            ImageInfo info = ImageProbe.probe(file);
            if (!info.format().raster()) {
                throw ProblemException.field(field, Message.of("generation.svg_unsupported"));
            }
            if (!info.complete() && info.format() != ImageFormat.JPEG) {
                throw cutOff(field);
            }
            if (info.pixels() > maxPixels) {
                throw ProblemException.field(
                        field,
                        Message.of("generation.picture_too_large", info.width(), info.height(), maxPixels / 1_000_000));
            }
            return info;
        } catch (NotAnImageException e) {
            throw ProblemException.field(field, Message.of("generation.picture_unknown", e.getMessage()))
                    .causedBy(e);
        }
    }

    private static ProblemException cutOff(String field) {
        return ProblemException.field(field, Message.of("generation.picture_cut_off"));
    }

    /** A picture that was uploaded before; finding it keeps it from expiring. */
    public Optional<ReferencePicture> find(String sha256) throws IOException {
        if (!SHA256.matcher(sha256).matches()) {
            return Optional.empty();
        }
        for (ImageFormat format : ImageFormat.values()) {
            Path file = inputs.resolve(sha256 + "." + format.extension());
            if (touched(file)) {
                try {
                    ImageInfo info = ImageProbe.probe(file);
                    return Optional.of(picture(sha256, info));
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
    public Path file(ReferencePicture picture) {
        Path file = inputs.resolve(picture.fileName());
        if (!Files.isRegularFile(file)) {
            throw ProblemException.of(ProblemCode.REFERENCE_GONE);
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
