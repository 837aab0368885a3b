package studio.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Decodes base64 as it comes, strictly: the standard and the URL-safe alphabet, white space anywhere, also as an escape of some
 * language, percent-encoded characters, missing padding; anything else stops it. {@link java.util.Base64}'s MIME decoder drops foreign characters
 * silently, which would turn a damaged picture into another damaged picture.
 */
final class Base64Decoder {
    private static final int SPACE = -2;
    private static final int PAD = -3;
    private static final int PERCENT = -4;
    private static final int BACKSLASH = -5;
    private static final int QUOTE = -6;
    private static final byte[] VALUES = values();

    private static final Base64.Decoder JDK = Base64.getDecoder();

    /** Characters; a multiple of four. */
    private static final int PIECE = 4096;

    private final OutputStream target;
    private final byte[] piece = new byte[PIECE];
    private final byte[] decoded = new byte[PIECE / 4 * 3];
    private boolean plain = true;
    private final byte[] out = new byte[48 * 1024];
    private int outLength;
    private int bits;
    private int characters;
    private int padding;
    private boolean padded;
    private int percent = -1;
    private int percentDigits;
    private final boolean escapes;
    private final boolean closing;
    private boolean escape;
    private boolean closed;

    /**
     * @param escapes whether a backslash may stand before what needs none
     * @param closing whether quotes, and nothing after them, may follow
     */
    Base64Decoder(OutputStream target, boolean escapes, boolean closing) {
        this.target = target;
        this.escapes = escapes;
        this.closing = closing;
    }

    /** Goes on elsewhere from where this one stands. */
    Base64Decoder writingTo(OutputStream other) {
        Base64Decoder copy = new Base64Decoder(other, escapes, closing);
        copy.plain = plain;
        copy.bits = bits;
        copy.characters = characters;
        copy.padding = padding;
        copy.padded = padded;
        copy.percent = percent;
        copy.percentDigits = percentDigits;
        copy.escape = escape;
        copy.closed = closed;
        return copy;
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < 64; i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        values['-'] = 62;
        values['_'] = 63;
        for (char c : " \t\r\n\f".toCharArray()) {
            values[c] = SPACE;
        }
        values['='] = PAD;
        values['%'] = PERCENT;
        values['\\'] = BACKSLASH;
        for (char c : "\"'`".toCharArray()) {
            values[c] = QUOTE;
        }
        return values;
    }

    /** Takes characters (ASCII); returns how many were taken: fewer than {@code length} when a foreign one follows. */
    int decode(byte[] text, int offset, int length) throws IOException {
        int taken = decodeAll(text, offset, length);
        // What has come is on its way to disk: it must be there when the process is killed before the end of the text.
        flush();
        return taken;
    }

    private int decodeAll(byte[] text, int offset, int length) throws IOException {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            if (characters == 0 && padding == 0 && percent < 0 && !escape && !closed) {
                i = decodePlain(text, i, end);
                if (i >= end) {
                    break;
                }
            }
            boolean escaped = escape;
            if (!take(text[i] & 0xFF)) {
                return Math.max(0, i - offset - (escaped ? 1 : 0));
            }
            i++;
        }
        return length;
    }

    /**
     * The standard alphabet and nothing else, which is nearly all there is: the JDK decodes it with wide instructions. The first
     * piece that has anything else in it ends that for good.
     */
    private int decodePlain(byte[] text, int from, int end) throws IOException {
        int i = from;
        while (plain && i + PIECE <= end) {
            System.arraycopy(text, i, piece, 0, PIECE);
            plain = decodePiece();
            if (plain) {
                i += PIECE;
            }
        }
        return i;
    }

    private boolean decodePiece() throws IOException {
        try {
            // Shorter when the piece ends with padding, which is for the slow way to judge.
            if (JDK.decode(piece, decoded) < decoded.length) {
                return false;
            }
        } catch (IllegalArgumentException other) {
            return false;
        }
        if (outLength + decoded.length > out.length) {
            flush();
        }
        System.arraycopy(decoded, 0, out, outLength, decoded.length);
        outLength += decoded.length;
        return true;
    }

    private boolean take(int character) throws IOException {
        if (percent >= 0) {
            int digit = Character.digit(character, 16);
            if (digit < 0) {
                return false;
            }
            percent = percent * 16 + digit;
            if (++percentDigits < 2) {
                return true;
            }
            int decoded = percent;
            percent = -1;
            return decoded != '%' && take(decoded);
        }
        int value = VALUES[character];
        if (escape) {
            escape = false;
            return switch (character) {
                case 'n', 'r', 't' -> true;
                case '/', '"', '\'' -> take(character);
                default -> false;
            };
        }
        if (value == SPACE) {
            return true;
        }
        if (value == BACKSLASH) {
            escape = escapes;
            return escapes;
        }
        if (value == QUOTE) {
            closed = closing;
            return closing;
        }
        if (closed) {
            return false;
        }
        if (value == PERCENT) {
            percent = 0;
            percentDigits = 0;
            return true;
        }
        if (value == PAD) {
            return pad();
        }
        if (value < 0 || padding > 0) {
            return false;
        }
        bits = bits << 6 | value;
        if (++characters == 4) {
            put(bits >> 16);
            put(bits >> 8);
            put(bits);
            bits = 0;
            characters = 0;
        }
        return true;
    }

    /** The last group is complete with its padding, and written at once. */
    private boolean pad() throws IOException {
        if (padded || ++padding > 2) {
            return false;
        }
        if (characters + padding == 4) {
            putRest();
            characters = 0;
            padded = true;
        }
        return true;
    }

    private void putRest() throws IOException {
        if (characters == 2) {
            put(bits >> 4);
        } else if (characters == 3) {
            put(bits >> 10);
            put(bits >> 2);
        }
    }

    private void put(int value) throws IOException {
        if (outLength == out.length) {
            flush();
        }
        out[outLength++] = (byte) value;
    }

    private void flush() throws IOException {
        target.write(out, 0, outLength);
        outLength = 0;
    }

    /** Writes what is left; false when the text ended inside a group in a way that base64 cannot. */
    boolean finish() throws IOException {
        boolean whole = percent < 0 && characters != 1 && (padding == 0 || padded);
        putRest();
        flush();
        return whole;
    }
}
