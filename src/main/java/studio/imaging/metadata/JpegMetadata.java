package studio.imaging.metadata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.JpegSegments;
import studio.imaging.probe.JpegSegments.Segment;

/**
 * JPEG: one {@code APP1} segment with the XMP packet, behind the JFIF and EXIF segments, but before an MPF segment, whose
 * pointers to further pictures count from itself. A segment holds 64 KB.
 */
final class JpegMetadata implements MetadataContainer {
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
    private static final int MAX_SEGMENT = 65_533;
    private static final int APP15 = 0xef;
    private static final int FIRST_TABLE_OR_FRAME = 0xc0;
    private static final int LAST_TABLE_OR_FRAME = 0xdf;

    @Override
    public int limit() {
        return MAX_SEGMENT - XMP.length();
    }

    /** The XMP segment (null without one), where one belongs, and the MPF segment (null without one). */
    private record Layout(
            @Nullable Segment xmp, long insert, @Nullable Segment mpf) {}

    private static Layout layout(HeaderBytes bytes) throws IOException {
        Segment xmp = null;
        long insert = 2;
        Segment mpf = null;
        JpegSegments segments = new JpegSegments(bytes);
        for (Segment segment = segments.next(); segment != null; segment = segments.next()) {
            int marker = segment.marker();
            if (marker < JpegSegments.APP0 || marker > APP15 || segment.length() == 0 || segment.end() > bytes.size()) {
                break;
            }
            if (marker == JpegSegments.APP1 && bytes.has(segment.content(), XMP)) {
                xmp = segment;
            } else if (mpf == null
                    && marker == JpegSegments.APP2
                    && bytes.has(segment.content(), MultiPictureIndex.NAME)) {
                mpf = segment;
            } else if (mpf == null
                    && (marker == JpegSegments.APP0
                            || (marker == JpegSegments.APP1 && bytes.has(segment.content(), "Exif\0")))) {
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
    public Optional<SplicedCopy> with(HeaderBytes bytes, byte[] packet, Map<String, String> fields) throws IOException {
        Layout layout = layout(bytes);
        byte[] name = XMP.getBytes(ISO_8859_1);
        byte[] segment = ByteBuffer.allocate(4 + name.length + packet.length)
                .put((byte) 0xff)
                .put((byte) JpegSegments.APP1)
                .putShort((short) (2 + name.length + packet.length))
                .put(name)
                .put(packet)
                .array();
        Segment xmp = layout.xmp();
        long at = xmp == null ? layout.insert() : xmp.start();
        long rest = xmp == null ? at : xmp.end();
        Segment mpf = layout.mpf();
        if (mpf == null) {
            return Optional.of(new SplicedCopy().range(0, at).bytes(segment).range(rest, bytes.size() - rest));
        }
        boolean behind = at > mpf.start();
        byte[] index = bytes.slice(mpf.start(), (int) (mpf.end() - mpf.start()));
        int longer = segment.length - (int) (rest - at);
        if (!MultiPictureIndex.correct(index, longer, behind ? longer : 0)) {
            return Optional.empty();
        }
        SplicedCopy copy = new SplicedCopy();
        if (behind) {
            copy.range(0, mpf.start()).bytes(index).range(mpf.end(), at - mpf.end());
            return Optional.of(copy.bytes(segment).range(rest, bytes.size() - rest));
        }
        copy.range(0, at).bytes(segment).range(rest, mpf.start() - rest);
        return Optional.of(copy.bytes(index).range(mpf.end(), bytes.size() - mpf.end()));
    }

    /** The copy ends with the picture: phones append further pictures and films, each with EXIF of its own. */
    @Override
    public Optional<SplicedCopy> stripped(HeaderBytes bytes) throws IOException {
        SplicedCopy copy = new SplicedCopy().range(0, 2);
        JpegSegments segments = new JpegSegments(bytes);
        long scan = -1;
        for (Segment segment = segments.next(); segment != null; segment = segments.next()) {
            if (scan >= 0) {
                copy.range(scan, segment.start() - scan);
                scan = -1;
            }
            if (segment.marker() == JpegSegments.END_OF_IMAGE) {
                return Optional.of(copy.range(segment.start(), 2));
            }
            if (segment.marker() < FIRST_TABLE_OR_FRAME) {
                return Optional.empty();
            }
            if (segment.marker() == JpegSegments.START_OF_SCAN) {
                scan = segment.start();
            } else if (kept(bytes, segment)) {
                copy.range(segment.start(), segment.end() - segment.start());
            }
        }
        return Optional.empty();
    }

    /** Tables, frames and scans, and of the application segments JFIF's (density), the colour profile's and Adobe's (how colours are coded). */
    private static boolean kept(HeaderBytes bytes, Segment segment) throws IOException {
        return switch (segment.marker()) {
            case JpegSegments.APP0 -> bytes.has(segment.content(), "JFIF\0");
            case JpegSegments.APP2 -> bytes.has(segment.content(), "ICC_PROFILE\0");
            case JpegSegments.APP14 -> bytes.has(segment.content(), "Adobe");
            default -> segment.marker() <= LAST_TABLE_OR_FRAME;
        };
    }
}
