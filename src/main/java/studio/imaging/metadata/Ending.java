package studio.imaging.metadata;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is written over the end of a picture so that it carries metadata, instead of copying the picture. Where the process ends in the
 * midst of it, {@link PictureMetadata#restore} puts the file back as it was.
 */
public final class Ending {
    /** Nothing is to be written. */
    static final Ending NONE = new Ending(0, null);

    private final long from;
    private final byte @Nullable [] bytes;

    /** @param from where the bytes belong, which end the file */
    Ending(long from, byte @Nullable [] bytes) {
        this.from = from;
        this.bytes = bytes;
    }

    /**
     * Writes it. Nobody may read the file meanwhile. An interrupt of the thread does not disturb it.
     *
     * @throws IOException when the disk takes no more; the file is then as it was
     */
    public void write(Path picture) throws IOException {
        if (bytes == null) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(picture.toFile(), "rw")) {
            byte[] before = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(before);
            try {
                file.seek(from);
                file.write(bytes);
            } catch (IOException e) {
                file.seek(from);
                file.write(before);
                file.setLength(from + before.length);
                throw e;
            }
        }
    }
}
