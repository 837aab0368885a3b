package studio.imaging.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.HeaderBytes;

/**
 * JPEG: one {@code APP1} segment with the XMP packet, behind the JFIF and EXIF segments, but before an MPF segment, whose
 * pointers to further pictures count from itself. A segment holds 64 KB.
 */
final class JpegMetadata implements MetadataContainer {
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
    private static final int LONGEST_SEGMENT = 65_533;
    private static final int MAX_SEGMENTS = 500;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final int APP15 = 0xef;

    @Override
    public int limit() {
        return LONGEST_SEGMENT - XMP.length();
    }

    /** Where the XMP segment is (-1 without one), where one belongs, and where the MPF segment is (-1 without one). */
    private record Layout(long xmp, int xmpLength, long insert, long mpf, int mpfLength) {}

    private static Layout layout(HeaderBytes bytes) throws IOException {
        long xmp = -1;
        int xmpLength = 0;
        long insert = 2;
        long mpf = -1;
        int mpfLength = 0;
        long at = 2;
        for (int i = 0; i < MAX_SEGMENTS && bytes.u8(at) == 0xff; i++) {
            int marker = bytes.u8(at + 1);
            int length = bytes.u16be(at + 2) + 2;
            if (marker < APP0 || marker > APP15 || length < 4 || at + length > bytes.size()) {
                break;
            }
            if (marker == APP1 && bytes.has(at + 4, XMP)) {
                xmp = at;
                xmpLength = length;
            } else if (mpf < 0 && marker == APP2 && bytes.has(at + 4, MultiPictureIndex.NAME)) {
                mpf = at;
                mpfLength = length;
            } else if (mpf < 0 && (marker == APP0 || (marker == APP1 && bytes.has(at + 4, "Exif\0")))) {
                insert = at + length;
            }
            at += length;
        }
        return new Layout(xmp, xmpLength, insert, mpf, mpfLength);
    }

    @Override
    public @Nullable String existing(HeaderBytes bytes) throws IOException {
        Layout layout = layout(bytes);
        if (layout.xmp() < 0) {
            return null;
        }
        int head = 4 + XMP.length();
        byte[] packet = bytes.slice(layout.xmp() + head, layout.xmpLength() - head);
        return new String(packet, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<SplicedCopy> with(HeaderBytes bytes, byte[] packet, Map<String, String> fields) throws IOException {
        Layout layout = layout(bytes);
        byte[] name = XMP.getBytes(StandardCharsets.ISO_8859_1);
        byte[] segment = ByteBuffer.allocate(4 + name.length + packet.length)
                .put((byte) 0xff)
                .put((byte) APP1)
                .putShort((short) (2 + name.length + packet.length))
                .put(name)
                .put(packet)
                .array();
        long at = layout.xmp() < 0 ? layout.insert() : layout.xmp();
        long rest = at + layout.xmpLength();
        if (layout.mpf() < 0) {
            return Optional.of(new SplicedCopy().range(0, at).bytes(segment).range(rest, bytes.size() - rest));
        }
        boolean behind = at > layout.mpf();
        byte[] index = bytes.slice(layout.mpf(), layout.mpfLength());
        int longer = segment.length - layout.xmpLength();
        if (!MultiPictureIndex.correct(index, longer, behind ? longer : 0)) {
            return Optional.empty();
        }
        long afterIndex = layout.mpf() + layout.mpfLength();
        SplicedCopy copy = new SplicedCopy();
        if (behind) {
            copy.range(0, layout.mpf()).bytes(index).range(afterIndex, at - afterIndex);
            return Optional.of(copy.bytes(segment).range(rest, bytes.size() - rest));
        }
        copy.range(0, at).bytes(segment).range(rest, layout.mpf() - rest);
        return Optional.of(copy.bytes(index).range(afterIndex, bytes.size() - afterIndex));
    }

    @Override
    public Map<String, String> fields(HeaderBytes bytes) throws IOException {
        String packet = existing(bytes);
        return packet == null ? Map.of() : XmpPacket.fields(packet);
    }
}
