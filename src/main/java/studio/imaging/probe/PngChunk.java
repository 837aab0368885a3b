package studio.imaging.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** A chunk of a PNG file as it is written. */
public final class PngChunk {
    private static final int FRAME = 12;

    private PngChunk() {}

    /** @param parts of the content, one behind the other */
    public static byte[] of(String name, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer chunk = ByteBuffer.allocate(FRAME + length).putInt(length).put(name.getBytes(ISO_8859_1));
        for (byte[] part : parts) {
            chunk.put(part);
        }
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, 4 + length);
        return chunk.putInt((int) sum.getValue()).array();
    }
}
