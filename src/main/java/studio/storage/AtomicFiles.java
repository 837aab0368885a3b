package studio.storage;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Files that are there completely or not at all, also after a power cut: written beside their place, synced, renamed,
 * and the folder synced. Everything made here is readable by its owner only.
 */
public final class AtomicFiles {

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFiles() {}

    /** Replaces the file by these bytes. */
    public static void write(Path target, byte[] bytes) throws IOException {
        write(target, out -> out.write(bytes));
    }

    /** Replaces the file by what the content writes; when that fails the old file stays as it was. */
    public static void write(Path target, Content content) throws IOException {
        Path temp = sibling(target);
        try {
            createFile(temp);
            // Unlike a channel, this stream does not close when the thread is interrupted by a cancel.
            try (FileOutputStream file = new FileOutputStream(temp.toFile())) {
                OutputStream out = new BufferedOutputStream(file, 1 << 16) {
                    @Override
                    public void close() throws IOException {
                        flush(); // Writers such as a JSON generator close what they are given; the sync is still to
                        // come.
                    }
                };
                content.writeTo(out);
                out.flush();
                file.getFD().sync();
            }
            Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temp);
        }
        syncFolder(folderOf(target));
    }

    /**
     * Syncs a finished file and moves it to its place, replacing what was there. Between file systems it is copied
     * beside its place first, and the source removed at the end.
     */
    public static void moveIntoPlace(Path finished, Path target) throws IOException {
        sync(finished);
        try {
            Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            write(target, out -> Files.copy(finished, out));
            Files.deleteIfExists(finished);
        }
        syncFolder(folderOf(target));
    }

    /** Makes the content of a file safe against a power cut. */
    public static void sync(Path file) throws IOException {
        Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return true;
        });
    }

    /** Makes the names in a folder (new, renamed, removed files) safe against a power cut. */
    public static void syncFolder(Path folder) throws IOException {
        if (!posix()) {
            return; // Elsewhere a folder cannot be opened, and renames are journalled.
        }
        Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
            return true;
        });
    }

    /** Creates the folder and its parents, mode 0700; one that exists keeps its mode. */
    public static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, ownerOnly("rwx------"));
        }
    }

    /** Creates an empty file, mode 0600, unless there is one. */
    public static void createFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, ownerOnly("rw-------"));
        }
    }

    /** Takes all rights from everyone but the owner; nothing happens where the file system knows no such rights. */
    public static void restrictToOwner(Path file) throws IOException {
        if (posix()) {
            Files.setPosixFilePermissions(
                    file, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return posix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static Path sibling(Path target) {
        return folderOf(target)
                .resolve("." + target.getFileName() + "."
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("Not a file in a folder: " + file);
        }
        return folder;
    }
}
