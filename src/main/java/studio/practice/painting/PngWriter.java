package studio.practice.painting;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes 8-bit RGB PNG (PNG specification, third edition) row by row. */
public final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int CHUNK = 32 * 1024;
    private static final int LEVEL = 3;
    private static final byte UP = 2;

    private PngWriter() {}

    /** Where the pixels come from, from top to bottom. */
    public interface Rows {
        /** @param rgb red, green and blue of each pixel from left to right */
        void fill(int y, byte[] rgb) throws IOException;
    }

    /** Does not close the stream. */
    public static void write(int width, int height, OutputStream target, Rows rows) throws IOException {
        DataOutputStream out = new DataOutputStream(target);
        out.write(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        chunk(out, "IHDR", header.put((byte) 8).put((byte) 2).array(), 13);
        Deflater deflater = new Deflater(LEVEL);
        try {
            byte[] above = new byte[3 * width];
            byte[] row = new byte[3 * width];
            byte[] filtered = new byte[3 * width + 1];
            byte[] packed = new byte[CHUNK];
            filtered[0] = UP;
            for (int y = 0; y < height; y++) {
                rows.fill(y, row);
                for (int i = 0; i < row.length; i++) {
                    filtered[i + 1] = (byte) (row[i] - above[i]);
                }
                System.arraycopy(row, 0, above, 0, row.length);
                deflater.setInput(filtered);
                pixels(out, deflater, packed);
            }
            deflater.finish();
            pixels(out, deflater, packed);
        } finally {
            deflater.end();
        }
        chunk(out, "IEND", new byte[0], 0);
    }

    /** Writes what has been packed so far. */
    private static void pixels(DataOutputStream out, Deflater deflater, byte[] packed) throws IOException {
        for (int length = deflater.deflate(packed); length > 0; length = deflater.deflate(packed)) {
            chunk(out, "IDAT", packed, length);
        }
    }

    private static void chunk(DataOutputStream out, String type, byte[] data, int length) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data, 0, length);
        out.writeInt(length);
        out.write(name);
        out.write(data, 0, length);
        out.writeInt((int) crc.getValue());
    }
}
