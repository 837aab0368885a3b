package studio.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Locale;

/**
 * The 512 bytes before each entry of a tar archive (POSIX.1-2001, ustar). What does not fit, a long name or size, is told in
 * an extended header (pax) before it.
 *
 * @param kind {@code 0} a file, {@code x} an extended header
 */
record TarHeader(String name, long size, long modifiedSeconds, char kind) {
    static final int BLOCK = 512;
    static final int LONGEST_NAME = 100;
    static final long LARGEST_SIZE = 077777777777L;
    static final char FILE = '0';
    static final char EXTENDED = 'x';

    private static final int MODE = 100;
    private static final int USER = 108;
    private static final int GROUP = 116;
    private static final int SIZE = 124;
    private static final int MODIFIED = 136;
    private static final int CHECKSUM = 148;
    private static final int KIND = 156;
    private static final int MAGIC = 257;

    byte[] bytes() {
        byte[] block = new byte[BLOCK];
        byte[] nameBytes = name.getBytes(UTF_8);
        System.arraycopy(nameBytes, 0, block, 0, nameBytes.length);
        octal(block, MODE, 8, 0600);
        octal(block, USER, 8, 0);
        octal(block, GROUP, 8, 0);
        octal(block, SIZE, 12, size);
        octal(block, MODIFIED, 12, modifiedSeconds);
        block[KIND] = (byte) kind;
        System.arraycopy("ustar\00000".getBytes(UTF_8), 0, block, MAGIC, 8);
        octal(block, CHECKSUM, 8, checksum(block));
        return block;
    }

    /** @throws IllegalArgumentException when this is no header */
    static TarHeader parse(byte[] block) {
        if (octal(block, CHECKSUM, 8) != checksum(block)) {
            throw new IllegalArgumentException("A header of the archive is damaged");
        }
        int end = 0;
        while (end < LONGEST_NAME && block[end] != 0) {
            end++;
        }
        char kind = block[KIND] == 0 ? FILE : (char) block[KIND];
        return new TarHeader(
                new String(block, 0, end, UTF_8), octal(block, SIZE, 12), octal(block, MODIFIED, 12), kind);
    }

    static boolean isEnd(byte[] block) {
        return Arrays.equals(block, new byte[BLOCK]);
    }

    /** How many bytes fill the last block of an entry of this size. */
    static int padding(long size) {
        return (int) ((BLOCK - size % BLOCK) % BLOCK);
    }

    private static int checksum(byte[] block) {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : block[i] & 0xff;
        }
        return sum;
    }

    private static void octal(byte[] block, int at, int length, long value) {
        String digits = String.format(Locale.ROOT, "%0" + (length - 1) + "o", value);
        System.arraycopy(digits.getBytes(UTF_8), 0, block, at, length - 1);
    }

    private static long octal(byte[] block, int at, int length) {
        String digits = new String(block, at, length, UTF_8).replace('\0', ' ').strip();
        return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
    }
}
