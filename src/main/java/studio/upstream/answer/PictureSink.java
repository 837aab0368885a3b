package studio.upstream.answer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;
import studio.files.Sha256;
import studio.json.ArrivalFile;
import studio.upstream.Answer;

/** Streams a picture into a new owner-only file, hashed on the way, synced at the end; a failure leaves no file. */
public final class PictureSink {
    /** A stream was longer than allowed. */
    public static final class TooLargeException extends IOException {
        public TooLargeException(long limit) {
            super("larger than " + limit + " bytes");
        }
    }

    private final Path folder;
    private final String name;
    private final long maxBytes;

    public PictureSink(Path folder, String name, long maxBytes) {
        this.folder = folder;
        this.name = name;
        this.maxBytes = maxBytes;
    }

    public Answer.StoredPicture store(InputStream in) throws IOException {
        MessageDigest digest = Sha256.start();
        Path file = folder.resolve(name + "-" + UUID.randomUUID() + ".bin");
        boolean done = false;
        long bytes = 0;
        try (FileChannel channel = ArrivalFile.open(file)) {
            byte[] chunk = new byte[64 * 1024];
            int length = in.read(chunk);
            while (length >= 0) {
                bytes += length;
                if (bytes > maxBytes) {
                    throw new TooLargeException(maxBytes);
                }
                digest.update(chunk, 0, length);
                ArrivalFile.write(channel, ByteBuffer.wrap(chunk, 0, length));
                length = in.read(chunk);
            }
            channel.force(true);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
        return new Answer.StoredPicture(file, bytes, Sha256.hex(digest));
    }
}
