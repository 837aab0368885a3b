package studio.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Unescapes one long string of a document (RFC 8259, section 7) into a file, piece by piece, as {@link WholeText}. Its first characters
 * decide: a base64 data URL, or bare base64 that starts like a picture, is decoded; everything else stays text.
 */
final class LongString {
    private static final int SNIFF = DataUrls.MAX_HEAD + 8;
    private static final ByteScan ENDS = new ByteScan('"', '\\');

    private final Path path;
    private final byte[] escape = new byte[6];
    private int escapeLength;
    private char high;

    private @Nullable ByteArrayOutputStream start = new ByteArrayOutputStream(SNIFF);
    private @Nullable PictureFile file;
    private @Nullable Base64File decoder;
    private @Nullable String declaredType;
    private boolean damaged;

    LongString(Path path) {
        this.path = path;
    }

    /**
     * Takes the string as it stands in the document. A picture's characters are looked at once: the one that is none of base64 tells where
     * to look for the end.
     *
     * @return where the quote stands that ends the string; {@code to} when it goes on
     * @throws IOException also when an escape is not one of JSON's
     */
    int feed(byte[] text, int from, int to) throws IOException {
        int i = from;
        while (i < to) {
            if (escapeLength > 0) {
                if (text[i] == '"' && escapeLength > 1 && escape[escapeLength - 1] != '\\') {
                    break;
                }
                escape[escapeLength++] = text[i++];
                if (escapeLength == (escape[1] == 'u' ? 6 : 2)) {
                    escapeLength = 0;
                    put(unescaped());
                }
                continue;
            }
            int next = decoder == null || damaged || high != 0 ? i : decoder.decodePlain(text, i, to);
            if (next == i) {
                next = ENDS.find(text, i, to);
                if (next > i) {
                    endHalf();
                    write(text, i, next - i);
                }
            }
            i = next;
            if (i < to && text[i] == '"') {
                break;
            }
            if (i < to && text[i] == '\\') {
                escapeLength = 1;
                i++;
            }
        }
        if (decoder != null) {
            decoder.flush();
        }
        return i;
    }

    private char unescaped() throws IOException {
        return switch (escape[1]) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> (char) escape[1];
            case 'u' -> unit();
            default -> throw new IOException("\\" + (char) escape[1] + " is not an escape of JSON");
        };
    }

    private char unit() throws IOException {
        try {
            return (char) HexFormat.fromHexDigits(new String(escape, 2, 4, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            throw new IOException("a \\u escape needs four hexadecimal digits", e);
        }
    }

    private void put(char c) throws IOException {
        if (c > 0 && c < 0x80) {
            // Every slash of a picture may come as an escape: PHP writes them so.
            endHalf();
            escape[0] = (byte) c;
            write(escape, 0, 1);
            return;
        }
        if (high != 0 && Character.isLowSurrogate(c)) {
            write(new String(new char[] {high, c}));
            high = 0;
            return;
        }
        endHalf();
        if (Character.isHighSurrogate(c)) {
            high = c;
        } else {
            write(WholeText.of(String.valueOf(c)));
        }
    }

    /** The first half of a pair whose second did not follow. */
    private void endHalf() throws IOException {
        if (high != 0) {
            write(WholeText.of(String.valueOf(high)));
            high = 0;
        }
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    private void write(byte[] text, int offset, int length) throws IOException {
        int taken = 0;
        if (start != null) {
            taken = Math.min(length, SNIFF - start.size());
            start.write(text, offset, taken);
            if (start.size() < SNIFF) {
                return;
            }
            decide(start.toByteArray());
        }
        pass(text, offset + taken, length - taken);
    }

    private void decide(byte[] first) throws IOException {
        start = null;
        String text = new String(first, StandardCharsets.ISO_8859_1);
        Optional<DataUrls.Head> head = DataUrls.head(text);
        int from = 0;
        if (head.isPresent() || DataUrls.beginsLikePicture(text)) {
            from = head.map(DataUrls.Head::payloadAt).orElseGet(() -> DataUrls.lead(text));
            declaredType = head.map(DataUrls.Head::declaredType).orElse(null);
            decoder = new Base64File(path, true);
        } else {
            file = new PictureFile(path);
        }
        pass(first, from, first.length - from);
    }

    private void pass(byte[] text, int offset, int length) throws IOException {
        if (decoder != null && !damaged) {
            damaged = decoder.decode(text, offset, length) < length;
        } else if (file != null) {
            file.write(text, offset, length);
        }
    }

    /** After the last piece. */
    Spooled finish() throws IOException {
        endHalf();
        if (start != null) {
            decide(start.toByteArray());
        }
        if (decoder != null) {
            try (Base64File picture = decoder) {
                return picture.finish(!damaged, declaredType);
            }
        }
        try (PictureFile text = Objects.requireNonNull(file)) {
            return new Spooled.Text(path, text.bytes());
        }
    }

    /** Without an end: what has been written stays. */
    void close() throws IOException {
        if (file != null) {
            file.close();
        }
        if (decoder != null) {
            decoder.close();
        }
    }
}
