package studio.imaging.metadata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.Chunks;
import studio.imaging.probe.Chunks.Chunk;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.PngChunk;

/** PNG: international text chunks ({@code iTXt}), one a field and one with the XMP packet, before the pixel data. */
final class PngMetadata implements MetadataContainer {
    private static final int SIGNATURE = 8;
    private static final int AFTER_HEADER = 33;
    private static final int LIMIT = 1_000_000;
    private static final int MAX_TEXT = 2 * LIMIT;
    private static final int MAX_KEYWORD = 79;
    private static final String XMP = "XML:com.adobe.xmp";
    private static final String OURS = "image-studio:";
    /** What pixels and colours need (PNG, third edition, section 11). */
    private static final Set<String> KEPT = Set.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI",
            "bKGD", "hIST", "pHYs", "sPLT");

    @Override
    public int limit() {
        return LIMIT;
    }

    @Override
    public @Nullable String existing(HeaderBytes bytes) throws IOException {
        @Nullable String[] found = {null};
        walk(bytes, (keyword, chunk) -> found[0] = keyword.equals(XMP) ? text(bytes, chunk) : found[0]);
        return found[0];
    }

    @Override
    public Optional<SplicedCopy> with(HeaderBytes bytes, byte[] packet, Map<String, String> fields) throws IOException {
        SplicedCopy copy = new SplicedCopy().range(0, AFTER_HEADER);
        fields.forEach((key, value) -> copy.bytes(chunk(OURS + key, value.getBytes(UTF_8))));
        copy.bytes(chunk(XMP, packet));
        long end = walk(bytes, (keyword, chunk) -> {
            if (!keyword.equals(XMP) && !keyword.startsWith(OURS)) {
                copy.range(chunk.start(), chunk.end() - chunk.start());
            }
        });
        return Optional.of(copy.range(end, bytes.size() - end));
    }

    @Override
    public Map<String, String> fields(HeaderBytes bytes) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        walk(bytes, (keyword, chunk) -> {
            String text = keyword.startsWith(OURS) ? text(bytes, chunk) : null;
            if (text != null) {
                fields.put(keyword.substring(OURS.length()), text);
            }
        });
        return fields.isEmpty() ? MetadataContainer.super.fields(bytes) : fields;
    }

    @Override
    public Optional<SplicedCopy> stripped(HeaderBytes bytes) throws IOException {
        SplicedCopy copy = new SplicedCopy().range(0, SIGNATURE);
        Chunks chunks = Chunks.png(bytes);
        for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            boolean kept = KEPT.contains(chunk.name());
            // Without a chunk that begins with a capital the picture cannot be shown.
            if (chunk.end() > bytes.size()
                    || (!kept && Character.isUpperCase(chunk.name().charAt(0)))) {
                return Optional.empty();
            }
            if (kept) {
                copy.range(chunk.start(), chunk.end() - chunk.start());
            }
            if (chunk.name().equals("IEND")) {
                return Optional.of(copy);
            }
        }
        return Optional.empty();
    }

    private interface Visitor {
        void chunk(String keyword, Chunk chunk) throws IOException;
    }

    /** Visits the chunks before the pixel data; the keyword is empty for other kinds than text. Returns where it ended. */
    private static long walk(HeaderBytes bytes, Visitor visitor) throws IOException {
        long at = AFTER_HEADER;
        Chunks chunks = Chunks.png(bytes);
        for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            if (chunk.name().equals("IDAT") || chunk.name().equals("IEND") || chunk.end() > bytes.size()) {
                break;
            }
            if (chunk.start() >= AFTER_HEADER) {
                visitor.chunk(chunk.name().equals("iTXt") ? keyword(bytes, chunk) : "", chunk);
                at = chunk.end();
            }
        }
        return at;
    }

    private static String keyword(HeaderBytes bytes, Chunk chunk) throws IOException {
        byte[] start = bytes.slice(chunk.content(), (int) Math.min(chunk.length(), MAX_KEYWORD + 1L));
        String keyword = new String(start, ISO_8859_1);
        return keyword.substring(0, Math.max(0, keyword.indexOf('\0')));
    }

    /** Uncompressed text only, as we write it and as the XMP specification demands. */
    private static @Nullable String text(HeaderBytes bytes, Chunk chunk) throws IOException {
        if (chunk.length() > MAX_TEXT) {
            return null;
        }
        byte[] data = bytes.slice(chunk.content(), (int) chunk.length());
        int flag = next(data, 0);
        int text = next(data, next(data, flag + 2));
        if (flag >= data.length || data[flag] != 0 || text > data.length) {
            return null;
        }
        return new String(data, text, data.length - text, UTF_8);
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
        // The keyword's end, not compressed, no method, no language, no translated keyword.
        return PngChunk.of("iTXt", (keyword + "\0\0\0\0\0").getBytes(ISO_8859_1), text);
    }
}
