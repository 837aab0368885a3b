package studio.json;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

    /** What base64 of a picture begins with. */
    private static final String BARE = "i/_RU";

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
        int b;
        while ((b = source.read()) >= 0) {
            if (b == 'd' || b == 'D' || (BARE.indexOf(b) >= 0 && !ofBase64(before))) {
                Optional<DataUrls.Head> head = b == 'd' || b == 'D' ? head(source, b) : bare(source, b);
                if (head.isPresent()) {
                    if (head.get().payloadAt() > 0) {
                        source.skipNBytes(head.get().payloadAt() - 1L);
                    }
                    Path file = folder.resolve("embedded-" + name + "-" + pictures.size() + ".bin");
                    boolean quoted = before == '(' || before == '"' || before == '\'' || before == '<';
                    Spooled picture = decode(source, file, head.get(), quoted, b);
                    if (pictures.size() < maxPictures) {
                        text.writeBytes(mark(pictures.size()).getBytes(StandardCharsets.UTF_8));
                        pictures.add(picture);
                    } else if (picture instanceof Spooled.Binary extra) {
                        java.nio.file.Files.deleteIfExists(extra.file());
                    }
                    before = -1;
                    continue;
                }
            }
            if (text.size() < maxText) {
                text.write(b);
            }
            before = b;
        }
        return new Found(WholeText.of(text.toString(StandardCharsets.UTF_8)), pictures);
    }

    /** Base64 of a picture that stands there as it is, long enough to be no word; its first character is read already. */
    private static Optional<DataUrls.Head> bare(BufferedInputStream source, int first) throws IOException {
        source.mark(LOOK + 1);
        byte[] next = source.readNBytes(LOOK);
        source.reset();
        for (byte b : next) {
            if (!ofBase64(b)) {
                return Optional.empty();
            }
        }
        boolean picture = next.length == LOOK
                && DataUrls.beginsLikePicture((char) first + new String(next, StandardCharsets.ISO_8859_1));
        return picture ? Optional.of(new DataUrls.Head(null, 0)) : Optional.empty();
    }

    private static boolean ofBase64(int b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '+'
                || b == '/'
                || b == '-'
                || b == '_';
    }

    private static Optional<DataUrls.Head> head(BufferedInputStream source, int first) throws IOException {
        source.mark(DataUrls.MAX_HEAD + 1);
        byte[] next = source.readNBytes(4);
        if (next.length == 4 && DataUrls.isDataUrl((char) first + new String(next, StandardCharsets.ISO_8859_1))) {
            source.reset();
            byte[] ahead = source.readNBytes(DataUrls.MAX_HEAD);
            source.reset();
            return DataUrls.head((char) first + new String(ahead, StandardCharsets.ISO_8859_1));
        }
        source.reset();
        return Optional.empty();
    }

    /** Reads up to the first character that base64 does not know; inside quotes or brackets line breaks belong to it. */
    private static Spooled decode(BufferedInputStream source, Path path, DataUrls.Head head, boolean quoted, int first)
            throws IOException {
        try (Base64File file = new Base64File(path, false)) {
            if (head.payloadAt() == 0) {
                file.decode(new byte[] {(byte) first}, 0, 1);
            }
            byte[] chunk = new byte[32 * 1024];
            boolean more = true;
            while (more) {
                source.mark(chunk.length);
                int length = source.read(chunk, 0, chunk.length);
                if (length < 0) {
                    break;
                }
                int taken = file.decode(chunk, 0, quoted ? length : untilSpace(chunk, length));
                if (taken < length) {
                    source.reset();
                    source.skipNBytes(taken);
                    more = false;
                }
            }
            return file.finish(true, head.declaredType());
        }
    }

    private static int untilSpace(byte[] text, int length) {
        for (int i = 0; i < length; i++) {
            if (text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t') {
                return i;
            }
        }
        return length;
    }
}
