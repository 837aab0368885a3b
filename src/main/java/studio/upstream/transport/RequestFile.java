package studio.upstream.transport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import studio.upstream.ImageRequest;

/**
 * Writes the JSON of a request to a file, reference pictures as base64, with no picture in memory. A file has a known
 * length, can be sent again, and goes out while the worker's memory stays free.
 */
public final class RequestFile implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    /** Writes the whole document. */
    @FunctionalInterface
    public interface Content {
        void write(RequestFile file, JsonGenerator json) throws IOException;
    }

    private final OutputStream out;
    private final JsonGenerator json;

    private RequestFile(Path file) throws IOException {
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024);
        this.json = JSON.createGenerator(out);
    }

    /** @return a new owner-only file in {@code folder} */
    public static Path write(Path folder, Content content) throws IOException {
        Path file = Files.createTempFile(folder, "request-", ".json");
        try (RequestFile request = new RequestFile(file)) {
            content.write(request, request.json);
        }
        return file;
    }

    /** Writes a picture as the next value: a string that is a data URL. */
    public void dataUrl(ImageRequest.Reference picture) throws IOException {
        encoded("data:" + picture.mediaType() + ";base64,", picture);
    }

    /** Writes a picture as the next value: a string of plain base64. */
    public void base64(ImageRequest.Reference picture) throws IOException {
        encoded("", picture);
    }

    private void encoded(String prefix, ImageRequest.Reference picture) throws IOException {
        json.writeRawValue("\"" + prefix);
        json.flush();
        try (OutputStream base64 = Base64.getEncoder().wrap(new Unclosed(out))) {
            Files.copy(picture.file(), base64);
        }
        out.write("\"".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    /** Closing the base64 writes its last group, and must not close the file. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            out.write(data, offset, length);
        }

        @Override
        public void close() {}
    }
}
