package studio.imaging.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import studio.imaging.probe.HeaderBytes;

/** WebP (RFC 9649): the chunks of one still picture and its colour profile; the flags announce nothing else any more. */
final class StrippedWebp {
    private static final int HEAD = 12;
    private static final int EXTENDED = 18;
    private static final int MAX_CHUNKS = 1000;
    private static final int METADATA_FLAGS = 0x08 | 0x04;
    private static final int ANIMATION_FLAG = 0x02;
    private static final Set<String> KEPT = Set.of("VP8 ", "VP8L", "ALPH", "ICCP");

    private StrippedWebp() {}

    static Optional<SplicedCopy> plan(HeaderBytes bytes) throws IOException {
        boolean extended = bytes.has(HEAD, "VP8X");
        long at = HEAD;
        SplicedCopy chunks = new SplicedCopy();
        if (extended) {
            byte[] first = bytes.slice(at, EXTENDED);
            if (bytes.u32le(at + 4) != EXTENDED - 8 || (first[8] & ANIMATION_FLAG) != 0) {
                return Optional.empty();
            }
            first[8] = (byte) (first[8] & ~METADATA_FLAGS);
            chunks.bytes(first);
            at += EXTENDED;
        }
        long end = bytes.u32le(4) + 8;
        for (int i = 0; i < MAX_CHUNKS && at + 8 <= end; i++) {
            long whole = 8 + bytes.u32le(at + 4);
            whole += whole & 1;
            if (KEPT.contains(bytes.name(at))) {
                chunks.range(at, whole);
            }
            at += whole;
        }
        if (at != end || end > bytes.size()) {
            return Optional.empty();
        }
        byte[] riff = ByteBuffer.allocate(HEAD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                .putInt((int) (4 + chunks.length()))
                .put("WEBP".getBytes(StandardCharsets.ISO_8859_1))
                .array();
        return Optional.of(new SplicedCopy().bytes(riff).then(chunks));
    }
}
