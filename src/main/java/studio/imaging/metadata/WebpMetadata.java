package studio.imaging.metadata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.Chunks;
import studio.imaging.probe.Chunks.Chunk;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageInfo;

/**
 * WebP: an {@code XMP } chunk at the end, announced in the {@code VP8X} chunk at the beginning; a picture of the simple form
 * gets one (RFC 9649, section 2.7).
 */
final class WebpMetadata implements PictureMetadata.Container {
    private static final int FIRST_CHUNK = 12;
    private static final int FIRST_DATA = 20;
    private static final int EXTENDED = 18;
    private static final int XMP_FLAG = 0x04;
    private static final int METADATA_FLAGS = 0x08 | XMP_FLAG;
    private static final int ANIMATION_FLAG = 0x02;
    private static final int ALPHA_FLAG = 0x10;
    private static final long MAX_FILE = 0xffff_fffeL;
    /** The chunks of one still picture and its colour profile. */
    private static final Set<String> KEPT = Set.of("VP8 ", "VP8L", "ALPH", "ICCP");

    /** The XMP chunk (null without one), and the end of the last chunk (-1 when they do not add up). */
    private record Layout(@Nullable Chunk xmp, long end) {}

    private static Layout layout(HeaderBytes bytes) throws IOException {
        Chunk xmp = null;
        Chunks chunks = Chunks.webp(bytes);
        for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            xmp = chunk.name().equals("XMP ") ? chunk : xmp;
        }
        return new Layout(xmp, chunks.end());
    }

    @Override
    public @Nullable String existing(HeaderBytes bytes) throws IOException {
        Chunk xmp = layout(bytes).xmp();
        return xmp == null || xmp.length() > limit()
                ? null
                : new String(bytes.slice(xmp.content(), (int) xmp.length()), UTF_8);
    }

    @Override
    public Optional<SplicedCopy> with(HeaderBytes bytes, ImageInfo info, XmpPacket packet) throws IOException {
        Layout layout = layout(bytes);
        boolean extended = extended(bytes);
        boolean odd = layout.end() < 0 || (extended && odd(bytes));
        if (odd || layout.end() + packet.xml().length + 64 > MAX_FILE) {
            return Optional.empty();
        }
        Chunk xmp = layout.xmp();
        long from = extended ? FIRST_CHUNK + EXTENDED : FIRST_CHUNK;
        long cut = xmp == null ? layout.end() : xmp.start();
        long resume = xmp == null ? layout.end() : xmp.end();
        return Optional.of(file(new SplicedCopy()
                .bytes(extended ? flagged(bytes, 0, XMP_FLAG) : created(bytes, info))
                .range(from, cut)
                .range(resume, layout.end())
                .bytes(chunk("XMP ", packet.xml()))));
    }

    @Override
    public Optional<SplicedCopy> stripped(HeaderBytes bytes) throws IOException {
        SplicedCopy kept = new SplicedCopy();
        if (extended(bytes)) {
            if (odd(bytes) || (bytes.u8(FIRST_DATA) & ANIMATION_FLAG) != 0) {
                return Optional.empty();
            }
            kept.bytes(flagged(bytes, METADATA_FLAGS, 0));
        }
        Chunks chunks = Chunks.webp(bytes);
        for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            if (KEPT.contains(chunk.name())) {
                kept.range(chunk.start(), chunk.end());
            }
        }
        boolean complete = chunks.end() == bytes.u32le(4) + 8;
        return complete ? Optional.of(file(kept)) : Optional.empty();
    }

    private static boolean extended(HeaderBytes bytes) throws IOException {
        return bytes.has(FIRST_CHUNK, "VP8X");
    }

    /** Whether the chunk {@code VP8X} has another length than the specification gives. */
    private static boolean odd(HeaderBytes bytes) throws IOException {
        return bytes.u32le(FIRST_CHUNK + 4) != EXTENDED - 8;
    }

    private static SplicedCopy file(SplicedCopy chunks) {
        byte[] head = little(FIRST_CHUNK)
                .put("RIFF".getBytes(ISO_8859_1))
                .putInt((int) (4 + chunks.length()))
                .put("WEBP".getBytes(ISO_8859_1))
                .array();
        return new SplicedCopy().bytes(head).then(chunks);
    }

    /** The chunk {@code VP8X} with some flags cleared and some set. */
    private static byte[] flagged(HeaderBytes bytes, int without, int with) throws IOException {
        byte[] chunk = bytes.slice(FIRST_CHUNK, EXTENDED);
        chunk[8] = (byte) ((chunk[8] & ~without) | with);
        return chunk;
    }

    /** A new chunk {@code VP8X}: flags, then width and height less one in three bytes each. */
    private static byte[] created(HeaderBytes bytes, ImageInfo info) throws IOException {
        boolean alpha = bytes.has(FIRST_CHUNK, "VP8L") && (bytes.u8(FIRST_DATA + 4) & 0x10) != 0;
        int height = info.height() - 1;
        byte[] content = little(EXTENDED - 8)
                .putInt(alpha ? XMP_FLAG | ALPHA_FLAG : XMP_FLAG)
                .putInt(info.width() - 1 | height << 24)
                .putShort((short) (height >> 8))
                .array();
        return chunk("VP8X", content);
    }

    private static byte[] chunk(String name, byte[] content) {
        return little(8 + content.length + (content.length & 1))
                .put(name.getBytes(ISO_8859_1))
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
