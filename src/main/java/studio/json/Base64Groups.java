package studio.json;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Decodes groups of four base64 characters into a file, by a table of all pairs of characters, eight characters at a time; a group that
 * is not whole yet waits. The JDK's decoder is fast only where the JIT compiler knows it, and does not tell where it stopped.
 */
final class Base64Groups {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final VarHandle CHARACTERS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BYTES = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Twelve bits for two characters, the first one in the lower byte of the index; negative where one is foreign. */
    private static final short[] PAIRS = pairs();

    /** Decoded bytes that are written at once. */
    private static final int PIECE = 48 * 1024;

    private final PictureFile file;
    /** The last word that is written into it reaches two bytes beyond its six. */
    private final byte[] decoded = new byte[PIECE + 2];

    private int size;
    private int bits;
    private int count;
    private int padding;
    private boolean padded;

    Base64Groups(Path path) throws IOException {
        file = new PictureFile(path);
    }

    /** Of the default and the URL-safe alphabet. */
    private static short[] pairs() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        values['+'] = values['-'] = 62;
        values['/'] = values['_'] = 63;
        short[] pairs = new short[1 << 16];
        for (int i = 0; i < pairs.length; i++) {
            int first = values[i & 0xFF];
            int second = values[i >>> 8];
            pairs[i] = (short) ((first | second) < 0 ? -1 : first << 6 | second);
        }
        return pairs;
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
            int end = decode(text, at, at + 4 * groups, decoded, size);
            size += (end - at) / 4 * 3;
            if (end < at + 4 * groups || to - end < 4) {
                return end;
            }
            at = end;
            write();
        }
        return at;
    }

    private static int decode(byte[] text, int from, int to, byte[] target, int offset) {
        short[] pairs = PAIRS;
        int at = from;
        int out = offset;
        for (; at <= to - 8; at += 8) {
            long eight = (long) CHARACTERS.get(text, at);
            int one = pairs[(int) eight & 0xFFFF];
            int two = pairs[(int) eight >>> 16];
            int three = pairs[(int) (eight >>> 32) & 0xFFFF];
            int four = pairs[(int) (eight >>> 48)];
            if ((one | two | three | four) < 0) {
                break;
            }
            BYTES.set(target, out, (long) (one << 12 | two) << 40 | (long) (three << 12 | four) << 16);
            out += 6;
        }
        for (; at < to; at += 4) {
            int one = pairs[text[at] & 0xFF | (text[at + 1] & 0xFF) << 8];
            int two = pairs[text[at + 2] & 0xFF | (text[at + 3] & 0xFF) << 8];
            if ((one | two) < 0) {
                break;
            }
            target[out++] = (byte) (one >>> 4);
            target[out++] = (byte) (one << 4 | two >>> 8);
            target[out++] = (byte) two;
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
        int value = PAIRS['A' | (character & 0xFF) << 8];
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
        int all = bits << 6 * (4 - count);
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
