package studio.imaging.metadata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.JpegSegments;
import studio.imaging.probe.JpegSegments.Segment;

/**
 * JPEG: one {@code APP1} segment with the XMP packet, behind the JFIF and EXIF segments, but before an MPF segment. That one
 * points to further pictures in the file, for example a gain map, and is corrected (CIPA DC-007, section 5.2.3).
 */
final class JpegMetadata implements PictureMetadata.Container {
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
    private static final String MPF = "MPF\0";
    private static final int MAX_SEGMENT = 65_533;
    private static final int APP15 = 0xef;
    private static final int FIRST_TABLE_OR_FRAME = 0xc0;
    private static final int LAST_TABLE_OR_FRAME = 0xdf;
    private static final int MPF_ENTRIES = 0xb002;
    private static final int MPF_ENTRY = 16;

    @Override
    public int limit() {
        return MAX_SEGMENT - XMP.length();
    }

    /** Where a new XMP segment belongs, and the segments that are there. */
    private record Layout(
            @Nullable Segment xmp, long insert, @Nullable Segment mpf) {}

    private static Layout layout(HeaderBytes bytes) throws IOException {
        Segment xmp = null;
        long insert = 2;
        Segment mpf = null;
        JpegSegments segments = new JpegSegments(bytes);
        for (Segment segment = segments.next(); segment != null; segment = segments.next()) {
            int marker = segment.marker();
            long at = segment.content();
            if (marker < JpegSegments.APP0 || marker > APP15 || segment.length() == 0 || segment.end() > bytes.size()) {
                break;
            }
            boolean app1 = marker == JpegSegments.APP1;
            if (app1 && bytes.has(at, XMP)) {
                xmp = segment;
            } else if (mpf == null && marker == JpegSegments.APP2 && bytes.has(at, MPF)) {
                mpf = segment;
            } else if (mpf == null && (marker == JpegSegments.APP0 || (app1 && bytes.has(at, "Exif\0")))) {
                insert = segment.end();
            }
        }
        return new Layout(xmp, insert, mpf);
    }

    @Override
    public @Nullable String existing(HeaderBytes bytes) throws IOException {
        Segment xmp = layout(bytes).xmp();
        return xmp == null
                ? null
                : new String(bytes.slice(xmp.content() + XMP.length(), xmp.length() - XMP.length()), UTF_8);
    }

    @Override
    public Optional<SplicedCopy> with(HeaderBytes bytes, ImageInfo info, XmpPacket packet) throws IOException {
        int length = XMP.length() + packet.xml().length;
        byte[] segment = ByteBuffer.allocate(4 + length)
                .put((byte) 0xff)
                .put((byte) JpegSegments.APP1)
                .putShort((short) (2 + length))
                .put(XMP.getBytes(ISO_8859_1))
                .put(packet.xml())
                .array();
        Layout layout = layout(bytes);
        Segment xmp = layout.xmp();
        Segment mpf = layout.mpf();
        long at = xmp == null ? layout.insert() : xmp.start();
        long rest = xmp == null ? at : xmp.end();
        if (mpf == null) {
            return Optional.of(new SplicedCopy().range(0, at).bytes(segment).range(rest, bytes.size()));
        }
        byte[] index = bytes.slice(mpf.start(), (int) (mpf.end() - mpf.start()));
        int longer = segment.length - (int) (rest - at);
        boolean behind = at > mpf.start();
        if (!corrected(index, longer, behind ? longer : 0)) {
            return Optional.empty();
        }
        SplicedCopy copy = new SplicedCopy();
        if (behind) {
            copy.range(0, mpf.start()).bytes(index).range(mpf.end(), at);
            return Optional.of(copy.bytes(segment).range(rest, bytes.size()));
        }
        copy.range(0, at).bytes(segment).range(rest, mpf.start());
        return Optional.of(copy.bytes(index).range(mpf.end(), bytes.size()));
    }

    /**
     * Changes, in place, the pointers of an MPF segment, which count from the byte order mark in it.
     *
     * @param longer by how many bytes the first picture becomes longer
     * @param behind by how many of them behind the segment
     * @return false when the segment is not understood; then the file is to be left alone
     */
    private static boolean corrected(byte[] segment, int longer, int behind) {
        try {
            int head = 4 + MPF.length();
            ByteBuffer index =
                    ByteBuffer.wrap(segment, head, segment.length - head).slice();
            index.order(index.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int tag = index.getInt(4) + 2;
            int end = tag + 12 * (index.getShort(tag - 2) & 0xffff);
            while (tag < end && (index.getShort(tag) & 0xffff) != MPF_ENTRIES) {
                tag += 12;
            }
            int count = tag < end ? index.getInt(tag + 4) / MPF_ENTRY : 0;
            for (int i = 0; i < count; i++) {
                // Attributes, size, offset; the first picture has no offset.
                int size = index.getInt(tag + 8) + MPF_ENTRY * i + 4;
                int offset = size + 4;
                if (index.getInt(offset) == 0) {
                    index.putInt(size, index.getInt(size) + longer);
                } else {
                    index.putInt(offset, index.getInt(offset) + behind);
                }
            }
            return tag < end;
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
    }

    /** The copy ends with the picture: phones append further pictures and films, each with EXIF of its own. */
    @Override
    public Optional<SplicedCopy> stripped(HeaderBytes bytes) throws IOException {
        SplicedCopy copy = new SplicedCopy().range(0, 2);
        JpegSegments segments = new JpegSegments(bytes);
        long scan = -1;
        for (Segment segment = segments.next(); segment != null; segment = segments.next()) {
            if (scan >= 0) {
                copy.range(scan, segment.start());
                scan = -1;
            }
            if (segment.marker() == JpegSegments.END_OF_IMAGE) {
                return Optional.of(copy.range(segment.start(), segment.end()));
            }
            if (segment.marker() < FIRST_TABLE_OR_FRAME) {
                return Optional.empty();
            }
            if (segment.marker() == JpegSegments.START_OF_SCAN) {
                scan = segment.start();
            } else if (kept(bytes, segment)) {
                copy.range(segment.start(), segment.end());
            }
        }
        return Optional.empty();
    }

    /** Tables and frames; of the application segments density (JFIF), colour profile and how colours are coded (Adobe). */
    private static boolean kept(HeaderBytes bytes, Segment segment) throws IOException {
        return switch (segment.marker()) {
            case JpegSegments.APP0 -> bytes.has(segment.content(), "JFIF\0");
            case JpegSegments.APP2 -> bytes.has(segment.content(), "ICC_PROFILE\0");
            case JpegSegments.APP14 -> bytes.has(segment.content(), "Adobe");
            default -> segment.marker() <= LAST_TABLE_OR_FRAME;
        };
    }
}
