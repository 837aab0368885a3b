package studio.imaging;

import java.io.IOException;

/** WebP: a RIFF file whose first chunk is lossy ({@code VP8 }), lossless ({@code VP8L}) or extended ({@code VP8X}). */
final class WebpHeader {
    private static final int DATA = 20;

    private WebpHeader() {}

    static ImageInfo read(HeaderBytes bytes) throws NotAnImageException, IOException {
        long riff = bytes.u32le(4) + 8;
        int width;
        int height;
        switch (bytes.name(12)) {
            case "VP8 " -> {
                if (!bytes.has(DATA + 3, "\u009d\u0001*") || (bytes.u8(DATA) & 1) != 0) {
                    throw new NotAnImageException("a damaged WebP picture: it does not begin with a key frame");
                }
                width = bytes.u16le(DATA + 6) & 0x3fff;
                height = bytes.u16le(DATA + 8) & 0x3fff;
            }
            case "VP8L" -> {
                if (bytes.u8(DATA) != 0x2f) {
                    throw new NotAnImageException("a damaged WebP picture: its lossless signature is missing");
                }
                long bits = bytes.u32le(DATA + 1);
                width = (int) (bits & 0x3fff) + 1;
                height = (int) (bits >> 14 & 0x3fff) + 1;
            }
            case "VP8X" -> {
                width = bytes.u24le(DATA + 4) + 1;
                height = bytes.u24le(DATA + 7) + 1;
            }
            default -> throw new NotAnImageException("a damaged WebP picture: its first chunk is unknown");
        }
        return new ImageInfo(ImageFormat.WEBP, width, height, bytes.size(), riff <= bytes.size() && riff > DATA);
    }
}
