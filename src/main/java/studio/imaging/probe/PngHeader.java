package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import studio.imaging.probe.Chunks.Chunk;

/** PNG: the size is in the first chunk, {@code IHDR}; the last chunk is {@code IEND}. */
final class PngHeader {
    private static final int AFTER_HEADER = 33;
    /** The whole of the last chunk: length 0, name, checksum. */
    private static final String END = "\0\0\0\0IEND\u00aeB`\u0082";

    private PngHeader() {}

    static ImageInfo read(HeaderBytes bytes) throws NotAnImageException, IOException {
        if (bytes.u32be(8) != 13 || !bytes.has(12, "IHDR")) {
            throw new NotAnImageException("a damaged PNG picture: it does not begin with an IHDR chunk");
        }
        return ImageInfo.stored(
                ImageFormat.PNG,
                HeaderBytes.pixels(bytes.u32be(16)),
                HeaderBytes.pixels(bytes.u32be(20)),
                orientation(bytes),
                bytes.size(),
                bytes.endsWith(END, AFTER_HEADER));
    }

    /** As the EXIF chunk ({@code eXIf}) before the pixel data says; one behind it is read by few and not by libvips. */
    private static int orientation(HeaderBytes bytes) throws IOException {
        try {
            Chunk chunk = Chunks.png(bytes).next(List.of("eXIf", "IDAT"));
            return chunk != null && chunk.name().equals("eXIf")
                    ? TiffHeader.orientation(bytes, chunk.content(), chunk.content() + chunk.length())
                    : 1;
        } catch (EOFException e) {
            // So much before its pixel data is not read.
            return 1;
        }
    }
}
