package studio.json;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;
import studio.files.OwnerOnly;

/**
 * Opens and fills the files, owner-only, into which goes what arrives from an upstream. What arrives is paid for: a shortage of
 * descriptors or of room is waited for, twenty seconds at most, while the upstream's connection holds back the rest.
 */
public final class ArrivalFile {
    private static final Logger LOG = Logger.getLogger(ArrivalFile.class);
    /** Together twenty seconds. */
    private static final int MAX_ATTEMPTS = 40;

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);

    private ArrivalFile() {}

    /** @throws DiskWriteException when it cannot be opened, or not in time */
    public static FileChannel open(Path path) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return FileChannel.open(path, NEW, OwnerOnly.newFile());
            } catch (FileSystemException e) {
                // The reason is a text in the system's language; what never passes has a class of its own.
                if (attempt == MAX_ATTEMPTS || !e.getClass().equals(FileSystemException.class)) {
                    throw new DiskWriteException(e);
                }
                pause(attempt, e);
            }
        }
    }

    /**
     * Writes all that is left in the buffer.
     *
     * @throws DiskWriteException when the disk does not take it, or not in time
     * @throws ClosedChannelException when the thread was interrupted
     */
    public static void write(FileChannel channel, ByteBuffer buffer) throws IOException {
        for (int attempt = 1; buffer.hasRemaining(); attempt++) {
            try {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (ClosedChannelException stopped) {
                throw stopped;
            } catch (IOException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw new DiskWriteException(e);
                }
                pause(attempt, e);
            }
        }
    }

    private static void pause(int attempt, IOException why) throws InterruptedIOException {
        if (attempt == 1) {
            LOG.warnf("What arrives waits for the disk: %s", why.getMessage());
        }
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the disk");
        }
    }
}
