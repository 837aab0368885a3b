package studio.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes one long string, unescaped, piece by piece. Its first characters decide: a base64 data URL, or bare base64 that
 * begins like a picture, is decoded on the way to the file; everything else stays text.
 */
final class StringSink {
    private static final int SNIFF = DataUrls.MAX_HEAD + 8;

    private final Path path;
    private @Nullable ByteArrayOutputStream start = new ByteArrayOutputStream(SNIFF);
    private @Nullable PictureFile file;
    private @Nullable Base64Decoder decoder;
    private @Nullable String declaredType;
    private @Nullable String damage;
    private long characters;

    StringSink(Path path) {
        this.path = path;
    }

    void write(byte[] text, int offset, int length) throws IOException {
        if (start == null) {
            pass(text, offset, length);
            return;
        }
        int taken = Math.min(length, SNIFF - start.size());
        start.write(text, offset, taken);
        if (start.size() >= SNIFF) {
            decide();
        }
        if (taken < length) {
            pass(text, offset + taken, length - taken);
        }
    }

    private void decide() throws IOException {
        byte[] first = start == null ? new byte[0] : start.toByteArray();
        start = null;
        file = new PictureFile(path);
        String text = new String(first, StandardCharsets.ISO_8859_1);
        Optional<DataUrls.Head> head = DataUrls.head(text);
        int from = head.map(DataUrls.Head::payloadAt).orElse(0);
        if (head.isPresent() || DataUrls.beginsLikePicture(text)) {
            declaredType = head.map(DataUrls.Head::declaredType).orElse(null);
            decoder = new Base64Decoder(file);
        }
        pass(first, from, first.length - from);
    }

    private void pass(byte[] text, int offset, int length) throws IOException {
        if (damage != null || file == null) {
            return;
        }
        if (decoder == null) {
            file.write(text, offset, length);
        } else {
            int taken = decoder.decode(text, offset, length);
            if (taken < length) {
                damage = "character " + (characters + taken) + " is not base64";
            }
        }
        characters += length;
    }

    Spooled finish() throws IOException {
        if (start != null) {
            decide();
        }
        PictureFile written = java.util.Objects.requireNonNull(file);
        try {
            if (decoder == null) {
                return written.text();
            }
            if ((!decoder.finish() || written.bytes() == 0) && damage == null) {
                damage = "the base64 is cut off or empty";
            }
            if (damage != null) {
                written.discard();
                return new Spooled.Damaged(damage, declaredType);
            }
            return written.binary(declaredType);
        } finally {
            written.close();
        }
    }

    /** Without an end: what has been written stays. */
    void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
