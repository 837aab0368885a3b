package studio.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
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
    private @Nullable Base64File decoder;
    private @Nullable String declaredType;
    private boolean damaged;

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

    Spooled finish() throws IOException {
        if (start != null) {
            decide();
        }
        if (decoder != null) {
            try (Base64File picture = decoder) {
                return picture.finish(!damaged, declaredType);
            }
        }
        try (PictureFile text = Objects.requireNonNull(file)) {
            return text.text();
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
