package studio.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import studio.files.OwnerOnly;
import studio.problem.Message;

/**
 * Locks a data folder for one process. Two servers would remove each other's unfinished files and send the same task twice. The
 * lock is the system's own, so a process that was killed leaves none behind.
 */
public final class InstanceLock implements AutoCloseable {
    private static final String NAME = "studio.lock";

    /** Open for as long as the lock is held. */
    private final FileChannel channel;

    private InstanceLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Whether the name is that of a lock's file, which stays where it is whatever happens to the folder's content. */
    public static boolean isLock(Path file) {
        return file.endsWith(NAME);
    }

    /**
     * Takes the folder for this process until {@link #close}.
     *
     * @throws StartRefusedException when another process has it
     */
    public static InstanceLock acquire(Path dataFolder) {
        Path file = dataFolder.resolve(NAME);
        try {
            OwnerOnly.createFile(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                String owner = Files.readString(file).strip();
                Path shown = dataFolder.toAbsolutePath().normalize();
                throw new StartRefusedException(Message.of("storage.data_folder_in_use", owner, shown));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
            return new InstanceLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock " + file.toAbsolutePath(), e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
