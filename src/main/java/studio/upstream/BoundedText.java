package studio.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The beginning of a body as text; a body that breaks off gives what came before. */
final class BoundedText {
    static final int MAX = 64 * 1024;

    private BoundedText() {}

    static String read(InputStream body) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] chunk = new byte[8 * 1024];
        try {
            int length = body.read(chunk);
            while (length >= 0 && text.size() < MAX) {
                text.write(chunk, 0, Math.min(length, MAX - text.size()));
                length = body.read(chunk);
            }
        } catch (IOException cut) {
            // The status alone already says what happened; its explanation is welcome but not needed.
            return text.toString(StandardCharsets.UTF_8);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
