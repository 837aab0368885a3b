package studio.upstream.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is posted: a file of known length, which can be sent again. */
public record Body(Path file, String contentType) {
    public static final String JSON = "application/json";

    /** A POST without a body. */
    public static Body empty() {
        return new Body(Path.of(""), JSON);
    }

    InputStream open() throws IOException {
        return length() == 0 ? InputStream.nullInputStream() : Files.newInputStream(file);
    }

    long length() throws IOException {
        return file.toString().isEmpty() ? 0 : Files.size(file);
    }
}
