package studio.imaging.metadata;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.Chunks;
import studio.imaging.probe.Chunks.Chunk;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.Png;

/**
 * PNG: international text chunks ({@code iTXt}), one for each field and one with the XMP packet: behind the pixel data where the file
 * itself is completed, before them in a copy. Readers of PNG take them from both places (PNG, third edition, section 5.6).
 */
final class PngMetadata implements PictureMetadata.Container {
    private static final int MAX_TEXT = 2_000_000;
    private static final int MAX_KEYWORD = 79;
    private static final String XMP = "XML:com.adobe.xmp";
    private static final String OURS = "image-studio:";
    private static final Pattern NAME = Pattern.compile("[A-Za-z]{4}");
    /** What pixels and colours need (PNG, third edition, section 11). */
    private static final Set<String> KEPT = Set.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI",
            "bKGD", "hIST", "pHYs", "sPLT");

    /** A chunk outside the pixel data; the keyword is empty for other kinds than text. */
    private record Labelled(String keyword, Chunk chunk) {}

    /** @param behind those behind the pixel data too */
    private static List<Labelled> chunks(HeaderBytes bytes, boolean behind) throws IOException {
        List<Labelled> found = new ArrayList<>();
        Chunks chunks = Chunks.png(bytes);
        for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            boolean pixels = chunk.name().equals("IDAT");
            if ((pixels && !behind) || chunk.name().equals("IEND") || chunk.end() > bytes.size()) {
                break;
            }
            if (!pixels && chunk.start() >= Png.AFTER_HEADER) {
                found.add(new Labelled(chunk.name().equals("iTXt") ? keyword(bytes, chunk) : "", chunk));
            }
        }
        return found;
    }

    private static String keyword(HeaderBytes bytes, Chunk chunk) throws IOException {
        byte[] start = bytes.slice(chunk.content(), (int) Math.min(chunk.length(), MAX_KEYWORD + 1L));
        String keyword = new String(start, ISO_8859_1);
        return keyword.substring(0, Math.max(0, keyword.indexOf('\0')));
    }

    @Override
    public @Nullable String existing(HeaderBytes bytes) throws IOException {
        String packet = null;
        for (Labelled found : chunks(bytes, false)) {
            packet = found.keyword().equals(XMP) ? text(bytes, found.chunk()) : packet;
        }
        return packet;
    }

    @Override
    public Optional<SplicedCopy> with(HeaderBytes bytes, ImageInfo info, XmpPacket packet) throws IOException {
        SplicedCopy copy = new SplicedCopy().range(0, Png.AFTER_HEADER);
        labels(packet).forEach(copy::bytes);
        long at = Png.AFTER_HEADER;
        for (Labelled found : chunks(bytes, false)) {
            Chunk chunk = found.chunk();
            if (!found.keyword().equals(XMP) && !found.keyword().startsWith(OURS)) {
                copy.range(chunk.start(), chunk.end());
            }
            at = chunk.end();
        }
        return Optional.of(copy.range(at, bytes.size()));
    }

    private static List<byte[]> labels(XmpPacket packet) {
        List<byte[]> chunks = new ArrayList<>();
        packet.fields().forEach((key, value) -> chunks.add(chunk(OURS + key, value.getBytes(UTF_8))));
        chunks.add(chunk(XMP, packet.xml()));
        return chunks;
    }

    @Override
    public Optional<Ending> ending(HeaderBytes bytes, XmpPacket packet) throws IOException {
        long end = bytes.size() - Png.end().length;
        boolean labelled = chunks(bytes, false).stream()
                .anyMatch(
                        found -> found.keyword().equals(XMP) || found.keyword().startsWith(OURS));
        if (labelled || !Png.endsAt(bytes, end)) {
            return Optional.empty();
        }
        ByteArrayOutputStream ending = new ByteArrayOutputStream();
        labels(packet).forEach(ending::writeBytes);
        ending.writeBytes(Png.end());
        return Optional.of(new Ending(end, ending.toByteArray()));
    }

    /**
     * Where an {@link Ending} starts that was written, or begun; -1 where none does. A chunk behind the pixel data that is not whole
     * counts too, since what is cut off may be its name.
     */
    static long startOfEnding(HeaderBytes bytes) throws IOException {
        if (!bytes.has(0, Png.SIGNATURE)) {
            return -1;
        }
        boolean behind = false;
        Chunks chunks = Chunks.png(bytes);
        for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            boolean whole =
                    chunk.end() <= bytes.size() && NAME.matcher(chunk.name()).matches();
            if (chunk.name().equals("IDAT")) {
                if (!whole) {
                    return -1;
                }
                behind = true;
            } else if (behind && !whole) {
                return chunk.start();
            } else if (chunk.name().equals("IEND")) {
                return behind && chunk.length() > 0 ? chunk.start() : -1;
            } else if (behind
                    && chunk.name().equals("iTXt")
                    && keyword(bytes, chunk).startsWith(OURS)) {
                return chunk.start();
            }
        }
        return -1;
    }

    @Override
    public Map<String, String> fields(HeaderBytes bytes) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Labelled found : chunks(bytes, true)) {
            String text = found.keyword().startsWith(OURS) ? text(bytes, found.chunk()) : null;
            if (text != null) {
                fields.putIfAbsent(found.keyword().substring(OURS.length()), text);
            }
        }
        return fields.isEmpty() ? PictureMetadata.Container.super.fields(bytes) : fields;
    }

    @Override
    public Optional<SplicedCopy> stripped(HeaderBytes bytes) throws IOException {
        SplicedCopy copy = new SplicedCopy().range(0, Png.SIGNATURE.length());
        Chunks chunks = Chunks.png(bytes);
        for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            boolean kept = KEPT.contains(chunk.name());
            // Without a chunk that starts with a capital the picture cannot be shown.
            if (chunk.end() > bytes.size()
                    || (!kept && Character.isUpperCase(chunk.name().charAt(0)))) {
                return Optional.empty();
            }
            if (kept) {
                copy.range(chunk.start(), chunk.end());
            }
            if (chunk.name().equals("IEND")) {
                return Optional.of(copy);
            }
        }
        return Optional.empty();
    }

    /** Uncompressed text only, as the XMP specification demands. */
    private static @Nullable String text(HeaderBytes bytes, Chunk chunk) throws IOException {
        if (chunk.length() > MAX_TEXT) {
            return null;
        }
        // Keyword, flag of compression, method, language, translated keyword, text.
        byte[] data = bytes.slice(chunk.content(), (int) chunk.length());
        int flag = afterZero(data, 0);
        int text = afterZero(data, afterZero(data, flag + 2));
        if (flag >= data.length || data[flag] != 0 || text > data.length) {
            return null;
        }
        return new String(data, text, data.length - text, UTF_8);
    }

    private static int afterZero(byte[] data, int from) {
        int at = from;
        while (at < data.length && data[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private static byte[] chunk(String keyword, byte[] text) {
        return Png.chunk("iTXt", (keyword + "\0\0\0\0\0").getBytes(ISO_8859_1), text);
    }
}
