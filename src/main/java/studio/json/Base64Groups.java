package studio.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Decodes groups of four base64 characters into a file; a group that is not whole yet waits. */
final class Base64Groups {
    /** Decoded bytes that are written at once. */
    private static final int PIECE = 48 * 1024;

    private final PictureFile file;
    private final byte[] decoded = new byte[PIECE + Base64Pairs.SPARE];
    private int size;
    private int bits;
    private int count;
    private int padding;
    private boolean padded;

    Base64Groups(Path path) throws IOException {
        file = new PictureFile(path);
    }

    /** What has come so far once more, to go on elsewhere. */
    Base64Groups copy(Path path) throws IOException {
        flush();
        Base64Groups copy = new Base64Groups(path);
        Files.copy(file.path(), copy.file);
        copy.bits = bits;
        copy.count = count;
        copy.padding = padding;
        copy.padded = padded;
        return copy;
    }

    PictureFile file() {
        return file;
    }

    /** Takes whole groups of the alphabets, as long as they follow one another; returns where that ends, at once inside a group. */
    int addGroups(byte[] text, int from, int to) throws IOException {
        int at = from;
        while (count == 0 && padding == 0) {
            int groups = Math.min((to - at) / 4, (PIECE - size) / 3);
            int end = Base64Pairs.decode(text, at, at + 4 * groups, decoded, size);
            size += (end - at) / 4 * 3;
            if (end < at + 4 * groups || to - end < 4) {
                return end;
            }
            at = end;
            write();
        }
        return at;
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
        int value = Base64Pairs.bits(character);
        if (value < 0 || padding > 0) {
            return false;
        }
        bits = bits << 6 | value;
        count++;
        if (count == 4) {
            endGroup();
        }
        return true;
    }

    /** Bytes of a group, of one of two or three characters as well. */
    private void endGroup() throws IOException {
        if (size > PIECE - 3) {
            write();
        }
        int all = bits << (6 * (4 - count));
        for (int shift = 16; shift > 16 - 8 * (count - 1); shift -= 8) {
            decoded[size++] = (byte) (all >>> shift);
        }
        count = 0;
    }

    /** Writes the whole groups, and one that padding has made whole. */
    void flush() throws IOException {
        if (padded && count > 0) {
            endGroup();
        }
        write();
    }

    /** Writes what is left; false when the text ended inside a group in a way that base64 cannot. */
    boolean finish() throws IOException {
        boolean whole = padded || (padding == 0 && count != 1);
        if (count > 1) {
            endGroup();
        }
        write();
        return whole;
    }

    private void write() throws IOException {
        if (size > 0) {
            file.write(decoded, 0, size);
            size = 0;
        }
    }
}
