package studio.json;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.files.OwnerOnly;

/**
 * An owner-only file that is written once and counted on the way. What goes into it has arrived from an upstream and is paid
 * for: a shortage of descriptors or of room is waited for, twenty seconds at most, while the upstream's connection holds back the rest.
 */
public final class PictureFile extends OutputStream {
    private static final Logger LOG = Logger.getLogger(PictureFile.class);
    /** Together twenty seconds. */
    private static final int MAX_ATTEMPTS = 40;

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Set<StandardOpenOption> NEW =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);

    private final Path path;
    private final FileChannel channel;
    private long bytes;

    /** @throws DiskWriteException when it cannot be opened, or not in time */
    public PictureFile(Path path) throws IOException {
        this.path = path;
        this.channel = open(path);
    }

    private static FileChannel open(Path path) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return FileChannel.open(path, NEW, OwnerOnly.newFile());
            } catch (FileSystemException e) {
                // The reason is a text in the system's language; what never passes has a class of its own.
                pause(e.getClass().equals(FileSystemException.class) ? attempt : MAX_ATTEMPTS, e);
            }
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    /**
     * @throws DiskWriteException when the disk does not take it, or not in time; the file is gone then
     * @throws ClosedChannelException when the thread was interrupted
     */
    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(data, offset, length);
        for (int attempt = 1; buffer.hasRemaining(); attempt++) {
            try {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (ClosedChannelException stopped) {
                throw stopped;
            } catch (IOException e) {
                try {
                    pause(attempt, e);
                } catch (DiskWriteException late) {
                    discard();
                    throw late;
                }
            }
        }
        bytes += length;
    }

    private static void pause(int attempt, IOException why) throws IOException {
        if (attempt == MAX_ATTEMPTS) {
            throw new DiskWriteException(why);
        }
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

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** @param renamed where the file is now */
    Spooled.Binary binary(Path renamed, @Nullable String declaredType) {
        return new Spooled.Binary(renamed, bytes, declaredType);
    }

    Path path() {
        return path;
    }

    public long bytes() {
        return bytes;
    }

    /** From here on a crash does not lose it. */
    public void sync() throws IOException {
        channel.force(true);
    }

    /** Closes and removes it. */
    public void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
