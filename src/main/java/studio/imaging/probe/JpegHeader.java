package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;
import studio.imaging.probe.JpegSegments.Segment;

/** JPEG: the size is in the frame segment ({@code SOFn}), the way to hold it in the EXIF segment; it ends with {@code FFD9}. */
final class JpegHeader {
    private static final String END_OF_IMAGE = "\u00ff\u00d9";

    private final HeaderBytes bytes;
    private int width;
    private int height;
    private int orientation = 1;
    private boolean progressive;
    private int components;
    private double coefficientsPerPixel;
    private int scanComponents;
    private long scan = -1;

    private JpegHeader(HeaderBytes bytes) throws IOException {
        this.bytes = bytes;
        try {
            JpegSegments segments = new JpegSegments(bytes);
            Segment segment = segments.next();
            while (segment != null && segment.marker() != JpegSegments.END_OF_IMAGE && scan < 0) {
                segment(segment);
                segment = scan < 0 ? segments.next() : null;
            }
        } catch (EOFException e) {
            // Cut off behind its size, which is enough.
            if (width == 0) {
                throw e;
            }
        }
    }

    static ImageInfo read(HeaderBytes bytes) throws NotAnImageException, IOException {
        JpegHeader header = new JpegHeader(bytes);
        if (header.width == 0 || header.height == 0) {
            throw new NotAnImageException("a damaged JPEG picture: its header has no size");
        }
        boolean complete = header.scan > 0 && bytes.endsWith(END_OF_IMAGE, header.scan);
        return ImageInfo.stored(
                ImageFormat.JPEG, header.width, header.height, header.orientation, bytes.size(), complete);
    }

    /**
     * What the frame and its first scan say about decoding.
     *
     * @param inSeveralScans whether a decoder keeps all coefficients until the last scan
     * @param coefficientsPerPixel of all components together: 3 without subsampling, 1.5 with the usual one
     * @param scan where the compressed data begins, or -1
     */
    record Frame(int components, boolean inSeveralScans, double coefficientsPerPixel, long scan) {}

    static Frame frame(HeaderBytes bytes) throws IOException {
        JpegHeader header = new JpegHeader(bytes);
        boolean part = header.scan > 0 && header.scanComponents < header.components;
        return new Frame(header.components, header.progressive || part, header.coefficientsPerPixel, header.scan);
    }

    private void segment(Segment segment) throws IOException {
        long at = segment.content();
        if (segment.marker() == JpegSegments.START_OF_SCAN) {
            scanComponents = bytes.u8(at);
            scan = segment.end();
        } else if (segment.frame() && width == 0 && segment.length() >= 6) {
            height = bytes.u16be(at + 1);
            width = bytes.u16be(at + 3);
            progressive = segment.progressive();
            components(at + 5, segment.length() - 5);
        } else if (segment.marker() == JpegSegments.APP1 && segment.length() > 14 && bytes.has(at, TiffHeader.EXIF)) {
            orientation = TiffHeader.orientation(bytes, at, segment.end());
        }
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
}
