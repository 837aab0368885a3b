package studio.imaging.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.HeaderBytes;

/**
 * WebP: an {@code XMP } chunk at the end, announced in the {@code VP8X} chunk at the beginning; a picture of the simple form
 * gets one (RFC 9649, section 2.7).
 */
final class WebpMetadata implements MetadataContainer {
    private static final int LIMIT = 1_000_000;
    private static final int FIRST_CHUNK = 12;
    private static final int EXTENDED = 18;
    private static final int MAX_CHUNKS = 1000;
    private static final int XMP_FLAG = 0x04;
    private static final int ALPHA_FLAG = 0x10;
    private static final long LARGEST_FILE = 0xffff_fffeL;

    @Override
    public int limit() {
        return LIMIT;
    }

    /** Where the XMP chunk is (-1 without one), and the end of the last chunk (-1 when they do not add up). */
    private record Layout(long xmp, long xmpLength, long end) {}

    private static Layout layout(HeaderBytes bytes) throws IOException {
        long end = Math.min(bytes.size(), bytes.u32le(4) + 8);
        long xmp = -1;
        long xmpLength = 0;
        long at = FIRST_CHUNK;
        for (int i = 0; i < MAX_CHUNKS && at + 8 <= end; i++) {
            long length = bytes.u32le(at + 4);
            long whole = 8 + length + (length & 1);
            if (bytes.has(at, "XMP ")) {
                xmp = at;
                xmpLength = length;
            }
            at += whole;
        }
        return new Layout(xmp, xmpLength, at == end ? end : -1);
    }

    @Override
    public @Nullable String existing(HeaderBytes bytes) throws IOException {
        Layout layout = layout(bytes);
        if (layout.xmp() < 0 || layout.xmpLength() > LIMIT) {
            return null;
        }
        return new String(bytes.slice(layout.xmp() + 8, (int) layout.xmpLength()), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<SplicedCopy> with(HeaderBytes bytes, byte[] packet, Map<String, String> fields) throws IOException {
        Layout layout = layout(bytes);
        boolean extended = bytes.has(FIRST_CHUNK, "VP8X");
        boolean odd = layout.end() < 0 || (extended && bytes.u32le(FIRST_CHUNK + 4) != 10);
        if (odd || layout.end() + packet.length + 64 > LARGEST_FILE) {
            return Optional.empty();
        }
        byte[] first = extended ? flagged(bytes) : created(bytes);
        byte[] xmp = chunk("XMP ", packet);
        long from = extended ? FIRST_CHUNK + EXTENDED : FIRST_CHUNK;
        long cut = layout.xmp() < 0 ? layout.end() : layout.xmp();
        long resume =
                layout.xmp() < 0 ? layout.end() : layout.xmp() + 8 + layout.xmpLength() + (layout.xmpLength() & 1);
        long body = 4 + first.length + (cut - from) + (layout.end() - resume) + xmp.length;
        byte[] riff = little(12)
                .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                .putInt((int) body)
                .put("WEBP".getBytes(StandardCharsets.ISO_8859_1))
                .array();
        return Optional.of(new SplicedCopy()
                .bytes(riff)
                .bytes(first)
                .range(from, cut - from)
                .range(resume, layout.end() - resume)
                .bytes(xmp));
    }

    @Override
    public Map<String, String> fields(HeaderBytes bytes) throws IOException {
        String packet = existing(bytes);
        return packet == null ? Map.of() : XmpPacket.fields(packet);
    }

    private static byte[] flagged(HeaderBytes bytes) throws IOException {
        byte[] chunk = bytes.slice(FIRST_CHUNK, EXTENDED);
        chunk[8] = (byte) (chunk[8] | XMP_FLAG);
        return chunk;
    }

    private static byte[] created(HeaderBytes bytes) throws IOException {
        long data = FIRST_CHUNK + 8;
        int flags = XMP_FLAG;
        int width;
        int height;
        if (bytes.has(FIRST_CHUNK, "VP8L")) {
            long bits = bytes.u32le(data + 1);
            width = (int) (bits & 0x3fff);
            height = (int) (bits >> 14 & 0x3fff);
            flags |= (bits >> 28 & 1) == 1 ? ALPHA_FLAG : 0;
        } else {
            width = (bytes.u16le(data + 6) & 0x3fff) - 1;
            height = (bytes.u16le(data + 8) & 0x3fff) - 1;
        }
        byte[] content = {
            (byte) flags,
            0,
            0,
            0,
            (byte) width,
            (byte) (width >> 8),
            (byte) (width >> 16),
            (byte) height,
            (byte) (height >> 8),
            (byte) (height >> 16)
        };
        return chunk("VP8X", content);
    }

    private static byte[] chunk(String name, byte[] content) {
        return little(8 + content.length + (content.length & 1))
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
