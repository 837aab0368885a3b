package studio.json;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds base64 data URLs, and long base64 of pictures without such a head, inside running text (markdown, HTML, JSON) and decodes
 * each into a file, in one pass.
 */
public final class EmbeddedPictures {

    /**
     * @param text what is left, at most the asked number of bytes; where picture {@code n} stood there is {@link #mark}
     * @param pictures in order
     */
    public record Found(String text, List<Spooled> pictures) {}

    /** What base64 of a picture starts with. */
    private static final String BARE = "i/_RU";

    /** Characters after the first one of bare base64 that is long enough to be no word. */
    private static final int LOOK = 127;

    private EmbeddedPictures() {}

    /** What stands in the text in place of a picture: an object replacement character on either side of its index. */
    public static String mark(int index) {
        return "\uFFFC" + index + "\uFFFC";
    }

    /**
     * @param in UTF-8 text
     * @param folder for the files, named {@code embedded-<name>-<n>.bin}
     * @param maxText bytes of text that are kept; the rest is read and dropped
     * @param maxPictures further data URLs are dropped
     */
    public static Found find(InputStream in, Path folder, String name, int maxText, int maxPictures)
            throws IOException {
        BufferedInputStream source = new BufferedInputStream(in, 64 * 1024);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        List<Spooled> pictures = new ArrayList<>();
        int before = -1;
        for (int b = source.read(); b >= 0; b = source.read()) {
            Optional<DataUrls.Head> head = head(source, b, before);
            if (head.isEmpty()) {
                if (text.size() < maxText) {
                    text.write(b);
                }
                before = b;
                continue;
            }
            Path file = folder.resolve("embedded-" + name + "-" + pictures.size() + ".bin");
            Spooled picture = decode(source, file, head.get(), "(\"'<".indexOf(before) >= 0, b);
            if (pictures.size() < maxPictures) {
                text.writeBytes(mark(pictures.size()).getBytes(StandardCharsets.UTF_8));
                pictures.add(picture);
            } else if (picture instanceof Spooled.Binary extra) {
                Files.deleteIfExists(extra.file());
            }
            before = -1;
        }
        return new Found(WholeText.of(text.toString(StandardCharsets.UTF_8)), pictures);
    }

    /** Of the picture that starts with this character, which is read already; empty when none does. */
    private static Optional<DataUrls.Head> head(BufferedInputStream source, int first, int before) throws IOException {
        if (first == 'd' || first == 'D') {
            return DataUrls.isDataUrl(ahead(source, first, 4))
                    ? DataUrls.head(ahead(source, first, DataUrls.MAX_HEAD))
                    : Optional.empty();
        }
        if (BARE.indexOf(first) < 0 || isBase64(before)) {
            return Optional.empty();
        }
        String start = ahead(source, first, LOOK);
        boolean picture = start.length() > LOOK
                && start.chars().allMatch(EmbeddedPictures::isBase64)
                && DataUrls.beginsLikePicture(start);
        return picture ? Optional.of(new DataUrls.Head(null, 0)) : Optional.empty();
    }

    private static String ahead(BufferedInputStream source, int first, int length) throws IOException {
        source.mark(length + 1);
        byte[] next = source.readNBytes(length);
        source.reset();
        return (char) first + new String(next, StandardCharsets.ISO_8859_1);
    }

    private static boolean isBase64(int c) {
        return (c < 0x80 && Character.isLetterOrDigit(c)) || "+/-_".indexOf(c) >= 0;
    }

    /** Reads up to the first character that base64 does not know; inside quotes or brackets line breaks belong to it. */
    private static Spooled decode(BufferedInputStream source, Path path, DataUrls.Head head, boolean quoted, int first)
            throws IOException {
        try (Base64File file = new Base64File(path, false)) {
            if (head.payloadAt() == 0) {
                file.decode(new byte[] {(byte) first}, 0, 1);
            } else {
                source.skipNBytes(head.payloadAt() - 1L);
            }
            byte[] chunk = new byte[32 * 1024];
            int taken;
            int length;
            do {
                source.mark(chunk.length);
                length = Math.max(0, source.read(chunk, 0, chunk.length));
                taken = file.decode(chunk, 0, quoted ? length : untilSpace(chunk, length));
                file.flush();
            } while (length > 0 && taken == length);
            source.reset();
            source.skipNBytes(taken);
            return file.finish(true, head.declaredType());
        }
    }

    private static int untilSpace(byte[] text, int length) {
        int i = 0;
        while (i < length && " \n\r\t".indexOf(text[i]) < 0) {
            i++;
        }
        return i;
    }
}
