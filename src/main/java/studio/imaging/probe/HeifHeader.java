package studio.imaging.probe;

import java.io.IOException;
import studio.imaging.probe.HeifBoxes.Box;

/**
 * AVIF and HEIC: boxes. The brand says which, {@code meta/iprp/ipco} holds the sizes ({@code ispe}) of the picture, its tiles
 * and its thumbnails, of which the largest is the picture, and how far it is turned ({@code irot}).
 */
final class HeifHeader {
    private static final int MAX_BRANDS = 64;
    private static final int MAX_DEPTH = 4;

    private final HeaderBytes bytes;
    private final HeifBoxes boxes;
    private boolean complete = true;
    private long width;
    private long height;
    private boolean turned;

    private HeifHeader(HeaderBytes bytes) {
        this.bytes = bytes;
        this.boxes = new HeifBoxes(bytes);
    }

    static ImageInfo read(HeaderBytes bytes) throws NotAnImageException, IOException {
        HeifHeader header = new HeifHeader(bytes);
        ImageFormat format = header.format();
        header.walk(0, bytes.size(), 0);
        if (header.width == 0 || header.height == 0) {
            throw new NotAnImageException("a damaged " + format + " picture: its header has no size");
        }
        return new ImageInfo(
                format,
                HeaderBytes.pixels(header.turned ? header.height : header.width),
                HeaderBytes.pixels(header.turned ? header.width : header.height),
                bytes.size(),
                header.complete);
    }

    private ImageFormat format() throws NotAnImageException, IOException {
        long end = Math.min(bytes.u32be(0), 16 + 4L * MAX_BRANDS);
        boolean heic = false;
        for (long at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) {
            switch (bytes.name(at)) {
                case "avif", "avis" -> {
                    return ImageFormat.AVIF;
                }
                case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1" -> heic = true;
                default -> {
                    // Other brands are refinements, or files of another kind.
                }
            }
        }
        if (heic) {
            return ImageFormat.HEIC;
        }
        throw new NotAnImageException("a video or audio file, not a picture");
    }

    private void walk(long from, long end, int depth) throws IOException {
        for (Box box : boxes.upTo(from, end)) {
            complete &= box.end() <= end;
            // A cut-off file still has its first boxes; what this one holds is looked at as far as it goes.
            box(box.name(), box.content(), Math.min(box.end(), end), depth);
        }
    }

    private void box(String name, long at, long end, int depth) throws IOException {
        switch (name) {
            case "meta" -> descend(at + 4, end, depth);
            case "iprp", "ipco" -> descend(at, end, depth);
            case "ispe" -> {
                long w = at + 12 <= end ? bytes.u32be(at + 4) : 0;
                long h = at + 12 <= end ? bytes.u32be(at + 8) : 0;
                if ((double) w * h > (double) width * height) {
                    width = w;
                    height = h;
                }
            }
            case "irot" -> turned = at < end && (bytes.u8(at) & 1) == 1;
            default -> {
                // Pixel data and properties that do not concern the size.
            }
        }
    }

    private void descend(long at, long end, int depth) throws IOException {
        if (depth < MAX_DEPTH) {
            walk(at, end, depth + 1);
        }
    }
}
