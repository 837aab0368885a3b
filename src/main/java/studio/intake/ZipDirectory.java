package studio.intake;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * How long the list of a ZIP's entries is, read before anything keeps it in memory (APPNOTE.TXT 6.3.10, sections 4.3.14 to 4.3.16).
 *
 * @param entries how many it names
 * @param bytes of the list
 */
record ZipDirectory(long entries, long bytes) {
    private static final int END = 0x06054b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int END_64 = 0x06064b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;
    private static final int END_64_BYTES = 56;
    private static final int MAX_COMMENT = 65_535;
    private static final int OVERFLOW_16 = 0xffff;
    private static final long OVERFLOW_32 = 0xffffffffL;

    private static final long MAX_ENTRIES = 100_000;
    private static final long MAX_BYTES = 24L << 20;

    /** @throws IOException when the file is no ZIP */
    static ZipDirectory of(Path zip) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "r")) {
            long size = file.length();
            int length = (int) Math.min(size, END_BYTES + MAX_COMMENT);
            ByteBuffer tail = read(file, size - length, length);
            for (int at = length - END_BYTES; at >= 0; at--) {
                if (tail.getInt(at) == END) {
                    long entries = Short.toUnsignedInt(tail.getShort(at + 10));
                    long bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
                    return entries == OVERFLOW_16 || bytes == OVERFLOW_32
                            ? large(file, size - length + at, new ZipDirectory(entries, bytes))
                            : new ZipDirectory(entries, bytes);
                }
            }
            throw new IOException("no end of a ZIP's directory");
        }
    }

    private static ZipDirectory large(RandomAccessFile file, long end, ZipDirectory small) throws IOException {
        if (end < LOCATOR_BYTES) {
            return small;
        }
        ByteBuffer locator = read(file, end - LOCATOR_BYTES, LOCATOR_BYTES);
        long at = locator.getLong(8);
        if (locator.getInt(0) != LOCATOR_64 || at < 0 || at > end - END_64_BYTES) {
            return small;
        }
        ByteBuffer record = read(file, at, END_64_BYTES);
        return record.getInt(0) == END_64 ? new ZipDirectory(record.getLong(32), record.getLong(40)) : small;
    }

    private static ByteBuffer read(RandomAccessFile file, long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(at);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether it may be kept in memory. */
    boolean bounded() {
        return entries >= 0 && entries <= MAX_ENTRIES && bytes >= 0 && bytes <= MAX_BYTES;
    }
}
