package studio.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/** Small files made by hand for formats that ImageIO cannot write, and for sizes that nobody would draw. */
final class Samples {
    private Samples() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One pixel, as Google's encoder writes it. */
    static byte[] webpLossy() {
        return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
    }

    /** A header only. */
    static byte[] webpLossless(int width, int height) {
        return ByteBuffer.allocate(26)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(18)
                .put(ascii("WEBPVP8L"))
                .putInt(5)
                .put((byte) 0x2f)
                .putInt((width - 1) | (height - 1) << 14)
                .put((byte) 0)
                .array();
    }

    /** A header only. */
    static byte[] webpExtended(int width, int height) {
        return ByteBuffer.allocate(38)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(30)
                .put(ascii("WEBPVP8X"))
                .putInt(10)
                .putInt(0)
                .putShort((short) (width - 1))
                .put((byte) ((width - 1) >> 16))
                .putShort((short) (height - 1))
                .put((byte) ((height - 1) >> 16))
                .put(ascii("ALPH"))
                .putInt(0)
                .array();
    }

    private static byte[] box(String name, byte[]... contents) {
        ByteArrayOutputStream box = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            box.writeBytes(content);
        }
        return ByteBuffer.allocate(8 + box.size())
                .putInt(8 + box.size())
                .put(ascii(name))
                .put(box.toByteArray())
                .array();
    }

    private static byte[] size(int width, int height) {
        return box(
                "ispe",
                ByteBuffer.allocate(12).putInt(0).putInt(width).putInt(height).array());
    }

    /** The boxes of an AVIF or HEIC file without a real picture, with a thumbnail of 160x120 listed first. */
    static byte[] heif(String brand, String compatible, int width, int height, int quarterTurns) {
        byte[] properties =
                box("iprp", box("ipco", size(160, 120), size(width, height), box("irot", new byte[] {(byte) quarterTurns
                })));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(box("ftyp", ascii(brand), new byte[4], ascii("miaf"), ascii(compatible)));
        file.writeBytes(box("meta", new byte[4], properties));
        file.writeBytes(box("mdat", new byte[20]));
        return file.toByteArray();
    }

    /** A PNG whose header claims this size and whose one data chunk is empty. */
    static byte[] png(int width, int height) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        file.writeBytes(chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array()));
        file.writeBytes(chunk("IDAT", new byte[0]));
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    static byte[] chunk(String name, byte[] data) {
        CRC32 sum = new CRC32();
        sum.update(ascii(name));
        sum.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(ascii(name))
                .put(data)
                .putInt((int) sum.getValue())
                .array();
    }

    /** The JPEG with an EXIF segment that says how to hold it. */
    static byte[] turned(byte[] jpeg, int orientation, ByteOrder order) {
        byte[] exif = ByteBuffer.allocate(32)
                .put(ascii("Exif\0\0"))
                .order(order)
                .put(ascii(order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM"))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .array();
        return segment(jpeg, 0xe1, exif);
    }

    /** The JPEG with a segment right after its beginning. */
    static byte[] segment(byte[] jpeg, int marker, byte[] content) {
        return ByteBuffer.allocate(jpeg.length + 4 + content.length)
                .put(jpeg, 0, 2)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (2 + content.length))
                .put(content)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }
}
