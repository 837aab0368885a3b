package studio.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Base64 by tables of all pairs of characters, eight characters at a time (RFC 4648). The JDK's own is fast only where the JIT compiler
 * replaces it, and does not tell where it stopped. Arrays that are read or written in words of six bytes need two spare ones.
 */
final class Base64Pairs {
    static final int SPARE = 2;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final VarHandle CHARACTERS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle BYTES = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Two characters for twelve bits, the first one in the lower byte. */
    private static final char[] TEXT = new char[1 << 12];

    /** Twelve bits for two characters of the default or the URL-safe alphabet; negative where one is foreign. */
    private static final short[] BITS = new short[1 << 16];

    static {
        Arrays.fill(BITS, (short) -1);
        String urlSafe = ALPHABET.replace('+', '-').replace('/', '_');
        for (int bits = 0; bits < TEXT.length; bits++) {
            TEXT[bits] = pair(ALPHABET, ALPHABET, bits);
            for (String first : new String[] {ALPHABET, urlSafe}) {
                BITS[pair(first, ALPHABET, bits)] = (short) bits;
                BITS[pair(first, urlSafe, bits)] = (short) bits;
            }
        }
    }

    private Base64Pairs() {}

    private static char pair(String first, String second, int bits) {
        return (char) (first.charAt(bits >>> 6) | second.charAt(bits & 0x3F) << 8);
    }

    /** The six bits of a character of either alphabet; negative for a foreign one. */
    static int bits(int character) {
        return BITS['A' | (character & 0xFF) << 8];
    }

    /**
     * Decodes whole groups of four characters until a foreign one.
     *
     * @param to whole groups from {@code from}
     * @param target takes three bytes a group
     * @return behind the last group that was decoded
     */
    static int decode(byte[] text, int from, int to, byte[] target, int offset) {
        short[] bits = BITS;
        int at = from;
        int out = offset;
        for (; at <= to - 8; at += 8) {
            long eight = (long) CHARACTERS.get(text, at);
            int one = bits[(int) eight & 0xFFFF];
            int two = bits[(int) eight >>> 16];
            int three = bits[(int) (eight >>> 32) & 0xFFFF];
            int four = bits[(int) (eight >>> 48)];
            if ((one | two | three | four) < 0) {
                break;
            }
            BYTES.set(target, out, (long) (one << 12 | two) << 40 | (long) (three << 12 | four) << 16);
            out += 6;
        }
        for (; at < to; at += 4) {
            int one = bits[(text[at] & 0xFF) | ((text[at + 1] & 0xFF) << 8)];
            int two = bits[(text[at + 2] & 0xFF) | ((text[at + 3] & 0xFF) << 8)];
            if ((one | two) < 0) {
                break;
            }
            target[out++] = (byte) (one >>> 4);
            target[out++] = (byte) (one << 4 | two >>> 8);
            target[out++] = (byte) two;
        }
        return at;
    }

    /**
     * Encodes in the default alphabet, with padding where the last group is not whole.
     *
     * @return how many characters
     */
    static int encode(byte[] bytes, int length, byte[] target) {
        char[] text = TEXT;
        int at = 0;
        int out = 0;
        for (; at <= length - 6; at += 6) {
            long six = (long) BYTES.get(bytes, at);
            long low = text[(int) (six >>> 52)] | (long) text[(int) (six >>> 40) & 0xFFF] << 16;
            long high = text[(int) (six >>> 28) & 0xFFF] | (long) text[(int) (six >>> 16) & 0xFFF] << 16;
            CHARACTERS.set(target, out, low | high << 32);
            out += 8;
        }
        for (; at < length; at += 3) {
            int left = Math.min(3, length - at);
            int three = (bytes[at] & 0xFF) << 16
                    | (left > 1 ? (bytes[at + 1] & 0xFF) << 8 : 0)
                    | (left > 2 ? bytes[at + 2] & 0xFF : 0);
            int first = text[three >>> 12];
            int second = text[three & 0xFFF];
            target[out++] = (byte) first;
            target[out++] = (byte) (first >>> 8);
            target[out++] = left > 1 ? (byte) second : (byte) '=';
            target[out++] = left > 2 ? (byte) (second >>> 8) : (byte) '=';
        }
        return out;
    }
}
