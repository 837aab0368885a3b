package studio.task.request;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import studio.files.OwnerOnly;
import studio.files.Sha256;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.picture.SharedFiles;
import studio.picture.SharedFiles.Kind;
import studio.picture.SharedFiles.Shared;
import studio.problem.Explained;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.FreeSpace;
import studio.storage.Ids;
import studio.storage.job.Turns;
import studio.task.GenerationRequest.ReferencePicture;

/**
 * The reference pictures, one file for each content: {@code <sha256>.<ext>} among the {@link SharedFiles}, so that a task finds what
 * was uploaded to another instance.
 */
@Singleton
public class ReferencePictures {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Use and deletion of a picture that nobody has used for long take turns: one would miss the other. */
    private static final String TURN = "reference-pictures";

    /** A use is noted no more often, since a bucket has to be sent the picture for it. */
    public static final Duration NOTED = Duration.ofHours(1);

    private final SharedFiles files;
    private final Turns turns;
    private final boolean shared;
    private final Path temp;
    private final FreeSpace space;
    private final Ids ids;
    private final ReferenceProof proof;

    public ReferencePictures(FolderSettings folders, SharedFiles files, Turns turns, Ids ids, ReferenceProof proof) {
        this.files = files;
        this.turns = turns;
        this.shared = folders.shared();
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
            files.keep(Kind.INPUT, picture.fileName(), file);
        }
        return picture;
    }

    private static ReferencePicture picture(String sha256, ImageInfo info) {
        return new ReferencePicture(sha256, info.format(), info.width(), info.height(), info.bytes());
    }

    private boolean kept(ReferencePicture picture) {
        return used(picture.fileName())
                .filter(found -> found.size() == picture.bytes())
                .isPresent();
    }

    /** A picture that was uploaded before; finding it keeps it from expiring. */
    public Optional<ReferencePicture> find(String sha256) throws IOException {
        if (!SHA256.matcher(sha256).matches()) {
            return Optional.empty();
        }
        for (ImageFormat format : ImageFormat.values()) {
            String name = sha256 + "." + format.extension();
            Optional<Path> file = used(name).flatMap(found -> files.find(Kind.INPUT, name));
            if (file.isPresent()) {
                try {
                    return Optional.of(picture(sha256, ImageProbe.probe(file.get())));
                } catch (NotAnImageException e) {
                    throw new IOException("The reference picture " + name + " is damaged", e);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether it is still there. Asking keeps it from expiring, since it is about to be used. */
    public boolean keeps(ReferencePicture picture) {
        return used(picture.fileName()).isPresent();
    }

    /** @throws ProblemException 410 when the file was deleted by hand, 503 when it cannot be fetched */
    public Path file(ReferencePicture picture) {
        try {
            return files.find(Kind.INPUT, picture.fileName())
                    .orElseThrow(() -> ProblemException.of(ProblemCode.REFERENCE_GONE));
        } catch (UncheckedIOException e) {
            throw e instanceof Explained explained ? explained.problem() : e;
        }
    }

    /**
     * Deletes pictures that are not needed and of which no use was noted since that time; returns how many.
     *
     * @param before earlier than {@link #NOTED} ago, for a use to be certain to have been noted
     */
    public int expire(Instant before, Predicate<String> needed) throws IOException {
        int count = 0;
        try (Stream<Shared> all = files.list(Kind.INPUT)) {
            for (Shared found : (Iterable<Shared>) all::iterator) {
                String name = found.name();
                String sha256 = name.substring(0, Math.max(0, name.indexOf('.')));
                if (SHA256.matcher(sha256).matches()
                        && found.modified().isBefore(before)
                        && turns.take(TURN, () -> expire(name, sha256, before, needed))) {
                    proof.forget(sha256);
                    count++;
                }
            }
        }
        return count;
    }

    /** Removes what was copied to this disk, or made on it, and nobody has asked for since. */
    public void removeCopies(Instant before) throws IOException {
        if (shared) {
            boolean unused = files.removeCopies(before) > 0;
            proof.removeOld(before);
        }
    }

    private boolean expire(String name, String sha256, Instant before, Predicate<String> needed) {
        return !needed.test(sha256) && files.delete(Kind.INPUT, name, before);
    }

    /** Looks whether a picture is there; from now on it stays as long as a new upload does. */
    private Optional<Shared> used(String name) {
        Optional<Shared> found = files.look(Kind.INPUT, name);
        return found.isEmpty() || found.get().modified().isAfter(Instant.now().minus(NOTED))
                ? found
                : turns.take(TURN, () -> files.renew(Kind.INPUT, name) ? found : Optional.empty());
    }
}
