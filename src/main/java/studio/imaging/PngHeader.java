package studio.imaging;

import java.io.IOException;

/** PNG: the size is in the first chunk, {@code IHDR}; the last chunk is {@code IEND}. */
final class PngHeader {
    /** The whole of the last chunk: length 0, name, checksum. */
    private static final String END = "\0\0\0\0IEND\u00aeB`\u0082";

    private PngHeader() {}

    static ImageInfo read(HeaderBytes bytes) throws NotAnImageException, IOException {
        if (bytes.u32be(8) != 13 || !bytes.has(12, "IHDR")) {
            throw new NotAnImageException("a damaged PNG picture: it does not begin with an IHDR chunk");
        }
        return new ImageInfo(
                ImageFormat.PNG,
                Sizes.clamp(bytes.u32be(16)),
                Sizes.clamp(bytes.u32be(20)),
                bytes.size(),
                Ending.contains(bytes, END, 33));
    }
}
