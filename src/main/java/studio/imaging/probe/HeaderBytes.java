package studio.imaging.probe;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The bytes of a picture file, read by position through one small window. At most {@value #READ_LIMIT} bytes are read unless
 * {@link #unlimited}, which bounds the cost of any header. Unlike a channel it is not disturbed by an interrupt: the header of a
 * paid picture is read even while its task is being cancelled.
 */
public final class HeaderBytes implements Closeable {
    private static final int WINDOW = 4096;
    private static final int TAIL = 64 * 1024;
    private static final int READ_LIMIT = 4 * 1024 * 1024;

    private final RandomAccessFile file;
    private final long size;
    private final byte[] window = new byte[WINDOW];
    private int windowLength;
    private long windowStart;
    private final long readLimit;
    private long read;

    public HeaderBytes(Path path) throws IOException {
        this(path, READ_LIMIT);
    }

    private HeaderBytes(Path path, long readLimit) throws IOException {
        this.readLimit = readLimit;
        this.file = new RandomAccessFile(path.toFile(), "r");
        this.size = file.length();
    }

    /** Opens a file that is read as a whole; the caller bounds the steps. */
    public static HeaderBytes unlimited(Path path) throws IOException {
        return new HeaderBytes(path, Long.MAX_VALUE);
    }

    public long size() {
        return size;
    }

    /**
     * One byte, 0 to 255.
     *
     * @throws EOFException past the end, or when too much has been read
     */
    public int u8(long position) throws IOException {
        if (position < windowStart || position >= windowStart + windowLength) {
            fill(position);
        }
        return window[(int) (position - windowStart)] & 0xff;
    }

    public int u16be(long position) throws IOException {
        return u8(position) << 8 | u8(position + 1);
    }

    public int u16le(long position) throws IOException {
        return u8(position) | u8(position + 1) << 8;
    }

    public int u24le(long position) throws IOException {
        return u16le(position) | u8(position + 2) << 16;
    }

    public long u32be(long position) throws IOException {
        return (long) u16be(position) << 16 | u16be(position + 2);
    }

    public long u32le(long position) throws IOException {
        return u16le(position) | (long) u16le(position + 2) << 16;
    }

    /** Whether the file has these bytes, written as Latin-1, at the position. */
    public boolean has(long position, String bytes) throws IOException {
        if (position < 0 || position + bytes.length() > size) {
            return false;
        }
        for (int i = 0; i < bytes.length(); i++) {
            if (u8(position + i) != bytes.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the file ends with these bytes. Writers append padding or data of their own (motion photos, signatures), so the
     * last {@value #TAIL} bytes are searched.
     *
     * @param from where pixel data starts at the earliest; the bytes before it do not count
     */
    boolean endsWith(String ending, long from) throws IOException {
        if (has(size - ending.length(), ending)) {
            return size - ending.length() >= from;
        }
        byte[] tail = slice(Math.max(from, size - TAIL), TAIL);
        return new String(tail, StandardCharsets.ISO_8859_1).contains(ending);
    }

    /** A number of pixels; a value beyond int becomes the largest int, which no check lets pass. */
    static int pixels(long number) {
        return Math.clamp(number, Integer.MIN_VALUE + 1, Integer.MAX_VALUE);
    }

    /** Four characters, as chunk and box names are. */
    public String name(long position) throws IOException {
        return "" + (char) u8(position) + (char) u8(position + 1) + (char) u8(position + 2) + (char) u8(position + 3);
    }

    /** At most {@code length} bytes from the position; fewer at the end of the file. */
    public byte[] slice(long position, int length) throws IOException {
        int available = (int) Math.max(0, Math.min(length, size - position));
        count(available);
        byte[] bytes = new byte[available];
        file.seek(position);
        file.readFully(bytes);
        return bytes;
    }

    private void fill(long position) throws IOException {
        if (position < 0 || position >= size) {
            throw new EOFException("past the end");
        }
        int length = (int) Math.min(WINDOW, size - position);
        count(length);
        windowLength = 0;
        file.seek(position);
        file.readFully(window, 0, length);
        windowStart = position;
        windowLength = length;
    }

    private void count(int bytes) throws EOFException {
        read += bytes;
        if (read > readLimit) {
            throw new EOFException("the header is too long");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
