package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;
import studio.imaging.probe.JpegSegments.Segment;

/** JPEG: the size is in the frame segment ({@code SOFn}), the orientation in the EXIF segment; it ends with {@code FFD9}. */
final class Jpeg {
    private static final String END = "\u00ff\u00d9";

    private final HeaderBytes bytes;
    private int width;
    private int height;
    private int orientation = 1;
    private boolean progressive;
    private int components;
    /** Of all components together: 3 without subsampling, 1.5 with the usual one. */
    private double coefficientsPerPixel;

    private int scanComponents;
    /** Where the compressed data starts, or -1. */
    private long scan = -1;

    private Jpeg(HeaderBytes bytes) throws IOException {
        this.bytes = bytes;
        try {
            JpegSegments segments = new JpegSegments(bytes);
            for (Segment segment = segments.next(); segment != null; segment = scan < 0 ? segments.next() : null) {
                read(segment);
            }
        } catch (EOFException e) {
            // A file that is cut off behind its size has a header all the same.
            if (width == 0) {
                throw e;
            }
        }
    }

    static ImageInfo info(HeaderBytes bytes) throws NotAnImageException, IOException {
        Jpeg header = new Jpeg(bytes);
        if (header.width == 0 || header.height == 0) {
            throw new NotAnImageException("a damaged JPEG picture: its header has no size");
        }
        boolean complete = header.scan > 0 && bytes.endsWith(END, header.scan);
        return ImageInfo.stored(
                ImageFormat.JPEG, header.width, header.height, header.orientation, bytes.size(), complete);
    }

    /** With several scans a decoder holds all coefficients, two bytes each, until the last one. */
    static PixelLayout layout(HeaderBytes bytes, ImageInfo info) throws IOException {
        Jpeg header = new Jpeg(bytes);
        boolean inSeveralScans = header.progressive || (header.scan > 0 && header.scanComponents < header.components);
        long held = inSeveralScans ? Math.round(2 * header.coefficientsPerPixel * info.pixels()) : 0;
        return new PixelLayout(info, info.pixels(), Math.max(1, header.components), 1, held)
                .withData(Math.max(0, header.scan), PixelLayout.SAMPLE);
    }

    private void read(Segment segment) throws IOException {
        long at = segment.content();
        if (segment.marker() == JpegSegments.START_OF_SCAN) {
            scanComponents = bytes.u8(at);
            scan = segment.end();
        } else if (segment.frame() && width == 0 && segment.length() >= 6) {
            height = bytes.u16be(at + 1);
            width = bytes.u16be(at + 3);
            progressive = segment.progressive();
            readComponents(at + 5, segment.length() - 5);
        } else if (segment.marker() == JpegSegments.APP1 && segment.length() > 14 && bytes.has(at, Tiff.EXIF)) {
            orientation = Tiff.orientation(bytes, at, segment.end());
        }
    }

    /** Each component has coefficients for its share of the largest one's pixels. */
    private void readComponents(long at, int length) throws IOException {
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
