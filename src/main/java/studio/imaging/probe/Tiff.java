package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;

/** The first directory of a TIFF 6.0 file; EXIF inside other formats has the same form. */
final class Tiff {
    static final String EXIF = "Exif\0\0";
    private static final int MAX_ENTRIES = 512;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final HeaderBytes bytes;
    private final long start;
    private final long end;
    private final boolean little;
    private long width;
    private long height;
    private int orientation = 1;
    private int bits = 1;
    private int samples = 1;
    private long tileWidth;
    private long tileHeight;

    private Tiff(HeaderBytes bytes, long start, long end) throws IOException {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.little = bytes.u8(start) == 'I';
        long directory = start + u32(start + 4);
        int entries = Math.min(MAX_ENTRIES, u16(directory));
        for (int i = 0; i < entries; i++) {
            read(directory + 2 + 12L * i);
        }
    }

    static boolean begins(HeaderBytes bytes, long at) throws IOException {
        return bytes.has(at, "II*\0") || bytes.has(at, "MM\0*");
    }

    static ImageInfo info(HeaderBytes bytes) throws NotAnImageException, IOException {
        Tiff header = new Tiff(bytes, 0, bytes.size());
        if (header.width == 0 || header.height == 0) {
            throw new NotAnImageException("a damaged TIFF picture: its header has no size");
        }
        int width = HeaderBytes.pixels(header.width);
        int height = HeaderBytes.pixels(header.height);
        // TIFF has no closing mark: pixel data may stand before its directory, which has just been read.
        return ImageInfo.stored(ImageFormat.TIFF, width, height, header.orientation, bytes.size(), true);
    }

    /** A tile may be larger than the picture. What exceeds any real file is capped, or the product would overflow. */
    static PixelLayout layout(HeaderBytes bytes, ImageInfo info) throws IOException {
        Tiff header = new Tiff(bytes, 0, bytes.size());
        int sampleBytes = (Math.min(128, header.bits) + 7) / 8;
        int samples = Math.min(64, header.samples);
        long frame = Math.max(info.pixels(), Math.min(1L << 40, header.tileWidth * header.tileHeight));
        return new PixelLayout(
                info, frame, Math.max(3, samples), Math.min(2, sampleBytes), 2 * frame * samples * sampleBytes);
    }

    /**
     * The orientation in an EXIF block, 1 to 8; 1 (upright) when there is none or the block is damaged.
     *
     * @param from where the block starts, with or without its name: JPEG has it, PNG does not, in WebP both are found
     */
    static int orientation(HeaderBytes bytes, long from, long end) throws IOException {
        long start = bytes.has(from, EXIF) ? from + EXIF.length() : from;
        if (!begins(bytes, start)) {
            return 1;
        }
        try {
            return new Tiff(bytes, start, Math.min(end, bytes.size())).orientation;
        } catch (EOFException e) {
            return 1;
        }
    }

    private void read(long at) throws IOException {
        switch (u16(at)) {
            // Of two entries for one tag the first counts, as in libtiff.
            case 256 -> width = width == 0 ? value(at) : width;
            case 257 -> height = height == 0 ? value(at) : height;
            case 258 -> bits = Math.max(bits, u16(u32(at + 4) > 2 ? start + u32(at + 8) : at + 8));
            case 274 -> {
                long value = value(at);
                orientation = value >= 1 && value <= 8 ? (int) value : 1;
            }
            case 277 -> samples = Math.max(1, u16(at + 8));
            case 322 -> tileWidth = HeaderBytes.pixels(value(at));
            case 323 -> tileHeight = HeaderBytes.pixels(value(at));
            default -> {
                // The other tags do not concern size and samples.
            }
        }
    }

    /** A value of an odd type counts as one that no check lets pass. */
    private long value(long at) throws IOException {
        int type = u16(at + 2);
        if (u32(at + 4) != 1 || (type != SHORT && type != LONG)) {
            return Long.MAX_VALUE;
        }
        return type == SHORT ? u16(at + 8) : u32(at + 8);
    }

    private int u16(long at) throws IOException {
        within(at, 2);
        return little ? bytes.u16le(at) : bytes.u16be(at);
    }

    private long u32(long at) throws IOException {
        within(at, 4);
        return little ? bytes.u32le(at) : bytes.u32be(at);
    }

    private void within(long at, int length) throws EOFException {
        if (at < start || at + length > end) {
            throw new EOFException("outside of the directory's block");
        }
    }
}
