package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;

/** TIFF's first directory; EXIF inside a JPEG has the same form. */
final class TiffHeader {
    static final String EXIF = "Exif\0\0";
    private static final int MAX_ENTRIES = 512;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int SHORT = 3;
    private static final int LONG = 4;

    private final HeaderBytes bytes;
    private final long start;
    private final boolean little;
    private final long end;
    private long width;
    private long height;
    private int orientation = 1;
    private int bits = 1;
    private int samples = 1;
    private long tileWidth;
    private long tileHeight;

    private TiffHeader(HeaderBytes bytes, long start, long end) throws IOException {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.little = bytes.u8(start) == 'I';
    }

    /**
     * @param bits of one sample
     * @param count of samples in a pixel
     * @param tilePixels of one tile, which may be larger than the picture; 0 without tiles
     */
    record Samples(int bits, int count, long tilePixels) {}

    static Samples samples(HeaderBytes bytes) throws IOException {
        TiffHeader header = new TiffHeader(bytes, 0, bytes.size());
        header.directory();
        // More than any program writes would only overflow what is computed from it.
        return new Samples(
                Math.min(128, header.bits),
                Math.min(64, header.samples),
                Math.min(1L << 40, header.tileWidth * header.tileHeight));
    }

    static ImageInfo read(HeaderBytes bytes) throws NotAnImageException, IOException {
        TiffHeader header = new TiffHeader(bytes, 0, bytes.size());
        header.directory();
        if (header.width == 0 || header.height == 0) {
            throw new NotAnImageException("a damaged TIFF picture: its header has no size");
        }
        int width = HeaderBytes.pixels(header.width);
        int height = HeaderBytes.pixels(header.height);
        // TIFF has no closing mark: pixel data may stand before its directory, which has just been read.
        return ImageInfo.stored(ImageFormat.TIFF, width, height, header.orientation, bytes.size(), true);
    }

    /**
     * The orientation that an EXIF block gives, 1 to 8; 1 (upright) when there is none or the block is damaged.
     *
     * @param from where the block begins, with or without its name: JPEG writes it, PNG does not, in WebP both are found
     */
    static int orientation(HeaderBytes bytes, long from, long end) throws IOException {
        long start = bytes.has(from, EXIF) ? from + EXIF.length() : from;
        if (!bytes.has(start, "II*\0") && !bytes.has(start, "MM\0*")) {
            return 1;
        }
        TiffHeader header = new TiffHeader(bytes, start, Math.min(end, bytes.size()));
        try {
            header.directory();
        } catch (EOFException e) {
            return 1;
        }
        return header.orientation;
    }

    private void directory() throws IOException {
        long at = start + u32(start + 4);
        int entries = Math.min(MAX_ENTRIES, u16(at));
        for (int i = 0; i < entries; i++) {
            entry(at + 2 + 12L * i);
        }
    }

    private void entry(long at) throws IOException {
        switch (u16(at)) {
            case WIDTH -> width = width == 0 ? value(at) : width;
            case HEIGHT -> height = height == 0 ? value(at) : height;
            case BITS -> bits = Math.max(bits, u16(u32(at + 4) > 2 ? start + u32(at + 8) : at + 8));
            case SAMPLES -> samples = Math.max(1, u16(at + 8));
            case TILE_WIDTH -> tileWidth = HeaderBytes.pixels(value(at));
            case TILE_HEIGHT -> tileHeight = HeaderBytes.pixels(value(at));
            case ORIENTATION -> {
                long value = value(at);
                orientation = value >= 1 && value <= 8 ? (int) value : 1;
            }
            default -> {
                // The other tags say nothing about the size.
            }
        }
    }

    /** Of two entries for one tag the first counts, as in libtiff; a value of an odd type is one that no check lets pass. */
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
