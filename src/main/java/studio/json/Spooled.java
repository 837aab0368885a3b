package studio.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A long string of a JSON document that was put into a file instead of memory. */
public sealed interface Spooled {

    /**
     * It was base64, bare or as a data URL, and is decoded.
     *
     * @param bytes at least 1
     * @param declaredType the data URL's media type, null when it had none; the bytes decide, this is a hint
     */
    record Binary(Path file, long bytes, @Nullable String declaredType) implements Spooled {}

    /** Any other text, unescaped, UTF-8; it may contain data URLs, see {@link DataUrls}. */
    record Text(Path file, long bytes) implements Spooled {

        /** All of it in memory; bytes that are no characters become U+FFFD. */
        public String read() throws IOException {
            return WholeText.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
    }

    /** It started as a base64 data URL and is not one; nothing is kept. */
    record Damaged(String reason, @Nullable String declaredType) implements Spooled {}
}
