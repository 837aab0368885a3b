package studio.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

    /** Replaces the file by these bytes, which outlive this process but not a power cut: {@link #sync} and {@link #syncFolder} are the caller's. */
    public static void put(Path target, byte[] bytes) throws IOException {
        place(target, out -> out.write(bytes), false);
    }

    /** Replaces the file by what the content writes; when that fails the old file stays as it was. */
    public static void write(Path target, Content content) throws IOException {
        place(target, content, true);
        syncFolder(folderOf(target));
    }

    private static void place(Path target, Content content, boolean synced) throws IOException {
        Path temp = sibling(target);
        try {
            OwnerOnly.createFile(temp);
            // Unlike a channel, this stream does not close when the thread is interrupted by a cancel.
            try (FileOutputStream file = new FileOutputStream(temp.toFile())) {
                OutputStream out = new BufferedOutputStream(file, 1 << 16) {
                    @Override
                    public void close() throws IOException {
                        // Writers such as a JSON generator close what they are given, and the sync is still to come.
                        flush();
                    }
                };
                content.writeTo(out);
                out.flush();
                if (synced) {
                    file.getFD().sync();
                }
            }
            Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temp);
        }
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
        if (!OwnerOnly.posix()) {
            return; // Elsewhere a folder cannot be opened, and renames are journalled.
        }
        Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
            return true;
        });
    }

    private static Path sibling(Path target) {
        return folderOf(target)
                .resolve("." + target.getFileName() + "."
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".tmp");
    }

    /** The folder that a file is in, also of a relative name. */
    public static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("Not a file in a folder: " + file);
        }
        return folder;
    }
}
