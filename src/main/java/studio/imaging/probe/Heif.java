package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * AVIF and HEIC (ISO 23008-12): a tree of boxes. The brand says which, {@code meta/iprp/ipco} holds the sizes ({@code ispe})
 * of the picture, its tiles and its thumbnails, of which the largest is the picture, and the rotation ({@code irot}).
 */
public final class Heif {
    private static final Set<String> AVIF = Set.of("avif", "avis");
    private static final Set<String> HEIC = Set.of("heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1");
    private static final int MAX_BRANDS = 64;
    private static final int MAX_DEPTH = 4;
    private static final int MAX_BOXES = 20_000;

    private final HeaderBytes bytes;
    private boolean complete = true;
    private long width;
    private long height;
    private boolean turned;

    /** Positions in the file: of the head, of what follows it, and of the end. */
    public record Box(String name, long start, long content, long end) {}

    private Heif(HeaderBytes bytes) {
        this.bytes = bytes;
    }

    /** @throws EOFException when the boxes do not fill the space exactly */
    public static List<Box> boxes(HeaderBytes bytes, long from, long end) throws IOException {
        List<Box> boxes = beginning(bytes, from, end);
        if (boxes.isEmpty() ? from < end : boxes.getLast().end() != end) {
            throw new EOFException("boxes that do not add up");
        }
        return boxes;
    }

    /** The boxes of a file that may be cut off: the last one may reach beyond the end, and need not start at all. */
    private static List<Box> beginning(HeaderBytes bytes, long from, long end) throws IOException {
        List<Box> boxes = new ArrayList<>();
        long start = from;
        while (start + 8 <= end && boxes.size() < MAX_BOXES) {
            long length = bytes.u32be(start);
            long content = start + 8;
            if (length == 1 && start + 16 <= end) {
                length = bytes.u32be(start + 8) << 32 | bytes.u32be(start + 12);
                content += 8;
            } else if (length == 0) {
                length = end - start;
            }
            boolean fits = length >= content - start && length <= end - start;
            Box box = new Box(bytes.name(start + 4), start, content, fits ? start + length : Long.MAX_VALUE - 8);
            boxes.add(box);
            start = box.end();
        }
        return boxes;
    }

    static ImageInfo info(HeaderBytes bytes) throws NotAnImageException, IOException {
        ImageFormat format = format(bytes);
        Heif header = new Heif(bytes);
        header.read(0, bytes.size(), 0);
        if (header.width == 0 || header.height == 0) {
            throw new NotAnImageException("a damaged " + format + " picture: its header has no size");
        }
        int width = HeaderBytes.pixels(header.turned ? header.height : header.width);
        int height = HeaderBytes.pixels(header.turned ? header.width : header.height);
        return new ImageInfo(format, width, height, bytes.size(), header.complete);
    }

    private static ImageFormat format(HeaderBytes bytes) throws NotAnImageException, IOException {
        long end = Math.min(bytes.u32be(0), 16 + 4L * MAX_BRANDS);
        Set<String> brands = new HashSet<>();
        // Behind the main brand its version, then the compatible ones.
        for (long at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) {
            brands.add(bytes.name(at));
        }
        if (!Collections.disjoint(brands, AVIF)) {
            return ImageFormat.AVIF;
        }
        if (!Collections.disjoint(brands, HEIC)) {
            return ImageFormat.HEIC;
        }
        throw new NotAnImageException("a video or audio file, not a picture");
    }

    private void read(long from, long end, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            return;
        }
        for (Box box : beginning(bytes, from, end)) {
            complete &= box.end() <= end;
            long at = box.content();
            // A box that is cut off is read as far as it goes.
            long until = Math.min(box.end(), end);
            switch (box.name()) {
                case "meta" -> read(at + 4, until, depth + 1);
                case "iprp", "ipco" -> read(at, until, depth + 1);
                case "ispe" -> readSize(at, until);
                case "irot" -> turned = at < until && (bytes.u8(at) & 1) == 1;
                default -> {
                    // Pixel data, and properties that do not concern the size.
                }
            }
        }
    }

    private void readSize(long at, long end) throws IOException {
        long w = at + 12 <= end ? bytes.u32be(at + 4) : 0;
        long h = at + 12 <= end ? bytes.u32be(at + 8) : 0;
        if ((double) w * h > (double) width * height) {
            width = w;
            height = h;
        }
    }
}
