package studio.upstream.answer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import studio.json.PictureFile;
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
        Path path = folder.resolve(name + "-" + UUID.randomUUID() + ".bin");
        boolean done = false;
        try (PictureFile file = new PictureFile(path)) {
            try {
                byte[] chunk = new byte[64 * 1024];
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    file.write(chunk, 0, length);
                    if (file.bytes() > maxBytes) {
                        throw new TooLargeException(maxBytes);
                    }
                }
                file.sync();
                done = true;
            } finally {
                if (!done) {
                    file.discard();
                }
            }
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
            return new Answer.StoredPicture(path, file.bytes(), file.sha256());
        }
    }
}
