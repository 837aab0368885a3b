package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;

/** PNG: the size is in the first chunk, {@code IHDR}; the last chunk is {@code IEND}. */
final class PngHeader {
    private static final int AFTER_HEADER = 33;
    private static final int MAX_CHUNKS = 200;
    /** The whole of the last chunk: length 0, name, checksum. */
    private static final String END = "\0\0\0\0IEND\u00aeB`\u0082";

    private PngHeader() {}

    static ImageInfo read(HeaderBytes bytes) throws NotAnImageException, IOException {
        if (bytes.u32be(8) != 13 || !bytes.has(12, "IHDR")) {
            throw new NotAnImageException("a damaged PNG picture: it does not begin with an IHDR chunk");
        }
        return ImageInfo.stored(
                ImageFormat.PNG,
                Sizes.clamp(bytes.u32be(16)),
                Sizes.clamp(bytes.u32be(20)),
                orientation(bytes),
                bytes.size(),
                Ending.contains(bytes, END, AFTER_HEADER));
    }

    /** As the EXIF chunk ({@code eXIf}) before the pixel data says; one behind it is read by few and not by libvips. */
    private static int orientation(HeaderBytes bytes) throws IOException {
        long at = AFTER_HEADER;
        try {
            for (int i = 0; i < MAX_CHUNKS && !bytes.has(at + 4, "IDAT"); i++) {
                long length = bytes.u32be(at);
                if (bytes.has(at + 4, "eXIf")) {
                    return TiffHeader.orientation(bytes, at + 8, at + 8 + length);
                }
                at += length + 12;
            }
        } catch (EOFException e) {
            // Cut off before its pixel data; what there was has been read.
        }
        return 1;
    }
}
