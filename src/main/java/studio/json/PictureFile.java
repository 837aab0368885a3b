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
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that is written once, hashed and counted on the way. Owner-only. */
final class PictureFile extends OutputStream {
    /** Together twenty seconds. */
    private static final int MOST_ATTEMPTS = 40;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Path path;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.start();
    private long bytes;

    PictureFile(Path path) throws IOException {
        this.path = path;
        this.channel = open(path);
    }

    /** What arrives is paid for: where no file can be opened because too many are, it waits until some are closed. */
    private static FileChannel open(Path path) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return FileChannel.open(
                        path,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } catch (FileSystemException e) {
                // The reason is a text in the system's language; what never passes has a class of its own.
                if (attempt == MOST_ATTEMPTS || !e.getClass().equals(FileSystemException.class)) {
                    throw new DiskWriteException(e);
                }
                pause();
            }
        }
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before a file could be opened");
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        digest.update(data, offset, length);
        ByteBuffer buffer = ByteBuffer.wrap(data, offset, length);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (ClosedChannelException stopped) {
            throw stopped;
        } catch (IOException e) {
            discard();
            throw new DiskWriteException(e);
        }
        bytes += length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    Spooled.Binary binary(@Nullable String declaredType) {
        return new Spooled.Binary(path, bytes, Sha256.hex(digest), declaredType);
    }

    Spooled.Text text() {
        return new Spooled.Text(path, bytes);
    }

    long bytes() {
        return bytes;
    }

    void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
