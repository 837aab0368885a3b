package studio.imaging.vips;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PngChunk;

/**
 * Writes the pixels of a BMP as a PNG, row by row, for libvips, which reads no BMP. All depths, masks and both run-length codes are
 * understood; an alpha channel counts where the header has a mask for it. BMP as in Microsoft's documentation of
 * {@code BITMAPV5HEADER}.
 */
final class BmpAsPng {
    private static final int FILE_HEADER = 14;
    private static final int CORE = 12;
    private static final int RGB = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int BIT_FIELDS = 3;
    private static final int ALPHA_BIT_FIELDS = 6;
    /** A run-length coded picture is decoded as a whole, one byte a pixel. */
    private static final long MOST_CODED_PIXELS = 32_000_000;

    private final HeaderBytes bytes;
    private final ImageInfo info;
    private final int header;
    private final int bits;
    private final int compression;
    private final boolean topDown;
    private final long pixels;
    private final long[] masks;
    private final int[] palette;

    private BmpAsPng(HeaderBytes bytes, ImageInfo info) throws NotAnImageException, IOException {
        this.bytes = bytes;
        this.info = info;
        this.header = (int) bytes.u32le(FILE_HEADER);
        boolean core = header == CORE;
        this.bits = bytes.u16le(core ? 24 : 28);
        this.compression = core ? RGB : (int) bytes.u32le(30);
        this.topDown = !core && (int) bytes.u32le(22) < 0;
        this.pixels = bytes.u32le(10);
        boolean masked = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
        boolean known =
                switch (bits) {
                    case 1, 24 -> compression == RGB;
                    case 4 -> compression == RGB || compression == RLE4;
                    case 8 -> compression == RGB || compression == RLE8;
                    case 16, 32 -> compression == RGB || masked;
                    default -> false;
                };
        if (!known) {
            throw NotAnImageException.undecodable(
                    info, "of an unknown kind (" + bits + " bits, " + compression + ")", null);
        }
        this.masks = masks(masked);
        this.palette = bits <= 8 ? palette(core) : new int[0];
    }

    /** @throws NotAnImageException when it is cut off, damaged or of a kind that nobody writes */
    static void write(Path source, Path target, ImageInfo info) throws NotAnImageException, IOException {
        try (HeaderBytes bytes = HeaderBytes.unlimited(source);
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
            new BmpAsPng(bytes, info).write(file);
        } catch (EOFException e) {
            throw NotAnImageException.undecodable(info, "cut off", e);
        }
    }

    private long[] masks(boolean masked) throws IOException {
        if (!masked) {
            return bits == 16 ? new long[] {0x7c00, 0x03e0, 0x001f, 0} : new long[] {0xff0000, 0xff00, 0xff, 0};
        }
        long[] found = new long[4];
        int count = compression == ALPHA_BIT_FIELDS || header >= 56 ? 4 : 3;
        for (int i = 0; i < count; i++) {
            found[i] = bytes.u32le(FILE_HEADER + 40 + 4L * i);
        }
        return found;
    }

    private int[] palette(boolean core) throws IOException {
        long used = core ? 0 : bytes.u32le(46);
        int[] colours = new int[1 << bits];
        int size = core ? 3 : 4;
        int count = used > 0 && used < colours.length ? (int) used : colours.length;
        for (int i = 0; i < count && FILE_HEADER + header + (i + 1L) * size <= pixels; i++) {
            colours[i] = bytes.u24le(FILE_HEADER + header + (long) i * size);
        }
        return colours;
    }

    private boolean transparent() {
        return masks[3] != 0;
    }

    private void write(OutputStream file) throws NotAnImageException, IOException {
        file.write("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
        byte[] head = ByteBuffer.allocate(13)
                .putInt(info.width())
                .putInt(info.height())
                .put((byte) 8)
                .put((byte) (transparent() ? 6 : 2))
                .array();
        file.write(PngChunk.of("IHDR", head));
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (OutputStream data = new DeflaterOutputStream(new Chunks(file), fast, 1 << 15)) {
            byte[] coded = compression == RLE8 || compression == RLE4 ? decoded() : new byte[0];
            byte[] row = new byte[1 + info.width() * (transparent() ? 4 : 3)];
            for (int y = 0; y < info.height(); y++) {
                int stored = topDown ? y : info.height() - 1 - y;
                for (int x = 0; x < info.width() && coded.length > 0; x++) {
                    colour(row, x, palette[coded[stored * info.width() + x] & (palette.length - 1)]);
                }
                if (coded.length == 0) {
                    row(stored, row);
                }
                data.write(row);
            }
        } finally {
            fast.end();
        }
        file.write(PngChunk.of("IEND"));
    }

    private void row(int stored, byte[] row) throws IOException {
        long at = pixels + stored * ((info.width() * (long) bits + 31) / 32 * 4);
        for (int x = 0; x < info.width(); x++) {
            if (bits <= 8) {
                int shift = 8 - bits - x * bits % 8;
                colour(row, x, palette[bytes.u8(at + (long) x * bits / 8) >> shift & (1 << bits) - 1]);
            } else if (bits == 24) {
                colour(row, x, bytes.u24le(at + 3L * x));
            } else {
                long value = bits == 16 ? bytes.u16le(at + 2L * x) : bytes.u32le(at + 4L * x);
                int channels = transparent() ? 4 : 3;
                for (int i = 0; i < channels; i++) {
                    row[1 + x * channels + i] = scaled(value, masks[i]);
                }
            }
        }
    }

    private void colour(byte[] row, int x, int rgb) {
        row[1 + 3 * x] = (byte) (rgb >> 16);
        row[2 + 3 * x] = (byte) (rgb >> 8);
        row[3 + 3 * x] = (byte) rgb;
    }

    private static byte scaled(long value, long mask) {
        if (mask == 0) {
            return 0;
        }
        int shift = Long.numberOfTrailingZeros(mask);
        long most = mask >> shift;
        return (byte) ((((value & mask) >> shift) * 255 + most / 2) / most);
    }

    /** The indices of a run-length coded picture, bottom row first. */
    private byte[] decoded() throws NotAnImageException, IOException {
        if (info.pixels() > MOST_CODED_PIXELS) {
            throw NotAnImageException.undecodable(info, "too large for a run-length code", null);
        }
        byte[] all = new byte[(int) info.pixels()];
        long at = pixels;
        int x = 0;
        int y = 0;
        while (true) {
            int count = bytes.u8(at);
            int value = bytes.u8(at + 1);
            at += 2;
            if (count == 0 && value == 0) {
                x = 0;
                y++;
            } else if (count == 0 && value == 1) {
                return all;
            } else if (count == 0 && value == 2) {
                x += bytes.u8(at);
                y += bytes.u8(at + 1);
                at += 2;
            } else {
                boolean literal = count == 0;
                int length = literal ? value : count;
                for (int i = 0; i < length; i++, x++) {
                    int pair = literal ? bytes.u8(at + (compression == RLE8 ? i : i / 2)) : value;
                    int index = compression == RLE8 ? pair : i % 2 == 0 ? pair >> 4 : pair & 15;
                    if (x < info.width() && y < info.height()) {
                        all[y * info.width() + x] = (byte) index;
                    }
                }
                int literals = compression == RLE8 ? length : (length + 1) / 2;
                at += literal ? literals + (literals & 1) : 0;
            }
            if (y > info.height()) {
                return all;
            }
        }
    }

    /** Each write becomes a chunk of pixel data. */
    private static final class Chunks extends FilterOutputStream {
        Chunks(OutputStream file) {
            super(file);
        }

        @Override
        public void write(byte[] content, int from, int length) throws IOException {
            out.write(PngChunk.of("IDAT", Arrays.copyOfRange(content, from, from + length)));
        }

        @Override
        public void close() {
            // The last chunk is still to come.
        }
    }
}
