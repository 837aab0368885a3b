package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;

/** JPEG: the size is in the frame segment ({@code SOFn}), the way to hold it in the EXIF segment; it ends with {@code FFD9}. */
public final class JpegHeader {
    private static final String END_OF_IMAGE = "\u00ff\u00d9";
    private static final int MAX_SEGMENTS = 2000;
    private static final int START_OF_SCAN = 0xda;
    private static final int APP1 = 0xe1;

    private final HeaderBytes bytes;
    private int width;
    private int height;
    private int orientation = 1;
    private boolean progressive;
    private int components;
    private double coefficientsPerPixel;
    private int scanComponents;

    private JpegHeader(HeaderBytes bytes) {
        this.bytes = bytes;
    }

    static ImageInfo read(HeaderBytes bytes) throws NotAnImageException, IOException {
        return new JpegHeader(bytes).read();
    }

    /**
     * What the frame and its first scan say about decoding.
     *
     * @param inSeveralScans whether a decoder keeps all coefficients until the last scan
     * @param coefficientsPerPixel of all components together: 3 without subsampling, 1.5 with the usual one
     * @param scan where the compressed data begins, or -1
     */
    public record Frame(int components, boolean inSeveralScans, double coefficientsPerPixel, long scan) {}

    public static Frame frame(HeaderBytes bytes) throws IOException {
        JpegHeader header = new JpegHeader(bytes);
        long scan = header.segments();
        boolean part = scan > 0 && header.scanComponents < header.components;
        return new Frame(header.components, header.progressive || part, header.coefficientsPerPixel, scan);
    }

    private ImageInfo read() throws NotAnImageException, IOException {
        long scan = segments();
        if (width == 0 || height == 0) {
            throw new NotAnImageException("a damaged JPEG picture: its header has no size");
        }
        boolean complete = scan > 0 && Ending.contains(bytes, END_OF_IMAGE, scan);
        return ImageInfo.stored(ImageFormat.JPEG, width, height, orientation, bytes.size(), complete);
    }

    /** Returns where the compressed data begins, or -1 when the file ends or goes astray before, but after its size. */
    private long segments() throws IOException {
        long at = 2;
        try {
            for (int i = 0; i < MAX_SEGMENTS; i++) {
                if (bytes.u8(at) != 0xff) {
                    return -1;
                }
                int marker = bytes.u8(at + 1);
                if (marker == 0xff) {
                    at += 1;
                    continue;
                }
                if (marker == 0x01 || restart(marker)) {
                    at += 2;
                    continue;
                }
                int length = bytes.u16be(at + 2);
                if (length < 2 || marker == 0x00 || marker == 0xd8 || marker == 0xd9) {
                    return -1;
                }
                if (marker == START_OF_SCAN) {
                    scanComponents = bytes.u8(at + 4);
                    return at + 2 + length;
                }
                segment(marker, at + 4, length - 2);
                at += 2 + length;
            }
            return -1;
        } catch (EOFException e) {
            if (width == 0) {
                throw e;
            }
            return -1;
        }
    }

    private void segment(int marker, long at, int length) throws IOException {
        if (startsFrame(marker) && width == 0 && length >= 6) {
            height = bytes.u16be(at + 1);
            width = bytes.u16be(at + 3);
            progressive = (marker & 3) == 2;
            components(at + 5, length - 5);
        } else if (marker == APP1 && length > 14 && bytes.has(at, TiffHeader.EXIF)) {
            orientation = TiffHeader.orientation(bytes, at, at + length);
        }
    }

    public static boolean startsFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Each component has coefficients for its share of the largest one's pixels. */
    private void components(long at, int length) throws IOException {
        components = Math.min(bytes.u8(at), (length - 1) / 3);
        int largest = 1;
        int all = 0;
        for (int i = 0; i < components; i++) {
            int sampling = bytes.u8(at + 2 + 3L * i);
            int share = Math.max(1, sampling >> 4) * Math.max(1, sampling & 15);
            largest = Math.max(largest, share);
            all += share;
        }
        coefficientsPerPixel = (double) all / largest;
    }

    /** Where the next marker stands behind compressed data, in which {@code FF} is followed by zero or a restart's number. */
    public static long scanEnd(HeaderBytes bytes, long from) throws IOException {
        long at = from;
        while (true) {
            if (bytes.u8(at) != 0xff) {
                at++;
                continue;
            }
            int next = bytes.u8(at + 1);
            if (next != 0 && next != 0xff && !restart(next)) {
                return at;
            }
            at += next == 0xff ? 1 : 2;
        }
    }

    private static boolean restart(int marker) {
        return marker >= 0xd0 && marker <= 0xd7;
    }
}
