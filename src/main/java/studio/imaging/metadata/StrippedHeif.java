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
import studio.imaging.probe.HeifBoxes;

/**
 * HEIC and AVIF (ISO 23008-12, ISO 14496-12 section 8.11): a table of items says which bytes are pictures and which are EXIF or
 * XMP. The bytes of pictures and the tables are kept; everything else becomes zeros, so that all positions stay true.
 * What cannot be told for certain ends in an {@link EOFException}.
 */
final class StrippedHeif {
    /** Item types of coded and of derived pictures. A JPEG as an item is none of them: it may hold EXIF of its own. */
    private static final Set<String> PICTURES = Set.of(
            "hvc1", "hev1", "lhv1", "av01", "avc1", "vvc1", "evc1", "j2k1", "unci", "grid", "iovl", "iden", "tmap");

    private static final Set<String> TABLES = Set.of("hdlr", "pitm", "iinf", "iloc", "iprp", "iref", "dinf", "grpl");
    private static final Set<String> FILM = Set.of("moov", "moof");
    private static final int IN_FILE = 0;
    private static final int IN_ITEM_DATA = 1;
    private static final int MAX_RANGES = 100_000;

    private final HeifBoxes boxes;
    private final List<Range> kept = new ArrayList<>();

    private record Range(long from, long end) {}

    private StrippedHeif(HeaderBytes bytes) {
        this.boxes = new HeifBoxes(bytes);
    }

    static SplicedCopy plan(HeaderBytes bytes) throws IOException {
        StrippedHeif picture = new StrippedHeif(bytes);
        picture.walk(bytes.size());
        return picture.copy(bytes.size());
    }

    private void walk(long size) throws IOException {
        boolean described = false;
        for (HeifBoxes.Box box : boxes.within(0, size)) {
            keep(box.start(), box.content());
            switch (box.name()) {
                case "ftyp" -> keep(box.start(), box.end());
                case "meta" -> {
                    if (described) {
                        throw new EOFException("two descriptions of one picture");
                    }
                    described = true;
                    describe(box);
                }
                default -> {
                    if (FILM.contains(box.name())) {
                        throw new EOFException("a film, not a picture");
                    }
                }
            }
        }
        if (!described) {
            throw new EOFException("no description");
        }
    }

    private void describe(HeifBoxes.Box meta) throws IOException {
        keep(meta.start(), meta.content() + 4);
        Map<String, HeifBoxes.Box> parts = new HashMap<>();
        for (HeifBoxes.Box part : boxes.within(meta.content() + 4, meta.end())) {
            keep(part.start(), TABLES.contains(part.name()) ? part.end() : part.content());
            if (parts.put(part.name(), part) != null) {
                throw new EOFException("two boxes " + part.name());
            }
        }
        Map<Long, String> types = boxes.itemTypes(part(parts, "iinf"));
        if (!PICTURES.contains(types.getOrDefault(boxes.primaryItem(part(parts, "pitm")), ""))) {
            throw new EOFException("the picture is of an unknown kind");
        }
        for (HeifBoxes.Extent extent : boxes.extents(part(parts, "iloc"))) {
            if (PICTURES.contains(types.getOrDefault(extent.item(), ""))) {
                keep(extent, parts, meta);
            }
        }
    }

    private void keep(HeifBoxes.Extent extent, Map<String, HeifBoxes.Box> parts, HeifBoxes.Box meta)
            throws IOException {
        long base = 0;
        long limit = Long.MAX_VALUE;
        if (extent.method() == IN_ITEM_DATA) {
            HeifBoxes.Box data = part(parts, "idat");
            base = data.content();
            limit = data.end();
        } else if (extent.method() != IN_FILE) {
            throw new EOFException("a picture inside of another");
        }
        long from = Math.addExact(base, extent.offset());
        long end = Math.addExact(from, extent.length());
        boolean amongTables = extent.method() == IN_FILE && from < meta.end() && end > meta.start();
        if (extent.length() == 0 || end > limit || amongTables) {
            throw new EOFException("a picture where none can be");
        }
        keep(from, end);
    }

    private static HeifBoxes.Box part(Map<String, HeifBoxes.Box> parts, String name) throws EOFException {
        HeifBoxes.Box box = parts.get(name);
        if (box == null) {
            throw new EOFException("no box " + name);
        }
        return box;
    }

    private void keep(long from, long end) throws EOFException {
        kept.add(new Range(from, end));
        if (kept.size() > MAX_RANGES) {
            throw new EOFException("too many pieces");
        }
    }

    private SplicedCopy copy(long size) throws EOFException {
        kept.sort(Comparator.comparingLong(Range::from));
        SplicedCopy copy = new SplicedCopy();
        long at = 0;
        for (Range range : kept) {
            if (range.end() > size) {
                throw new EOFException("a picture behind the file's end");
            }
            copy.zeros(range.from() - at);
            long from = Math.max(at, range.from());
            copy.range(from, range.end() - from);
            at = Math.max(at, range.end());
        }
        return copy.zeros(size - at);
    }
}
