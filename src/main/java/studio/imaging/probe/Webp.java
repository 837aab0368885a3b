package studio.imaging.probe;

import java.io.IOException;
import java.util.List;
import studio.imaging.probe.Chunks.Chunk;

/** WebP (RFC 9649): RIFF whose first chunk is lossy ({@code VP8 }), lossless ({@code VP8L}) or extended ({@code VP8X}). */
final class Webp {
    private static final int DATA = 20;
    private static final int EXIF_FLAG = 0x08;
    private static final int ANIMATION_FLAG = 0x02;

    private Webp() {}

    static ImageInfo info(HeaderBytes bytes) throws NotAnImageException, IOException {
        int width;
        int height;
        int orientation = 1;
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
                boolean exif = (bytes.u8(DATA) & EXIF_FLAG) != 0;
                orientation = exif ? Chunks.webp(bytes).orientation("EXIF", "") : 1;
            }
            default -> throw new NotAnImageException("a damaged WebP picture: its first chunk is unknown");
        }
        long declared = bytes.u32le(4) + 8;
        boolean complete = declared <= bytes.size() && declared > DATA;
        return ImageInfo.stored(ImageFormat.WEBP, width, height, orientation, bytes.size(), complete);
    }

    /** The picture is held as a whole; the canvas of a moving one once more. */
    static PixelLayout layout(HeaderBytes bytes, ImageInfo info) throws IOException {
        boolean extended = bytes.has(12, "VP8X");
        boolean moving = extended && (bytes.u8(DATA) & ANIMATION_FLAG) != 0;
        Chunk data = Chunks.webp(bytes).required(List.of("VP8 ", "VP8L", "ANMF"));
        int channels = data.name().equals("VP8 ") && !extended ? 3 : 4;
        return new PixelLayout(info, info.pixels(), channels, 1, (moving ? 12 : 8) * info.pixels())
                .withData(data.start(), 8 + (int) Math.min(PixelLayout.SAMPLE, data.length()));
    }
}
