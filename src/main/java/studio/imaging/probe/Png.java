package studio.imaging.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;

/** PNG (W3C): the size is in the first chunk, {@code IHDR}; the last chunk is {@code IEND}. */
public final class Png {
    public static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
    /** Where the chunk {@code IHDR} ends in the file. */
    public static final int AFTER_HEADER = 33;

    private static final int CHUNK_FRAME = 12;
    /** The last chunk: length 0, name, checksum. */
    private static final String END_CHUNK = "\0\0\0\0IEND\u00aeB`\u0082";

    private Png() {}

    /** The last chunk, {@code IEND}. */
    public static byte[] end() {
        return END_CHUNK.getBytes(ISO_8859_1);
    }

    /** Whether the last chunk stands there. */
    public static boolean endsAt(HeaderBytes bytes, long position) throws IOException {
        return bytes.has(position, END_CHUNK);
    }

    static ImageInfo info(HeaderBytes bytes) throws NotAnImageException, IOException {
        if (bytes.u32be(8) != 13 || !bytes.has(12, "IHDR")) {
            throw new NotAnImageException("a damaged PNG picture: it does not begin with an IHDR chunk");
        }
        int width = HeaderBytes.pixels(bytes.u32be(16));
        int height = HeaderBytes.pixels(bytes.u32be(20));
        // Few programs read EXIF behind the pixel data, and libvips does not.
        int orientation = Chunks.png(bytes).orientation("eXIf", "IDAT");
        boolean complete = bytes.endsWith(END_CHUNK, AFTER_HEADER);
        return ImageInfo.stored(ImageFormat.PNG, width, height, orientation, bytes.size(), complete);
    }

    /** An interlaced picture is held as a whole. */
    static PixelLayout layout(HeaderBytes bytes, ImageInfo info) throws IOException {
        int channels =
                switch (bytes.u8(25)) {
                    case 0 -> 1;
                    case 2 -> 3;
                    case 4 -> 2;
                    default -> 4;
                };
        int channelBytes = bytes.u8(24) == 16 ? 2 : 1;
        long held = bytes.u8(28) == 0 ? 0 : info.pixels() * channels * channelBytes;
        return new PixelLayout(info, info.pixels(), channels, channelBytes, held)
                .withData(Chunks.png(bytes).required(List.of("IDAT")).start(), PixelLayout.SAMPLE);
    }

    /**
     * A chunk as it is written.
     *
     * @param parts of the content, one behind the other
     */
    public static byte[] chunk(String name, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer chunk =
                ByteBuffer.allocate(CHUNK_FRAME + length).putInt(length).put(name.getBytes(ISO_8859_1));
        for (byte[] part : parts) {
            chunk.put(part);
        }
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, 4 + length);
        return chunk.putInt((int) sum.getValue()).array();
    }
}
