package studio.practice.encoding;

import java.io.IOException;
import java.io.OutputStream;
import studio.practice.encoding.JpegTables.Huffman;

/** Huffman-codes blocks of coefficients into the scan of a JPEG, with its stuffed zero bytes. */
final class JpegBits {
    private static final int BLOCK_END = 0x00;
    private static final int SIXTEEN_ZEROS = 0xf0;

    private final OutputStream out;
    private long pending;
    private int count;

    JpegBits(OutputStream out) {
        this.out = out;
    }

    /**
     * @param block quantised coefficients in zigzag order
     * @param before the first coefficient of the component's previous block
     * @return this block's first coefficient
     */
    int block(int[] block, int before, boolean luma) throws IOException {
        Huffman dc = luma ? Huffman.LUMA_DC : Huffman.CHROMA_DC;
        Huffman ac = luma ? Huffman.LUMA_AC : Huffman.CHROMA_AC;
        int difference = block[0] - before;
        int size = size(difference);
        symbol(dc, size);
        value(difference, size);
        int zeros = 0;
        for (int i = 1; i < 64; i++) {
            if (block[i] == 0) {
                zeros++;
                continue;
            }
            for (; zeros > 15; zeros -= 16) {
                symbol(ac, SIXTEEN_ZEROS);
            }
            size = size(block[i]);
            symbol(ac, zeros << 4 | size);
            value(block[i], size);
            zeros = 0;
        }
        if (zeros > 0) {
            symbol(ac, BLOCK_END);
        }
        return block[0];
    }

    /** Fills the last byte with ones. */
    void finish() throws IOException {
        put(0x7f, 7);
        pending = 0;
        count = 0;
    }

    private static int size(int value) {
        return 32 - Integer.numberOfLeadingZeros(Math.abs(value));
    }

    private void symbol(Huffman table, int symbol) throws IOException {
        put(table.code(symbol), table.length(symbol));
    }

    private void value(int value, int size) throws IOException {
        if (size > 0) {
            put(value < 0 ? value + (1 << size) - 1 : value, size);
        }
    }

    private void put(int bits, int length) throws IOException {
        pending = pending << length | (bits & ((1L << length) - 1));
        count += length;
        while (count >= 8) {
            count -= 8;
            int octet = (int) (pending >>> count) & 255;
            out.write(octet);
            if (octet == 255) {
                out.write(0);
            }
        }
    }
}
