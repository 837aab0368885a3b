package studio.config;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import studio.files.AtomicFiles;
import studio.files.OwnerOnly;

/**
 * The document as a file, readable by its owner alone, since secrets stand in it. It is replaced by renaming; where that is impossible,
 * as for a single file that is mounted into a container, it is rewritten in place after a copy was put beside it.
 */
final class FileConfigDocument implements ConfigDocument {
    private static final Logger LOG = Logger.getLogger(FileConfigDocument.class);

    /** The version of a file that was changed right after this server wrote it. */
    private static final Version NEVER_SEEN = new Version("");

    private static final String TEMPORARY = ".tmp";
    private static final Duration LEFTOVER = Duration.ofMinutes(1);

    /** How the finished temporary file takes its place. */
    @FunctionalInterface
    interface Replacement {
        void replace(Path temporary, Path target) throws IOException;
    }

    private final Path path;
    private final Replacement replacement;

    FileConfigDocument(Path path) {
        this(path, (from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    FileConfigDocument(Path path, Replacement replacement) {
        this.path = path;
        this.replacement = replacement;
    }

    @Override
    public String place() {
        return path.toString();
    }

    @Override
    public Optional<Version> version() throws IOException {
        try {
            return Optional.of(versionOf(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Version versionOf(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return new Version(
                found.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " " + found.size() + " " + found.fileKey());
    }

    @Override
    public Optional<State> read() throws IOException {
        Optional<State> state = look();
        state.ifPresent(found -> tighten());
        return state;
    }

    /** Reads it as it is and leaves it as it is. */
    Optional<State> look() throws IOException {
        Optional<Version> version = version();
        if (version.isEmpty()) {
            return Optional.empty();
        }
        if (Files.size(path) > MAX_BYTES) {
            throw new FileSystemException(path.toString(), null, "larger than " + MAX_BYTES + " bytes");
        }
        return Optional.of(new State(Files.readAllBytes(path), version.get()));
    }

    /** Takes the rights of others away; logs a warning where that is impossible. */
    private void tighten() {
        String before = "";
        try {
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(path);
            if (!OwnerOnly.FILE.containsAll(found)) {
                before = PosixFilePermissions.toString(found);
                OwnerOnly.restrict(path);
                LOG.warnf("%s was readable by others (%s) and is now for its owner alone", path, before);
            }
        } catch (IOException e) {
            LOG.warnf("%s may be readable by others (%s), and that could not be changed: run chmod 600", path, before);
        } catch (UnsupportedOperationException e) {
            LOG.debugf(e, "The permissions of %s are not known here", path);
        }
    }

    @Override
    public Optional<Version> write(byte[] content, Optional<Version> expected) throws IOException {
        OwnerOnly.createFolder(AtomicFiles.folderOf(path));
        // A link stays a link: what it points to is replaced.
        Path target = Files.exists(path) ? path.toRealPath() : path;
        String prefix = "." + target.getFileName() + ".";
        removeLeftovers(AtomicFiles.folderOf(target), prefix);
        Path temporary = target.resolveSibling(prefix + UUID.randomUUID() + TEMPORARY);
        try {
            OwnerOnly.createFile(temporary);
            Files.write(temporary, content);
            AtomicFiles.sync(temporary);
            Version written = versionOf(temporary);
            if (!version().equals(expected)) {
                return Optional.empty();
            }
            replacement.replace(temporary, target);
            AtomicFiles.syncFolder(AtomicFiles.folderOf(target));
            // That of the temporary file, which a rename leaves as it is: what comes after the rename is another
            // process
            // else's.
            return Optional.of(written);
        } catch (FileSystemException e) {
            if (!Files.exists(target)) {
                throw e;
            }
            LOG.debugf(e, "%s cannot be replaced and is rewritten in place", target);
            return rewrite(target, content, expected);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Each kill in the midst of a write leaves one, with secrets in it; those of a moment ago may be another writer's. */
    private static void removeLeftovers(Path folder, String prefix) {
        Instant longAgo = Instant.now().minus(LEFTOVER);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, file -> {
            String name = String.valueOf(file.getFileName());
            return name.startsWith(prefix)
                    && name.endsWith(TEMPORARY)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(longAgo);
        })) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debugf(e, "Leftovers in %s are not removed", folder);
        }
    }

    private Optional<Version> rewrite(Path target, byte[] content, Optional<Version> expected) throws IOException {
        byte[] before = Files.readAllBytes(target);
        if (!version().equals(expected)) {
            return Optional.empty();
        }
        try {
            AtomicFiles.write(path.resolveSibling(path.getFileName() + ".bak"), before);
        } catch (FileSystemException e) {
            LOG.warnf("No copy of %s could be put beside it before it is rewritten: %s", target, e.getMessage());
        }
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            // Filled up with line ends to the old length, it is valid JSON even before it is cut.
            byte[] padded = Arrays.copyOf(content, Math.max(content.length, before.length));
            Arrays.fill(padded, content.length, padded.length, (byte) '\n');
            Channels.newOutputStream(channel).write(padded);
            channel.truncate(content.length);
            channel.force(true);
        }
        Version written = versionOf(target);
        boolean untouched = Arrays.equals(Files.readAllBytes(target), content);
        return Optional.of(untouched ? written : NEVER_SEEN);
    }
}
