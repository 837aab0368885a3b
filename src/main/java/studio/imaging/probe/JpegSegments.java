package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks through the segments of a JPEG (ITU T.81, annex B); compressed data belongs to none. */
public final class JpegSegments {
    public static final int START_OF_SCAN = 0xda;
    public static final int END_OF_IMAGE = 0xd9;
    public static final int APP0 = 0xe0;
    public static final int APP1 = 0xe1;
    public static final int APP2 = 0xe2;
    public static final int APP14 = 0xee;

    private static final int MAX_SEGMENTS = 5000;
    private static final int START_OF_IMAGE = 0xd8;
    private static final long ALL_COEFFICIENTS = -1;

    private final HeaderBytes bytes;
    private long at = 2;
    private boolean inScan;
    private int count;

    /**
     * One segment.
     *
     * @param start of the marker, in the file
     * @param content in the file, behind marker and length
     * @param end in the file; a damaged segment may reach beyond the file's end
     */
    public record Segment(int marker, long start, long content, long end) {
        public int length() {
            return (int) (end - content);
        }

        /** Whether it is the head of a frame ({@code SOFn}). */
        public boolean frame() {
            return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        }

        /** Whether the frame's coefficients come in several refining scans. */
        public boolean progressive() {
            return (marker & 3) == 2;
        }
    }

    public JpegSegments(HeaderBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns the next segment, or null where none starts or after {@link #END_OF_IMAGE}.
     *
     * @throws java.io.EOFException at the end of the file
     */
    public @Nullable Segment next() throws IOException {
        if (inScan) {
            skipScan();
        }
        while (count++ < MAX_SEGMENTS && bytes.u8(at) == 0xff && skipped(bytes.u8(at + 1))) {
            at += bytes.u8(at + 1) == 0xff ? 1 : 2;
        }
        int marker = bytes.u8(at + 1);
        if (bytes.u8(at) != 0xff || marker == 0 || marker == 0xff || marker == START_OF_IMAGE || count > MAX_SEGMENTS) {
            return null;
        }
        if (marker == END_OF_IMAGE) {
            count = MAX_SEGMENTS;
            return new Segment(marker, at, at + 2, at + 2);
        }
        int length = bytes.u16be(at + 2);
        if (length < 2) {
            return null;
        }
        Segment segment = new Segment(marker, at, at + 4, at + 2 + length);
        at = segment.end();
        inScan = marker == START_OF_SCAN;
        return segment;
    }

    /** In compressed data {@code FF} is followed by zero or a restart's number. */
    private void skipScan() throws IOException {
        inScan = false;
        while (true) {
            int next = bytes.u8(at) == 0xff ? bytes.u8(at + 1) : 0;
            if (next != 0 && next != 0xff && !restart(next)) {
                return;
            }
            at += bytes.u8(at) == 0xff && next != 0xff ? 2 : 1;
        }
    }

    /** Padding, and markers that stand alone. */
    private static boolean skipped(int marker) {
        return marker == 0xff || marker == 0x01 || restart(marker);
    }

    private static boolean restart(int marker) {
        return marker >= 0xd0 && marker <= 0xd7;
    }

    /** Whether every coefficient of every component has been in a scan with its last bit (ITU T.81, G.1.1). */
    public static boolean allScans(HeaderBytes bytes) throws IOException {
        Map<Integer, Long> coefficients = new HashMap<>();
        try {
            JpegSegments segments = new JpegSegments(bytes);
            boolean progressive = false;
            for (Segment segment = segments.next(); segment != null; segment = segments.next()) {
                long at = segment.content();
                if (segment.frame()) {
                    progressive = segment.progressive();
                    for (int c = 0; c < bytes.u8(at + 5); c++) {
                        coefficients.put(bytes.u8(at + 6 + 3L * c), 0L);
                    }
                } else if (segment.marker() == START_OF_SCAN) {
                    long inScan = inScan(bytes, at);
                    long seen = progressive ? inScan : ALL_COEFFICIENTS;
                    for (int c = 0; c < bytes.u8(at); c++) {
                        coefficients.computeIfPresent(bytes.u8(at + 1 + 2L * c), (id, before) -> before | seen);
                    }
                }
            }
        } catch (EOFException e) {
            // Where the end marker should be, or earlier.
        }
        return !coefficients.isEmpty() && coefficients.values().stream().allMatch(seen -> seen == ALL_COEFFICIENTS);
    }

    /** The coefficients that this scan of a progressive picture completes, one bit each. */
    private static long inScan(HeaderBytes bytes, long at) throws IOException {
        long selection = at + 1 + 2L * bytes.u8(at);
        int first = bytes.u8(selection);
        int last = bytes.u8(selection + 1);
        boolean lastBit = (bytes.u8(selection + 2) & 15) == 0;
        return lastBit && first <= last && last < 64 ? (ALL_COEFFICIENTS >>> (63 - last + first)) << first : 0;
    }
}
