package studio.task.request;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import studio.files.AtomicFiles;
import studio.files.OwnerOnly;
import studio.files.Sha256;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.FreeSpace;
import studio.storage.Ids;
import studio.task.GenerationRequest.ReferencePicture;

/** The reference pictures, one file for each content: {@code data/inputs/<sha256>.<ext>}. */
@Singleton
public class ReferencePictures {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Path inputs;
    private final Path temp;
    private final FreeSpace space;
    private final Ids ids;
    private final ReferenceProof proof;
    /** Use and deletion of a picture take turns: one would miss the other. */
    private final ReentrantLock use = new ReentrantLock();

    public ReferencePictures(FolderSettings folders, Ids ids, ReferenceProof proof) {
        this.inputs = folders.inputs();
        this.temp = folders.temp();
        this.space = new FreeSpace(folders);
        this.ids = ids;
        this.proof = proof;
    }

    /**
     * Saves a picture from a stream.
     *
     * @param field named in the failure
     * @throws ProblemException 400 when the bytes are not a picture that can be kept, 507 when the disk is full
     */
    public ReferencePicture receive(InputStream in, String field) throws IOException {
        space.assertEnough();
        Path file = temp.resolve("upload-" + ids.next());
        try {
            MessageDigest digest = Sha256.start();
            OwnerOnly.createFile(file);
            try (OutputStream out = Files.newOutputStream(file)) {
                new DigestInputStream(in, digest).transferTo(out);
            }
            return keep(file, Sha256.hex(digest), field);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Keeps a copy of a picture that does not stay: one of the gallery, which may be deleted there, or a form's file. */
    public ReferencePicture copy(Path picture, String field) throws IOException {
        try (InputStream in = Files.newInputStream(picture)) {
            return receive(in, field);
        }
    }

    /**
     * Keeps a picture file that is already on disk; the file is moved away. It is decoded, unless the same one is kept already.
     *
     * @param field named in the failure
     * @throws ProblemException 400 when it is not a picture that can be kept
     */
    public ReferencePicture keep(Path file, String field) throws IOException {
        return keep(file, Sha256.hex(file), field);
    }

    private ReferencePicture keep(Path file, String sha256, String field) throws IOException {
        ImageInfo info = proof.probed(file, field);
        ReferencePicture picture = picture(sha256, info);
        if (kept(picture)) {
            return picture;
        }
        ImageInfo proven = proof.proven(file, info, sha256, field);
        if (!proven.equals(info)) {
            // It was completed, so it has another name now.
            picture = picture(Sha256.hex(file), proven);
            proof.rename(sha256, picture.sha256());
        }
        if (!kept(picture)) {
            AtomicFiles.moveIntoPlace(file, inputs.resolve(picture.fileName()));
        }
        return picture;
    }

    private static ReferencePicture picture(String sha256, ImageInfo info) {
        return new ReferencePicture(sha256, info.format(), info.width(), info.height(), info.bytes());
    }

    private boolean kept(ReferencePicture picture) throws IOException {
        Path file = inputs.resolve(picture.fileName());
        return touched(file) && Files.size(file) == picture.bytes();
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
                    return Optional.of(picture(sha256, ImageProbe.probe(file)));
                } catch (NotAnImageException e) {
                    throw new IOException("The reference picture " + file + " is damaged", e);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether it is still there. Asking keeps it from expiring, since it is about to be used. */
    public boolean keeps(ReferencePicture picture) {
        try {
            return touched(inputs.resolve(picture.fileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ProblemException 410 when the file was deleted by hand */
    public Path file(ReferencePicture picture) {
        Path file = inputs.resolve(picture.fileName());
        if (!Files.isRegularFile(file)) {
            throw ProblemException.of(ProblemCode.REFERENCE_GONE);
        }
        return file;
    }

    /** Deletes pictures older than the given time that are not needed. Returns how many. */
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
            proof.forget(sha256);
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
