package studio.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import studio.files.OwnerOnly;

/**
 * One file with secrets inside. It is replaced as a whole (temporary file, fsync, rename, fsync of the folder); where
 * renaming is impossible, as for a single file that is mounted into a container, it is rewritten in place after a copy was
 * put beside it.
 */
final class OwnerOnlyFile {
    private static final Logger LOG = Logger.getLogger(OwnerOnlyFile.class);
    static final long MOST_BYTES = 32 << 20;

    /** How the finished temporary file takes its place. */
    @FunctionalInterface
    interface Replacement {
        void replace(Path temporary, Path target) throws IOException;
    }

    /** What changes when somebody else writes the file; cheap to ask. */
    record Fingerprint(long modifiedNanos, long size, String key) {
        /** Of a file that somebody wrote right after this server did. */
        static final Fingerprint NEVER_SEEN = new Fingerprint(-1, -1, "");
    }

    private final Path path;
    private final Replacement replacement;

    OwnerOnlyFile(Path path) {
        this(path, (from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    OwnerOnlyFile(Path path, Replacement replacement) {
        this.path = path;
        this.replacement = replacement;
    }

    Path path() {
        return path;
    }

    Path backup() {
        return path.resolveSibling(path.getFileName() + ".bak");
    }

    /** Empty when there is no file. */
    Optional<Fingerprint> fingerprint() throws IOException {
        try {
            return Optional.of(fingerprintOf(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Fingerprint fingerprintOf(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Fingerprint(
                found.lastModifiedTime().to(TimeUnit.NANOSECONDS), found.size(), String.valueOf(found.fileKey()));
    }

    byte[] read() throws IOException {
        if (Files.size(path) > MOST_BYTES) {
            throw new FileSystemException(path.toString(), null, "larger than " + MOST_BYTES + " bytes");
        }
        return Files.readAllBytes(path);
    }

    void createFolder() throws IOException {
        OwnerOnly.createFolder(folder(path));
    }

    /** Others on this machine must not read it; says so when it cannot be helped. */
    void tighten() {
        try {
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(path);
            if (OwnerOnly.FILE.containsAll(found)) {
                return;
            }
            String before = PosixFilePermissions.toString(found);
            try {
                OwnerOnly.restrict(path);
                LOG.warnf("%s was readable by others (%s) and is now for its owner alone", path, before);
            } catch (IOException e) {
                LOG.warnf("%s is readable by others (%s), and that could not be changed: run chmod 600", path, before);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debugf(e, "The permissions of %s are not known here", path);
        }
    }

    /**
     * Writes the file unless it has become another one than its writer had seen: then that stays.
     *
     * @param seen empty when there was none
     * @return the written file's; empty when it has become another
     */
    Optional<Fingerprint> write(byte[] content, Optional<Fingerprint> seen) throws IOException {
        // A link stays a link: what it points to is replaced.
        Path target = Files.exists(path) ? path.toRealPath() : path;
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            writeNew(temporary, content);
            Fingerprint written = fingerprintOf(temporary);
            if (!fingerprint().equals(seen)) {
                return Optional.empty();
            }
            replacement.replace(temporary, target);
            syncFolder(target);
            // Of the temporary file, which a rename leaves as it is: whatever comes after the rename is somebody
            // else's.
            return Optional.of(written);
        } catch (FileSystemException e) {
            if (!Files.exists(target)) {
                throw e;
            }
            LOG.debugf(e, "%s cannot be replaced and is rewritten in place", target);
            return rewrite(target, content, seen);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Optional<Fingerprint> rewrite(Path target, byte[] content, Optional<Fingerprint> seen) throws IOException {
        byte[] before = Files.readAllBytes(target);
        if (!fingerprint().equals(seen)) {
            return Optional.empty();
        }
        try {
            Path backup = backup();
            Files.deleteIfExists(backup);
            writeNew(backup, before);
            syncFolder(backup);
        } catch (FileSystemException e) {
            LOG.warnf("No copy of %s could be put beside it before it is rewritten: %s", target, e.getMessage());
        }
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            // Filled up with line ends to the old length, it is valid JSON even before it is cut.
            byte[] padded = Arrays.copyOf(content, Math.max(content.length, before.length));
            Arrays.fill(padded, content.length, padded.length, (byte) '\n');
            writeFully(channel, padded);
            channel.truncate(content.length);
            channel.force(true);
        }
        Fingerprint written = fingerprintOf(target);
        boolean untouched = Arrays.equals(Files.readAllBytes(target), content);
        return Optional.of(untouched ? written : Fingerprint.NEVER_SEEN);
    }

    private static void writeNew(Path file, byte[] content) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, OwnerOnly.newFile())) {
            writeFully(channel, content);
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void syncFolder(Path file) {
        try (FileChannel channel = FileChannel.open(folder(file), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debugf(e, "The folder of %s cannot be synced on this system", file);
        }
    }

    private static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
