package studio.practice.encoding;

import java.util.HexFormat;
import java.util.List;

/** The tables that ITU-T T.81 prints in its annex K, and the order of coefficients. */
final class JpegTables {
    /** Where the n-th coefficient of the stream stands in a block. */
    static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    static final int[] LUMA = {
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29,
        51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121,
        120, 101, 72, 92, 95, 98, 112, 100, 103, 99
    };

    static final int[] CHROMA = {
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99
    };

    private JpegTables() {}

    /** A quantisation table for a quality, as the Independent JPEG Group's library scales it. */
    static int[] scaled(int[] table, int quality) {
        int scale = quality < 50 ? 5000 / Math.max(1, quality) : 200 - 2 * Math.min(100, quality);
        int[] result = new int[64];
        for (int i = 0; i < 64; i++) {
            result[i] = Math.clamp((table[i] * scale + 50) / 100, 1, 255);
        }
        return result;
    }

    /** The four standard Huffman tables, each with the codes that follow from its counts. */
    static final class Huffman {
        static final Huffman LUMA_DC = new Huffman(
                0x00, new int[] {0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0}, "000102030405060708090a0b");
        static final Huffman LUMA_AC = new Huffman(
                0x10,
                new int[] {0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125},
                "01020300041105122131410613516107227114328191a1082342b1c11552d1f0"
                        + "2433627282090a161718191a25262728292a3435363738393a43444546474849"
                        + "4a535455565758595a636465666768696a737475767778797a83848586878889"
                        + "8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5"
                        + "c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8" + "f9fa");
        static final Huffman CHROMA_DC = new Huffman(
                0x01, new int[] {0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0}, "000102030405060708090a0b");
        static final Huffman CHROMA_AC = new Huffman(
                0x11,
                new int[] {0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119},
                "000102031104052131061241510761711322328108144291a1b1c109233352f0"
                        + "156272d10a162434e125f11718191a262728292a35363738393a434445464748"
                        + "494a535455565758595a636465666768696a737475767778797a828384858687"
                        + "88898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3"
                        + "c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8" + "f9fa");

        static final List<Huffman> ALL = List.of(LUMA_DC, LUMA_AC, CHROMA_DC, CHROMA_AC);

        private final int id;
        private final int[] counts;
        private final int[] symbols;
        private final int[] codes = new int[256];
        private final int[] lengths = new int[256];

        private Huffman(int id, int[] counts, String symbols) {
            this.id = id;
            this.counts = counts;
            byte[] bytes = HexFormat.of().parseHex(symbols);
            this.symbols = new int[bytes.length];
            int code = 0;
            int next = 0;
            for (int length = 1; length <= 16; length++) {
                for (int i = 0; i < counts[length - 1]; i++) {
                    int symbol = bytes[next] & 255;
                    this.symbols[next++] = symbol;
                    codes[symbol] = code++;
                    lengths[symbol] = length;
                }
                code <<= 1;
            }
        }

        int id() {
            return id;
        }

        int[] counts() {
            return counts.clone();
        }

        int[] symbols() {
            return symbols.clone();
        }

        int code(int symbol) {
            return codes[symbol];
        }

        int length(int symbol) {
            return lengths[symbol];
        }
    }
}
