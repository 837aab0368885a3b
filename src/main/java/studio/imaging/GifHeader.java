package studio.imaging;

import java.io.IOException;

/** GIF: the screen's size follows the signature; the last byte is the trailer {@code 3B}, perhaps with zeros after it. */
final class GifHeader {
    private static final int TRAILER = 0x3b;
    private static final int MAX_PADDING = 4096;

    private GifHeader() {}

    static ImageInfo read(HeaderBytes bytes) throws IOException {
        return new ImageInfo(ImageFormat.GIF, bytes.u16le(6), bytes.u16le(8), bytes.size(), complete(bytes));
    }

    private static boolean complete(HeaderBytes bytes) throws IOException {
        byte[] tail = bytes.slice(Math.max(13, bytes.size() - MAX_PADDING), MAX_PADDING);
        int last = tail.length - 1;
        while (last >= 0 && tail[last] == 0) {
            last--;
        }
        return last >= 0 && tail[last] == TRAILER;
    }
}
