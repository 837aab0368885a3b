package studio.practice.encoding;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes baseline JPEG (ITU-T T.81) as a stream: YCbCr with chroma halved both ways, the standard's Huffman tables.
 * Sixteen rows are in memory at a time.
 */
public final class JpegWriter {
    private static final int BAND = 16;

    private final int[] luma;
    private final int[] chroma;

    /** @param quality 1 to 100, in the scale of the Independent JPEG Group */
    public JpegWriter(int quality) {
        luma = JpegTables.scaled(JpegTables.LUMA, quality);
        chroma = JpegTables.scaled(JpegTables.CHROMA, quality);
    }

    /** Draws and writes the picture; does not close the stream. Sides above 65535 cannot be written. */
    public void write(Rows rows, OutputStream out) throws IOException {
        if (rows.width() > 0xffff || rows.height() > 0xffff) {
            throw new IllegalArgumentException("A JPEG has at most 65535 pixels a side");
        }
        header(rows, out);
        scan(rows, new JpegBits(out));
        out.write(0xff);
        out.write(0xd9);
        out.flush();
    }

    private void header(Rows rows, OutputStream out) throws IOException {
        bytes(out, 0xff, 0xd8);
        segment(out, 0xe0, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
        quantisation(out, 0, luma);
        quantisation(out, 1, chroma);
        segment(
                out,
                0xc0,
                8,
                rows.height() >> 8,
                rows.height() & 255,
                rows.width() >> 8,
                rows.width() & 255,
                3,
                1,
                0x22,
                0,
                2,
                0x11,
                1,
                3,
                0x11,
                1);
        for (JpegTables.Huffman table : JpegTables.Huffman.ALL) {
            int[] data = new int[1 + 16 + table.symbols().length];
            data[0] = table.id();
            System.arraycopy(table.counts(), 0, data, 1, 16);
            System.arraycopy(table.symbols(), 0, data, 17, table.symbols().length);
            segment(out, 0xc4, data);
        }
        segment(out, 0xda, 3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0);
    }

    private static void quantisation(OutputStream out, int id, int[] table) throws IOException {
        int[] data = new int[65];
        data[0] = id;
        for (int i = 0; i < 64; i++) {
            data[i + 1] = table[JpegTables.ZIGZAG[i]];
        }
        segment(out, 0xdb, data);
    }

    private static void segment(OutputStream out, int marker, int... data) throws IOException {
        int length = data.length + 2;
        bytes(out, 0xff, marker, length >> 8, length & 255);
        bytes(out, data);
    }

    private static void bytes(OutputStream out, int... data) throws IOException {
        for (int value : data) {
            out.write(value);
        }
    }

    private void scan(Rows rows, JpegBits bits) throws IOException {
        int units = (rows.width() + BAND - 1) / BAND;
        int padded = units * BAND;
        byte[] row = new byte[3 * rows.width()];
        float[] y = new float[BAND * padded];
        float[] cb = new float[8 * padded / 2];
        float[] cr = new float[8 * padded / 2];
        float[] block = new float[64];
        ForwardDct lumaDct = new ForwardDct(luma);
        ForwardDct chromaDct = new ForwardDct(chroma);
        int[] last = new int[3];
        for (int top = 0; top < rows.height(); top += BAND) {
            java.util.Arrays.fill(cb, 0);
            java.util.Arrays.fill(cr, 0);
            for (int line = 0; line < BAND; line++) {
                // Below the lower edge the last row is repeated.
                if (top + line < rows.height()) {
                    rows.row(top + line, row);
                }
                convert(row, rows.width(), padded, line, y, cb, cr);
            }
            for (int unit = 0; unit < units; unit++) {
                for (int part = 0; part < 4; part++) {
                    int at = (part / 2) * 8 * padded + unit * BAND + (part % 2) * 8;
                    last[0] = bits.block(lumaDct.transform(copy(y, at, padded, block)), last[0], true);
                }
                last[1] = bits.block(chromaDct.transform(copy(cb, unit * 8, padded / 2, block)), last[1], false);
                last[2] = bits.block(chromaDct.transform(copy(cr, unit * 8, padded / 2, block)), last[2], false);
            }
        }
        bits.finish();
    }

    private static void convert(byte[] row, int width, int padded, int line, float[] y, float[] cb, float[] cr) {
        int half = (line / 2) * (padded / 2);
        for (int x = 0; x < padded; x++) {
            int i = 3 * Math.min(x, width - 1);
            int r = row[i] & 255;
            int g = row[i + 1] & 255;
            int b = row[i + 2] & 255;
            y[line * padded + x] = 0.299f * r + 0.587f * g + 0.114f * b - 128;
            cb[half + x / 2] += 0.25f * (-0.168736f * r - 0.331264f * g + 0.5f * b);
            cr[half + x / 2] += 0.25f * (0.5f * r - 0.418688f * g - 0.081312f * b);
        }
    }

    private static float[] copy(float[] plane, int from, int stride, float[] block) {
        for (int line = 0; line < 8; line++) {
            System.arraycopy(plane, from + line * stride, block, line * 8, 8);
        }
        return block;
    }
}
