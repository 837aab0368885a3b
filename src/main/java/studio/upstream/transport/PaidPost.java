package studio.upstream.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A prepared request, sent as often as it must be; its body is a file of known length.
 *
 * @param contentType of the body
 */
public record PaidPost(URI url, String apiKey, Path body, String contentType) {

    /** The body; it must stay open until the try has ended, since an answer may begin before the client has read its end. */
    public InputStream open() throws IOException {
        return Files.newInputStream(body);
    }

    /** For the {@code Content-Length} header. */
    public String length() {
        try {
            return Long.toString(Files.size(body));
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    /** The value of an {@code Authorization} header. */
    public String bearer() {
        return bearer(apiKey);
    }

    public static String bearer(String apiKey) {
        return "Bearer " + apiKey;
    }
}
