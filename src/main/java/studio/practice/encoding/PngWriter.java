package studio.practice.encoding;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes 8-bit RGB PNG as a stream (PNG specification, third edition); a few rows and 64 KB are in memory. */
public final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int CHUNK = 32 * 1024;
    private static final int PIXEL = 3;

    private final int level;

    /** @param level of {@link Deflater}: 1 (fast) to 9 (small) */
    public PngWriter(int level) {
        this.level = level;
    }

    /** Draws and writes the picture; does not close the stream. */
    public void write(Rows rows, OutputStream target) throws IOException {
        DataOutputStream out = new DataOutputStream(target);
        out.write(SIGNATURE);
        byte[] header = new byte[13];
        putInt(header, 0, rows.width());
        putInt(header, 4, rows.height());
        header[8] = 8;
        header[9] = 2;
        chunk(out, "IHDR", header, header.length);
        Deflater deflater = new Deflater(level);
        try {
            pixels(rows, deflater, out);
        } finally {
            deflater.end();
        }
        chunk(out, "IEND", header, 0);
        out.flush();
    }

    private static void pixels(Rows rows, Deflater deflater, DataOutputStream out) throws IOException {
        int stride = PIXEL * rows.width();
        byte[] above = new byte[stride];
        byte[] row = new byte[stride];
        byte[] best = new byte[stride + 1];
        byte[] other = new byte[stride + 1];
        byte[] packed = new byte[CHUNK];
        int filled = 0;
        for (int y = 0; y < rows.height(); y++) {
            rows.row(y, row);
            boolean up = up(row, above, best) < sub(row, other);
            deflater.setInput(up ? best : other);
            while (!deflater.needsInput()) {
                filled += deflater.deflate(packed, filled, CHUNK - filled);
                filled = flushFull(out, packed, filled);
            }
            byte[] swap = above;
            above = row;
            row = swap;
        }
        deflater.finish();
        while (!deflater.finished()) {
            filled += deflater.deflate(packed, filled, CHUNK - filled);
            filled = flushFull(out, packed, filled);
        }
        if (filled > 0) {
            chunk(out, "IDAT", packed, filled);
        }
    }

    private static int flushFull(DataOutputStream out, byte[] packed, int filled) throws IOException {
        if (filled < CHUNK) {
            return filled;
        }
        chunk(out, "IDAT", packed, filled);
        return 0;
    }

    /** Each filter answers the sum of its residuals: the usual guess at which will pack better. */
    private static long sub(byte[] row, byte[] filtered) {
        filtered[0] = 1;
        long sum = 0;
        for (int i = 0; i < row.length; i++) {
            byte value = (byte) (row[i] - (i < PIXEL ? 0 : row[i - PIXEL]));
            filtered[i + 1] = value;
            sum += Math.abs(value);
        }
        return sum;
    }

    private static long up(byte[] row, byte[] above, byte[] filtered) {
        filtered[0] = 2;
        long sum = 0;
        for (int i = 0; i < row.length; i++) {
            byte value = (byte) (row[i] - above[i]);
            filtered[i + 1] = value;
            sum += Math.abs(value);
        }
        return sum;
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

    private static void putInt(byte[] target, int offset, int value) {
        for (int i = 0; i < 4; i++) {
            target[offset + i] = (byte) (value >>> (24 - 8 * i));
        }
    }
}
