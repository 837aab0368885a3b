package studio.imaging;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a picture file, read by position through one small window. It reads at most {@value #READ_LIMIT} bytes of
 * any file, so that no header, however made, costs more than that.
 */
final class HeaderBytes {
    private static final int WINDOW = 4096;
    private static final int READ_LIMIT = 4 * 1024 * 1024;

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
    private long windowStart;
    private int read;

    HeaderBytes(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        window.limit(0);
    }

    long size() {
        return size;
    }

    /**
     * One byte, 0 to 255.
     *
     * @throws EOFException past the end, or when too much has been read
     */
    int u8(long position) throws IOException {
        if (position < windowStart || position >= windowStart + window.limit()) {
            fill(position);
        }
        return window.get((int) (position - windowStart)) & 0xff;
    }

    int u16be(long position) throws IOException {
        return u8(position) << 8 | u8(position + 1);
    }

    int u16le(long position) throws IOException {
        return u8(position) | u8(position + 1) << 8;
    }

    int u24le(long position) throws IOException {
        return u16le(position) | u8(position + 2) << 16;
    }

    long u32be(long position) throws IOException {
        return (long) u16be(position) << 16 | u16be(position + 2);
    }

    long u32le(long position) throws IOException {
        return u16le(position) | (long) u16le(position + 2) << 16;
    }

    /** Whether the file has this ASCII text (Latin-1, so that any byte can be written) at the position. */
    boolean has(long position, String bytes) throws IOException {
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

    /** Four characters, as chunk and box names are. */
    String name(long position) throws IOException {
        byte[] name = {(byte) u8(position), (byte) u8(position + 1), (byte) u8(position + 2), (byte) u8(position + 3)};
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    /** At most {@code length} bytes from the position; fewer at the end of the file. */
    byte[] slice(long position, int length) throws IOException {
        int available = (int) Math.max(0, Math.min(length, size - position));
        count(available);
        ByteBuffer bytes = ByteBuffer.allocate(available);
        readFully(bytes, position);
        return bytes.array();
    }

    private void fill(long position) throws IOException {
        if (position < 0 || position >= size) {
            throw new EOFException("past the end");
        }
        window.clear().limit((int) Math.min(WINDOW, size - position));
        count(window.limit());
        windowStart = position;
        readFully(window, position);
        window.flip();
    }

    private void count(int bytes) throws EOFException {
        read += bytes;
        if (read > READ_LIMIT) {
            window.limit(0);
            throw new EOFException("the header is too long");
        }
    }

    private void readFully(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                window.limit(0);
                throw new EOFException("the file became shorter");
            }
            at += count;
        }
    }
}
