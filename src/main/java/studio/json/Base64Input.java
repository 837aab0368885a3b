package studio.json;

import java.io.IOException;
import java.io.InputStream;

/** A stream as base64 with padding, encoded while it is read. */
public final class Base64Input extends BulkInput {
    /** A multiple of three, so that only the last piece is padded. */
    private static final int PIECE = 48 * 1024;

    private final InputStream source;
    private final byte[] bytes = new byte[PIECE + Base64Pairs.SPARE];
    private final byte[] text = new byte[PIECE / 3 * 4];
    private int at;
    private int end;

    public Base64Input(InputStream source) {
        this.source = source;
    }

    /** How many characters a picture of so many bytes becomes. */
    public static long length(long bytes) {
        return (bytes + 2) / 3 * 4;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (at == end) {
            end = Base64Pairs.encode(bytes, source.readNBytes(bytes, 0, PIECE), text);
            at = 0;
        }
        if (at == end && length > 0) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(text, at, target, offset, count);
        at += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
