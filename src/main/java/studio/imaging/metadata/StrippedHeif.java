package studio.imaging.metadata;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.Heif;
import studio.imaging.probe.Heif.Box;

/**
 * HEIC and AVIF (ISO 23008-12, ISO 14496-12 section 8.11): a table of items says which bytes are pictures and which are EXIF or
 * XMP. Pictures and tables are kept; everything else becomes zeros, so that all positions stay true. Whatever is uncertain ends
 * in an {@link EOFException}.
 */
final class StrippedHeif {
    /** Item types of coded and of derived pictures. A JPEG as an item is none of them: it may hold EXIF of its own. */
    private static final Set<String> PICTURES = Set.of(
            "hvc1", "hev1", "lhv1", "av01", "avc1", "vvc1", "evc1", "j2k1", "unci", "grid", "iovl", "iden", "tmap");

    private static final Set<String> TABLES = Set.of("hdlr", "pitm", "iinf", "iloc", "iprp", "iref", "dinf", "grpl");
    private static final Set<String> FILM = Set.of("moov", "moof");
    private static final int IN_FILE = 0;
    private static final int IN_ITEM_DATA = 1;
    private static final int MAX_EXTENTS = 50_000;
    private static final int MAX_RANGES = 100_000;

    private final HeaderBytes bytes;
    private final Map<String, Box> parts = new HashMap<>();
    private final List<Range> kept = new ArrayList<>();
    /** Where the next number of a table is read. */
    private long at;

    private record Range(long from, long end) {}

    private StrippedHeif(HeaderBytes bytes) {
        this.bytes = bytes;
    }

    static SplicedCopy plan(HeaderBytes bytes) throws IOException {
        StrippedHeif picture = new StrippedHeif(bytes);
        picture.readFile();
        return picture.copy();
    }

    private void readFile() throws IOException {
        Box meta = null;
        for (Box box : Heif.boxes(bytes, 0, bytes.size())) {
            keep(box.start(), box.name().equals("ftyp") ? box.end() : box.content());
            require(!FILM.contains(box.name()), "a film, not a picture");
            if (box.name().equals("meta")) {
                require(meta == null, "two descriptions of one picture");
                meta = box;
            }
        }
        if (meta == null) {
            throw new EOFException("no description");
        }
        readDescription(meta);
    }

    private void readDescription(Box meta) throws IOException {
        keep(meta.start(), meta.content() + 4);
        for (Box part : Heif.boxes(bytes, meta.content() + 4, meta.end())) {
            keep(part.start(), TABLES.contains(part.name()) ? part.end() : part.content());
            require(parts.put(part.name(), part) == null, "two boxes of one name");
        }
        Map<Long, String> types = itemTypes(part("iinf"));
        at = part("pitm").content() + 4;
        long primary = number(bytes.u8(at - 4) == 0 ? 2 : 4);
        require(PICTURES.contains(types.getOrDefault(primary, "")), "the picture is of an unknown kind");
        keepPictures(part("iloc"), types, meta);
    }

    private Box part(String name) throws EOFException {
        Box box = parts.get(name);
        if (box == null) {
            throw new EOFException("no box " + name);
        }
        return box;
    }

    /** Reads {@code iinf}: the four-letter type of each item by its number. */
    private Map<Long, String> itemTypes(Box table) throws IOException {
        Map<Long, String> types = new HashMap<>();
        int countSize = bytes.u8(table.content()) == 0 ? 2 : 4;
        for (Box entry : Heif.boxes(bytes, table.content() + 4 + countSize, table.end())) {
            int version = bytes.u8(entry.content());
            require(entry.name().equals("infe") && version >= 2, "an item without a type");
            at = entry.content() + 4;
            long item = number(version == 2 ? 2 : 4);
            require(types.put(item, bytes.name(at + 2)) == null, "two items with one number");
        }
        return types;
    }

    /** Reads {@code iloc}: the extents of each item, of which those of pictures are kept. */
    private void keepPictures(Box table, Map<Long, String> types, Box meta) throws IOException {
        int version = bytes.u8(table.content());
        int sizes = bytes.u16be(table.content() + 4);
        int itemSize = version < 2 ? 2 : 4;
        at = table.content() + 6;
        long items = number(itemSize);
        int extents = 0;
        for (long i = 0; i < items; i++) {
            boolean picture = PICTURES.contains(types.getOrDefault(number(itemSize), ""));
            int method = version == 0 ? IN_FILE : (int) number(2) & 0xf;
            require(number(2) == 0, "an item in another file");
            long base = number(sizes >> 4 & 0xf);
            int count = (int) number(2);
            for (int n = 0; n < count; n++) {
                number(version == 0 ? 0 : sizes & 0xf);
                long offset = base + number(sizes >> 12);
                long length = number(sizes >> 8 & 0xf);
                if (picture) {
                    keepExtent(method, offset, length, meta);
                }
            }
            extents += count;
            require(at <= table.end() && extents <= MAX_EXTENTS, "a table that is too long");
        }
    }

    private void keepExtent(int method, long offset, long length, Box meta) throws IOException {
        require(method == IN_FILE || method == IN_ITEM_DATA, "a picture inside of another");
        boolean inFile = method == IN_FILE;
        long from = inFile ? offset : part("idat").content() + offset;
        long end = from + length;
        boolean outside = inFile
                ? from < meta.end() && end > meta.start()
                : end > part("idat").end();
        require(length > 0 && !outside, "a picture where none can be");
        keep(from, end);
    }

    private long number(int size) throws IOException {
        long start = at;
        at += size;
        long high = size == 8 ? bytes.u32be(start) : 0;
        require(high <= 0xffff, "a position that no file has");
        return switch (size) {
            case 0 -> 0;
            case 2 -> bytes.u16be(start);
            case 4 -> bytes.u32be(start);
            case 8 -> high << 32 | bytes.u32be(start + 4);
            default -> throw new EOFException("a number of an odd length");
        };
    }

    private static void require(boolean condition, String fault) throws EOFException {
        if (!condition) {
            throw new EOFException(fault);
        }
    }

    private void keep(long from, long end) throws EOFException {
        kept.add(new Range(from, end));
        require(kept.size() <= MAX_RANGES, "too many pieces");
    }

    private SplicedCopy copy() throws EOFException {
        kept.sort(Comparator.comparingLong(Range::from));
        SplicedCopy copy = new SplicedCopy();
        long position = 0;
        for (Range range : kept) {
            require(range.end() <= bytes.size(), "a picture behind the file's end");
            copy.zeros(range.from() - position);
            copy.range(Math.max(position, range.from()), range.end());
            position = Math.max(position, range.end());
        }
        return copy.zeros(bytes.size() - position);
    }
}
