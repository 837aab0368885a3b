package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;

/** GIF89a: the screen's size follows the signature; the last byte is the trailer {@code 3B}, perhaps with zeros after it. */
final class Gif {
    private static final long AFTER_HEADER = 13;
    private static final int TRAILER = 0x3b;
    private static final int IMAGE = 0x2c;
    private static final int EXTENSION = 0x21;
    private static final int MAX_PADDING = 4096;

    private Gif() {}

    static ImageInfo info(HeaderBytes bytes) throws IOException {
        byte[] tail = bytes.slice(Math.max(AFTER_HEADER, bytes.size() - MAX_PADDING), MAX_PADDING);
        int last = tail.length - 1;
        while (last >= 0 && tail[last] == 0) {
            last--;
        }
        boolean complete = last >= 0 && tail[last] == TRAILER;
        return new ImageInfo(ImageFormat.GIF, bytes.u16le(6), bytes.u16le(8), bytes.size(), complete);
    }

    static PixelLayout layout(HeaderBytes bytes, ImageInfo info) throws IOException {
        long pixels = screen(bytes);
        return new PixelLayout(info, pixels, 4, 1, 5 * pixels);
    }

    /** The pixels of a screen that all frames fit on, found in the file: they may be larger than the header's. */
    private static long screen(HeaderBytes bytes) throws IOException {
        long width = bytes.u16le(6);
        long height = bytes.u16le(8);
        long at = AFTER_HEADER + colourTable(bytes.u8(10));
        try {
            while (true) {
                int block = bytes.u8(at);
                if (block == IMAGE) {
                    width = Math.max(width, bytes.u16le(at + 1) + bytes.u16le(at + 5));
                    height = Math.max(height, bytes.u16le(at + 3) + bytes.u16le(at + 7));
                    at += 11 + colourTable(bytes.u8(at + 9));
                } else if (block == EXTENSION) {
                    at += 2;
                } else {
                    return width * height;
                }
                while (bytes.u8(at) != 0) {
                    at += 1 + bytes.u8(at);
                }
                at++;
            }
        } catch (EOFException e) {
            return width * height;
        }
    }

    /** The bytes of the table that these flags announce. */
    private static int colourTable(int flags) {
        return (flags & 0x80) == 0 ? 0 : 6 << (flags & 7);
    }
}
