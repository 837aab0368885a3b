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
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.Png;

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
    private static final int BIT_FIELDS = 3;
    private static final int ALPHA_BIT_FIELDS = 6;
    /** Bits of a pixel and compression that go together. */
    private static final Set<String> KINDS =
            Set.of("1/0", "4/0", "4/2", "8/0", "8/1", "16/0", "16/3", "16/6", "24/0", "32/0", "32/3", "32/6");

    /** A run-length coded picture is decoded as a whole, one byte a pixel. */
    private static final long MAX_CODED_PIXELS = 32_000_000;

    private final HeaderBytes bytes;
    private final ImageInfo info;
    private final int header;
    private final int bits;
    private final int compression;
    private final boolean topDown;
    private final long pixels;
    /** Red, green, blue and alpha of pixels without a palette. */
    private final long[] masks;

    private final int[] palette;
    /** The indices of a run-length coded picture, else empty. */
    private final byte[] decoded;

    private BmpAsPng(HeaderBytes bytes, ImageInfo info) throws NotAnImageException, IOException {
        this.bytes = bytes;
        this.info = info;
        header = (int) bytes.u32le(FILE_HEADER);
        boolean core = header == CORE;
        bits = bytes.u16le(core ? 24 : 28);
        compression = core ? RGB : (int) bytes.u32le(30);
        topDown = !core && (int) bytes.u32le(22) < 0;
        pixels = bytes.u32le(10);
        boolean masked = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
        if (!KINDS.contains(bits + "/" + compression)) {
            throw NotAnImageException.undecodable(
                    info, "of an unknown kind (" + bits + " bits, " + compression + ")", null);
        }
        masks = masks(masked);
        palette = bits <= 8 ? palette(core) : new int[0];
        decoded = bits <= 8 && compression != RGB ? decoded() : new byte[0];
    }

    /** @throws NotAnImageException when it is cut off, damaged or of an unknown kind */
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

    private void write(OutputStream file) throws IOException {
        int channels = masks[3] == 0 ? 3 : 4;
        file.write(Png.SIGNATURE.getBytes(StandardCharsets.ISO_8859_1));
        byte[] head = ByteBuffer.allocate(13)
                .putInt(info.width())
                .putInt(info.height())
                .put((byte) 8)
                .put((byte) (channels == 4 ? 6 : 2))
                .array();
        file.write(Png.chunk("IHDR", head));
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (OutputStream data = new DeflaterOutputStream(new DataChunks(file), fast, 1 << 15)) {
            byte[] row = new byte[1 + info.width() * channels];
            for (int y = 0; y < info.height(); y++) {
                int stored = topDown ? y : info.height() - 1 - y;
                for (int x = 0; x < info.width(); x++) {
                    int colour = colour(x, stored);
                    int at = 1 + x * channels;
                    row[at] = (byte) (colour >> 16);
                    row[at + 1] = (byte) (colour >> 8);
                    row[at + 2] = (byte) colour;
                    if (channels == 4) {
                        row[at + 3] = (byte) (colour >> 24);
                    }
                }
                data.write(row);
            }
        } finally {
            fast.end();
        }
        file.write(Png.chunk("IEND"));
    }

    /** Alpha, red, green and blue of a pixel. */
    private int colour(int x, int stored) throws IOException {
        if (decoded.length > 0) {
            return palette[decoded[stored * info.width() + x] & (palette.length - 1)];
        }
        long row = pixels + stored * ((info.width() * (long) bits + 31) / 32 * 4);
        if (bits <= 8) {
            int shift = 8 - bits - x * bits % 8;
            return palette[bytes.u8(row + (long) x * bits / 8) >> shift & (1 << bits) - 1];
        }
        if (bits == 24) {
            return bytes.u24le(row + 3L * x);
        }
        long value = bits == 16 ? bytes.u16le(row + 2L * x) : bytes.u32le(row + 4L * x);
        return scaled(value, masks[3]) << 24
                | scaled(value, masks[0]) << 16
                | scaled(value, masks[1]) << 8
                | scaled(value, masks[2]);
    }

    private static int scaled(long value, long mask) {
        if (mask == 0) {
            return 0;
        }
        int shift = Long.numberOfTrailingZeros(mask);
        long max = mask >> shift;
        return (int) ((((value & mask) >> shift) * 255 + max / 2) / max) & 0xff;
    }

    /** Bottom row first, as they are stored. */
    private byte[] decoded() throws NotAnImageException, IOException {
        if (info.pixels() > MAX_CODED_PIXELS) {
            throw NotAnImageException.undecodable(info, "too large for a run-length code", null);
        }
        byte[] all = new byte[(int) info.pixels()];
        long at = pixels;
        int x = 0;
        int y = 0;
        while (y <= info.height()) {
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
        }
        return all;
    }

    /** Each write becomes a chunk of pixel data. */
    private static final class DataChunks extends FilterOutputStream {
        DataChunks(OutputStream file) {
            super(file);
        }

        @Override
        public void write(byte[] content, int from, int length) throws IOException {
            out.write(Png.chunk("IDAT", Arrays.copyOfRange(content, from, from + length)));
        }

        @Override
        public void close() {
            // The last chunk is still to come.
        }
    }
}
