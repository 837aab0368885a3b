package studio.upstream.answer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import studio.json.PictureFile;
import studio.upstream.Answer;

/** Stores a picture that arrives as plain bytes. */
public final class PictureSink {
    /** A stream was longer than allowed. */
    public static final class TooLargeException extends IOException {
        public TooLargeException(long limit) {
            super("larger than " + limit + " bytes");
        }
    }

    private PictureSink() {}

    /** Streams into a new owner-only file, synced at the end; its name is synced with the note of the answer. A failure leaves no file. */
    public static Answer.StoredPicture store(InputStream in, Path folder, String name, long maxBytes)
            throws IOException {
        Path path = folder.resolve(name + "-" + UUID.randomUUID() + ".bin");
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
            } catch (Throwable failed) {
                file.discard();
                throw failed;
            }
            return new Answer.StoredPicture(path, file.bytes());
        }
    }

    /** Whether bytes start like a picture; whether it is a whole one is decided by the gallery's probe. */
    public static boolean isPicture(byte[] start) {
        String latin = new String(start, 0, Math.min(start.length, 32), StandardCharsets.ISO_8859_1);
        return latin.startsWith("\u0089PNG\r\n\u001a\n")
                || latin.startsWith("\u00ff\u00d8\u00ff")
                || latin.startsWith("GIF87a")
                || latin.startsWith("GIF89a")
                || (latin.startsWith("RIFF") && latin.startsWith("WEBP", 8))
                || latin.startsWith("ftyp", 4)
                || (latin.startsWith("BM") && latin.length() > 14 && latin.startsWith("\0\0\0\0", 6))
                || latin.startsWith("II*\0")
                || latin.startsWith("MM\0*");
    }
}
