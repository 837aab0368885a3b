package studio.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;

/** Small files made by hand for formats that ImageIO cannot write, and for sizes that nobody would draw. */
public final class Samples {
    private Samples() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One pixel, as Google's encoder writes it. */
    public static byte[] webpLossy() {
        return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
    }

    /** A header only. */
    public static byte[] webpLossless(int width, int height) {
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
    public static byte[] webpExtended(int width, int height) {
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
    public static byte[] heif(String brand, String compatible, int width, int height, int quarterTurns) {
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
    public static byte[] png(int width, int height) {
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

    public static byte[] chunk(String name, byte[] data) {
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
    public static byte[] turned(byte[] jpeg, int orientation, ByteOrder order) {
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
    public static byte[] segment(byte[] jpeg, int marker, byte[] content) {
        return ByteBuffer.allocate(jpeg.length + 4 + content.length)
                .put(jpeg, 0, 2)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (2 + content.length))
                .put(content)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** What a camera would rather not tell: found in a file, it has leaked. */
    public static final String SECRET = "GPS-31.2304N-121.4737E";

    /** An EXIF block without a name in front: orientation, a description with {@link #SECRET}, and a GPS directory. */
    public static byte[] exif(int orientation) {
        int afterDirectory = 8 + 2 + 3 * 12 + 4;
        int afterText = afterDirectory + SECRET.length() + 1;
        return ByteBuffer.allocate(afterText + 2 + 12 + 4)
                .put(ascii("MM"))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 3)
                .put(entry(270, 2, SECRET.length() + 1, afterDirectory))
                .put(entry(274, 3, 1, orientation << 16))
                .put(entry(0x8825, 4, 1, afterText))
                .putInt(0)
                .put(ascii(SECRET + "\0"))
                .putShort((short) 1)
                .put(entry(1, 2, 2, 'N' << 24))
                .putInt(0)
                .array();
    }

    private static byte[] entry(int tag, int type, int count, int value) {
        return ByteBuffer.allocate(12)
                .putShort((short) tag)
                .putShort((short) type)
                .putInt(count)
                .putInt(value)
                .array();
    }

    /** A WebP of the simple form as an extended one that ends with EXIF, XMP and an unknown chunk. */
    public static byte[] webpWithMetadata(byte[] simple, int width, int height, byte[] exif) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        chunks.writeBytes(ascii("WEBP"));
        chunks.writeBytes(riff(
                "VP8X",
                ByteBuffer.allocate(10)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(0x0c)
                        .putShort((short) (width - 1))
                        .put((byte) 0)
                        .putShort((short) (height - 1))
                        .put((byte) 0)
                        .array()));
        chunks.write(simple, 12, simple.length - 12);
        chunks.writeBytes(riff("EXIF", exif));
        chunks.writeBytes(riff("XMP ", ascii("<x:xmpmeta>" + SECRET + "</x:xmpmeta>")));
        chunks.writeBytes(riff("ODD ", ascii(SECRET)));
        return riff("RIFF", chunks.toByteArray());
    }

    private static byte[] riff(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length + (content.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii(name))
                .putInt(content.length)
                .put(content)
                .array();
    }

    /**
     * The boxes of a HEIC file: a picture of two pieces, one in the item data and one in {@code mdat}, with EXIF between
     * what is kept, XMP, an unreferenced rest and a box of some program.
     *
     * @param type the picture's item type
     * @param method how {@code iloc} says to find the first piece: 1 for the item data, 2 for another item
     */
    public static byte[] heic(String type, int method) {
        byte[] shape = heic(type, method, 0);
        int data = new String(shape, StandardCharsets.ISO_8859_1).indexOf("mdat") + 4;
        return heic(type, method, data);
    }

    private static byte[] heic(String type, int method, int data) {
        byte[] exif = exif(1);
        byte[] xmp = ascii("<x:xmpmeta>" + SECRET + "</x:xmpmeta>");
        byte[] pixels = ascii("PIXELS-IN-MDAT");
        byte[] items = box(
                "iinf", new byte[] {0, 0, 0, 0, 0, 3}, item(1, type), item(2, "Exif"), item(3, "mime", "text/xml\0"));
        byte[] places = box(
                "iloc",
                new byte[] {1, 0, 0, 0, 0x44, 0, 0, 4},
                place(1, 0, data + exif.length, pixels.length),
                place(2, 0, data, exif.length),
                place(3, 0, data + exif.length + pixels.length, xmp.length),
                place(1, method, 0, 14));
        byte[] meta = box(
                "meta",
                new byte[4],
                box("hdlr", new byte[24]),
                box("pitm", new byte[] {0, 0, 0, 0, 0, 1}),
                items,
                places,
                box("iprp", box("ipco", size(640, 480))),
                box("idat", ascii("PIXELS-IN-IDAT"), ascii(SECRET)),
                box("uuid", ascii(SECRET)));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(box("ftyp", ascii("heic"), new byte[4], ascii("mif1heic")));
        file.writeBytes(meta);
        file.writeBytes(box("mdat", exif, pixels, xmp, ascii(SECRET)));
        file.writeBytes(box("mpvd", ascii(SECRET)));
        return file.toByteArray();
    }

    private static byte[] item(int number, String type, String... more) {
        return box(
                "infe",
                new byte[] {2, 0, 0, 0, 0, (byte) number, 0, 0},
                ascii(type),
                ascii("\0" + String.join("", more)));
    }

    private static byte[] place(int number, int method, int offset, int length) {
        return ByteBuffer.allocate(16)
                .putShort((short) number)
                .putShort((short) method)
                .putShort((short) 0)
                .putShort((short) 1)
                .putInt(offset)
                .putInt(length)
                .array();
    }

    /** The PNG with a chunk right after its header. */
    public static byte[] withChunk(byte[] png, String name, byte[] content) {
        byte[] chunk = chunk(name, content);
        return ByteBuffer.allocate(png.length + chunk.length)
                .put(png, 0, 33)
                .put(chunk)
                .put(png, 33, png.length - 33)
                .array();
    }

    public static byte[] followed(byte[] file, String tail) {
        return ByteBuffer.allocate(file.length + tail.length())
                .put(file)
                .put(ascii(tail))
                .array();
    }

    /** A grey square of eight pixels. */
    private static final String TINY_JPEG =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1"
                    + "tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/wAALCAAIAAgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL"
                    + "/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJi"
                    + "coKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ip"
                    + "qrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AK9f/9k=";

    /** The further picture of {@link #multiPicture}. */
    public static final byte[] SECOND = {
        (byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 4, 1, 2, (byte) 0xff, (byte) 0xd9
    };

    /**
     * A JPEG with a further picture behind it, to which an MPF segment points.
     *
     * @param order of its segments: {@code J}FIF, {@code M}PF, {@code E}XIF, {@code X}MP
     */
    public static byte[] multiPicture(String order, ByteOrder endian) {
        byte[] first = multiPicture(order, endian, 0, 0);
        int index = new String(first, StandardCharsets.ISO_8859_1).indexOf("MPF\0") + 4;
        byte[] whole = multiPicture(order, endian, first.length, first.length - index);
        return ByteBuffer.allocate(whole.length + SECOND.length)
                .put(whole)
                .put(SECOND)
                .array();
    }

    private static byte[] multiPicture(String order, ByteOrder endian, int size, int offset) {
        byte[] jpeg = Base64.getDecoder().decode(TINY_JPEG);
        byte[] bare = ByteBuffer.allocate(jpeg.length - 18)
                .put(jpeg, 0, 2)
                .put(jpeg, 20, jpeg.length - 20)
                .array();
        for (int i = order.length() - 1; i >= 0; i--) {
            bare = switch (order.charAt(i)) {
                case 'J' -> segment(bare, 0xe0, Arrays.copyOfRange(jpeg, 6, 20));
                case 'M' -> segment(bare, 0xe2, index(endian, size, offset));
                case 'E' ->
                    segment(
                            bare,
                            0xe1,
                            ByteBuffer.allocate(6 + exif(1).length)
                                    .put(ascii("Exif\0\0"))
                                    .put(exif(1))
                                    .array());
                default ->
                    segment(
                            bare,
                            0xe1,
                            ascii(
                                    "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
                                            + "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"></rdf:RDF></x:xmpmeta>"));
            };
        }
        return bare;
    }

    /** Version, number of pictures, and the two entries, which begin 34 bytes behind the byte order mark. */
    private static byte[] index(ByteOrder endian, int size, int offset) {
        ByteBuffer index = ByteBuffer.allocate(4 + 34 + 32).put(ascii("MPF\0")).order(endian);
        index.put(ascii(endian == ByteOrder.LITTLE_ENDIAN ? "II" : "MM"))
                .putShort((short) 42)
                .putInt(8);
        index.putShort((short) 1);
        index.putShort((short) 0xb002).putShort((short) 7).putInt(32).putInt(34);
        index.putInt(0).put(new byte[8]);
        index.putInt(0x30000).putInt(size).putInt(0).putInt(0);
        return index.putInt(0).putInt(SECOND.length).putInt(offset).putInt(0).array();
    }

    /** A directory only: size, eight bits, one sample a pixel, size of the tiles. */
    public static byte[] tiledTiff(int width, int height, int tileWidth, int tileHeight) {
        return ByteBuffer.allocate(8 + 2 + 6 * 12 + 4)
                .put(ascii("MM"))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 6)
                .put(entry(256, 4, 1, width))
                .put(entry(257, 4, 1, height))
                .put(entry(258, 3, 1, 8 << 16))
                .put(entry(277, 3, 1, 1 << 16))
                .put(entry(322, 4, 1, tileWidth))
                .put(entry(323, 4, 1, tileHeight))
                .array();
    }
}
