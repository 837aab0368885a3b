package studio.imaging.metadata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.HeaderBytes;

/** PNG: international text chunks ({@code iTXt}), one a field and one with the XMP packet, before the pixel data. */
final class PngMetadata implements MetadataContainer {
    private static final int AFTER_HEADER = 33;
    private static final int LIMIT = 1_000_000;
    private static final int LONGEST_TEXT = 2 * LIMIT;
    private static final int LONGEST_KEYWORD = 79;
    private static final int MAX_CHUNKS = 1000;
    private static final String XMP = "XML:com.adobe.xmp";
    private static final String OURS = "image-studio:";

    @Override
    public int limit() {
        return LIMIT;
    }

    @Override
    public @Nullable String existing(HeaderBytes bytes) throws IOException {
        AtomicReference<@Nullable String> found = new AtomicReference<>();
        walk(bytes, (keyword, at, length) -> {
            if (keyword.equals(XMP)) {
                found.set(text(bytes, at, length));
            }
        });
        return found.get();
    }

    @Override
    public Optional<SplicedCopy> with(HeaderBytes bytes, byte[] packet, Map<String, String> fields) throws IOException {
        SplicedCopy copy = new SplicedCopy().range(0, AFTER_HEADER);
        fields.forEach((key, value) -> copy.bytes(chunk(OURS + key, value.getBytes(StandardCharsets.UTF_8))));
        copy.bytes(chunk(XMP, packet));
        long end = walk(bytes, (keyword, at, length) -> {
            if (!keyword.equals(XMP) && !keyword.startsWith(OURS)) {
                copy.range(at, length + 12);
            }
        });
        return Optional.of(copy.range(end, bytes.size() - end));
    }

    @Override
    public Map<String, String> fields(HeaderBytes bytes) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        walk(bytes, (keyword, at, length) -> {
            String text = keyword.startsWith(OURS) ? text(bytes, at, length) : null;
            if (text != null) {
                fields.put(keyword.substring(OURS.length()), text);
            }
        });
        String packet = fields.isEmpty() ? existing(bytes) : null;
        return packet == null ? fields : XmpPacket.fields(packet);
    }

    private interface Visitor {
        void chunk(String keyword, long at, long length) throws IOException;
    }

    /** Visits the chunks before the pixel data; the keyword is empty for other kinds than text. Returns where it ended. */
    private static long walk(HeaderBytes bytes, Visitor visitor) throws IOException {
        long at = AFTER_HEADER;
        for (int i = 0; i < MAX_CHUNKS && at + 12 <= bytes.size(); i++) {
            long length = bytes.u32be(at);
            String name = bytes.name(at + 4);
            if (name.equals("IDAT") || name.equals("IEND") || at + 12 + length > bytes.size()) {
                break;
            }
            visitor.chunk(name.equals("iTXt") ? keyword(bytes, at, length) : "", at, length);
            at += length + 12;
        }
        return at;
    }

    private static String keyword(HeaderBytes bytes, long at, long length) throws IOException {
        byte[] start = bytes.slice(at + 8, (int) Math.min(length, LONGEST_KEYWORD + 1L));
        String keyword = new String(start, StandardCharsets.ISO_8859_1);
        return keyword.substring(0, Math.max(0, keyword.indexOf('\0')));
    }

    /** Uncompressed text only, as we write it and as the XMP specification demands. */
    private static @Nullable String text(HeaderBytes bytes, long at, long length) throws IOException {
        if (length > LONGEST_TEXT) {
            return null;
        }
        byte[] data = bytes.slice(at + 8, (int) length);
        int flag = next(data, 0);
        int text = next(data, next(data, flag + 2));
        if (flag >= data.length || data[flag] != 0 || text > data.length) {
            return null;
        }
        return new String(data, text, data.length - text, StandardCharsets.UTF_8);
    }

    /** The index behind the next zero byte. */
    private static int next(byte[] data, int from) {
        int at = from;
        while (at < data.length && data[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private static byte[] chunk(String keyword, byte[] text) {
        ByteArrayOutputStream data = new ByteArrayOutputStream(text.length + 100);
        data.writeBytes("iTXt".getBytes(StandardCharsets.ISO_8859_1));
        data.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        // The keyword's end, not compressed, no method, no language, no translated keyword.
        data.writeBytes(new byte[5]);
        data.writeBytes(text);
        byte[] content = data.toByteArray();
        CRC32 sum = new CRC32();
        sum.update(content);
        return ByteBuffer.allocate(content.length + 8)
                .putInt(content.length - 4)
                .put(content)
                .putInt((int) sum.getValue())
                .array();
    }
}
