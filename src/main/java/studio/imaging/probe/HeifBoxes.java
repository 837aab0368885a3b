package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The boxes of a HEIC or AVIF file and the tables of its items (ISO 14496-12, sections 4.2 and 8.11), read strictly. */
public final class HeifBoxes {
    private static final int MAX_BOXES = 20_000;
    private static final int MAX_EXTENTS = 50_000;

    private final HeaderBytes bytes;
    private long at;

    /** Positions in the file: of the head, of what follows it, and of the end. */
    public record Box(String name, long start, long content, long end) {}

    /** A piece of an item; the offset counts from the file's beginning, or by another method, as {@code iloc} says. */
    public record Extent(long item, int method, long offset, long length) {}

    public HeifBoxes(HeaderBytes bytes) {
        this.bytes = bytes;
    }

    /** @throws EOFException when they do not fill the space exactly */
    public List<Box> within(long from, long end) throws IOException {
        List<Box> boxes = upTo(from, end);
        if (boxes.isEmpty() ? from < end : boxes.getLast().end() != end) {
            throw new EOFException("boxes that do not add up");
        }
        return boxes;
    }

    /** The same of a file that may be cut off: the last one may reach beyond the end, and need not begin at all. */
    List<Box> upTo(long from, long end) throws IOException {
        List<Box> boxes = new ArrayList<>();
        for (long start = from;
                start + 8 <= end && boxes.size() < MAX_BOXES;
                start = boxes.getLast().end()) {
            long length = bytes.u32be(start);
            long content = start + 8;
            if (length == 1 && start + 16 <= end) {
                length = bytes.u32be(start + 8) << 32 | bytes.u32be(start + 12);
                content += 8;
            } else if (length == 0) {
                length = end - start;
            }
            boolean fits = length >= content - start && length <= end - start;
            boxes.add(new Box(bytes.name(start + 4), start, content, fits ? start + length : Long.MAX_VALUE - 8));
        }
        return boxes;
    }

    /** From {@code iinf}: the item's four-letter type by its number. */
    public Map<Long, String> itemTypes(Box table) throws IOException {
        Map<Long, String> types = new HashMap<>();
        int countSize = bytes.u8(table.content()) == 0 ? 2 : 4;
        for (Box entry : within(table.content() + 4 + countSize, table.end())) {
            int version = bytes.u8(entry.content());
            if (!entry.name().equals("infe") || version < 2) {
                throw new EOFException("an item without a type");
            }
            at = entry.content() + 4;
            long item = number(version == 2 ? 2 : 4);
            if (types.put(item, bytes.name(at + 2)) != null) {
                throw new EOFException("two items with one number");
            }
        }
        return types;
    }

    /** From {@code pitm}. */
    public long primaryItem(Box box) throws IOException {
        at = box.content() + 4;
        return number(bytes.u8(box.content()) == 0 ? 2 : 4);
    }

    /** From {@code iloc}. */
    public List<Extent> extents(Box table) throws IOException {
        List<Extent> extents = new ArrayList<>();
        int version = bytes.u8(table.content());
        int sizes = bytes.u16be(table.content() + 4);
        at = table.content() + 6;
        long items = number(version < 2 ? 2 : 4);
        for (long i = 0; i < items; i++) {
            long item = number(version < 2 ? 2 : 4);
            int method = version == 0 ? 0 : (int) number(2) & 0xf;
            if (number(2) != 0) {
                throw new EOFException("an item in another file");
            }
            long base = number(sizes >> 4 & 0xf);
            int count = (int) number(2);
            for (int n = 0; n < count; n++) {
                number(version == 0 ? 0 : sizes & 0xf);
                long offset = Math.addExact(base, number(sizes >> 12));
                extents.add(new Extent(item, method, offset, number(sizes >> 8 & 0xf)));
            }
            if (at > table.end() || extents.size() > MAX_EXTENTS) {
                throw new EOFException("a table that is too long");
            }
        }
        return extents;
    }

    private long number(int size) throws IOException {
        long start = at;
        at += size;
        return switch (size) {
            case 0 -> 0;
            case 2 -> bytes.u16be(start);
            case 4 -> bytes.u32be(start);
            case 8 -> u64(start);
            default -> throw new EOFException("a number of an odd length");
        };
    }

    private long u64(long position) throws IOException {
        long high = bytes.u32be(position);
        if (high > 0xffff) {
            throw new EOFException("a position that no file has");
        }
        return high << 32 | bytes.u32be(position + 4);
    }
}
