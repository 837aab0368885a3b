package studio.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import studio.files.Sha256;

/** A file that is written once, hashed and counted on the way. Owner-only. */
public final class PictureFile extends OutputStream {
    private final Path path;
    private final FileChannel channel;
    private final MessageDigest digest = Sha256.start();
    private long bytes;

    public PictureFile(Path path) throws IOException {
        this.path = path;
        this.channel = ArrivalFile.open(path);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
        digest.update(data, offset, length);
        try {
            ArrivalFile.write(channel, ByteBuffer.wrap(data, offset, length));
        } catch (DiskWriteException e) {
            discard();
            throw e;
        }
        bytes += length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    Spooled.Binary binary(@Nullable String declaredType) {
        return binary(path, declaredType);
    }

    /** As it is after it was renamed. */
    Spooled.Binary binary(Path renamed, @Nullable String declaredType) {
        return new Spooled.Binary(renamed, bytes, sha256(), declaredType);
    }

    /** Lower-case hex of all that was written; asked once, at the end. */
    public String sha256() {
        return Sha256.hex(digest);
    }

    /** From here on a crash does not lose it. */
    public void sync() throws IOException {
        channel.force(true);
    }

    Path path() {
        return path;
    }

    /** Takes over what another file holds. */
    void writeAll(Path other) throws IOException {
        try (InputStream in = Files.newInputStream(other)) {
            in.transferTo(this);
        }
    }

    Spooled.Text text() {
        return new Spooled.Text(path, bytes);
    }

    public long bytes() {
        return bytes;
    }

    /** Closes and removes it. */
    public void discard() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
