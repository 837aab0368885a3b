package studio.imaging.probe;

import java.io.IOException;
import java.util.Set;

/** BMP: the size is in the information header; a negative height means that rows run from top to bottom. */
final class BmpHeader {
    private static final int CORE = 12;
    private static final Set<Long> INFORMATION = Set.of(40L, 52L, 56L, 64L, 108L, 124L);

    private BmpHeader() {}

    static ImageInfo read(HeaderBytes bytes) throws NotAnImageException, IOException {
        if (bytes.size() < 26) {
            throw new NotAnImageException("unknown bytes, not a picture");
        }
        long kind = bytes.u32le(14);
        int width;
        int height;
        if (kind == CORE) {
            width = bytes.u16le(18);
            height = bytes.u16le(20);
        } else if (INFORMATION.contains(kind)) {
            width = (int) bytes.u32le(18);
            height = HeaderBytes.pixels(Math.abs((long) (int) bytes.u32le(22)));
        } else {
            throw new NotAnImageException("unknown bytes, not a picture");
        }
        long declared = bytes.u32le(2);
        long pixelData = bytes.u32le(10);
        boolean complete = declared <= bytes.size() && pixelData < bytes.size();
        return new ImageInfo(ImageFormat.BMP, width, height, bytes.size(), complete);
    }
}
