package studio.json;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Decodes groups of four base64 characters into a file; a group that is not whole yet waits. */
final class Base64Groups {
    /** Characters that are decoded at once; a multiple of four. */
    static final int PIECE = 4096;

    private static final Base64.Decoder JDK = Base64.getDecoder();

    private final PictureFile file;
    private final OutputStream out;
    private final byte[] characters = new byte[PIECE];
    private final byte[] decoded = new byte[PIECE / 4 * 3];
    private int count;
    private int padding;
    private boolean padded;

    Base64Groups(Path path) throws IOException {
        file = new PictureFile(path);
        out = new BufferedOutputStream(file, 16 * decoded.length);
    }

    /** What has come so far once more, to go on elsewhere. */
    Base64Groups copy(Path path) throws IOException {
        flush();
        Base64Groups copy = new Base64Groups(path);
        Files.copy(file.path(), copy.out);
        System.arraycopy(characters, 0, copy.characters, 0, count);
        copy.count = count;
        copy.padding = padding;
        copy.padded = padded;
        return copy;
    }

    PictureFile file() {
        return file;
    }

    /** Whether a whole piece may follow. */
    boolean atGroup() {
        return count % 4 == 0 && padding == 0;
    }

    /**
     * Takes whole groups at once; false when there is anything else in them than the default alphabet.
     *
     * @param length a multiple of four, at most {@link #PIECE}, which is fastest
     */
    boolean addPiece(byte[] text, int from, int length) throws IOException {
        decode(count);
        byte[] bytes = decoded;
        int written;
        try {
            if (length == PIECE) {
                System.arraycopy(text, from, characters, 0, PIECE);
                written = JDK.decode(characters, decoded);
            } else {
                ByteBuffer rest = JDK.decode(ByteBuffer.wrap(text, from, length));
                bytes = rest.array();
                written = rest.remaining();
            }
        } catch (IllegalArgumentException foreign) {
            return false;
        }
        // Shorter when the piece ends with padding, which is judged one by one.
        if (written < length / 4 * 3) {
            return false;
        }
        out.write(bytes, 0, written);
        return true;
    }

    /** Takes a character of the default or the URL-safe alphabet, or padding; false for any other. */
    boolean add(int character) throws IOException {
        if (character == '=') {
            if (padded || padding == 2) {
                return false;
            }
            padding++;
            padded = (count + padding) % 4 == 0;
            return true;
        }
        int known =
                switch (character) {
                    case '-' -> '+';
                    case '_' -> '/';
                    default -> character;
                };
        boolean alphabet = (known >= 'A' && known <= 'Z')
                || (known >= 'a' && known <= 'z')
                || (known >= '/' && known <= '9')
                || known == '+';
        if (!alphabet || padding > 0) {
            return false;
        }
        characters[count++] = (byte) known;
        if (count == PIECE) {
            decode(PIECE);
        }
        return true;
    }

    /** Writes the whole groups, and one that padding has made whole. */
    void flush() throws IOException {
        decode(padded ? count : count & ~3);
        out.flush();
    }

    /** Writes what is left; false when the text ended inside a group in a way that base64 cannot. */
    boolean finish() throws IOException {
        boolean whole = padded || (padding == 0 && count % 4 != 1);
        decode(count % 4 == 1 ? count - 1 : count);
        out.flush();
        return whole;
    }

    private void decode(int length) throws IOException {
        if (length > 0) {
            ByteBuffer bytes = JDK.decode(ByteBuffer.wrap(characters, 0, length));
            out.write(bytes.array(), 0, bytes.remaining());
            System.arraycopy(characters, length, characters, 0, count - length);
            count -= length;
        }
    }
}
