package studio.upstream.transport;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import studio.upstream.ImageRequest.Reference;

/**
 * Writes the JSON of a request to a file, reference pictures as base64, with no picture in memory. A file has a known length, can be
 * sent again, and goes out while the worker's memory stays free.
 */
public final class RequestFile {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RequestFile() {}

    /**
     * @param json pictures in it are {@link #dataUrl} or {@link #base64}
     * @return a new owner-only file in {@code folder}
     */
    public static Body write(Path folder, JsonNode json) throws IOException {
        Path file = Files.createTempFile(folder, "request-", ".json");
        fill(file, json);
        return new Body(file, Body.JSON);
    }

    private static void fill(Path file, JsonNode json) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024)) {
            MAPPER.writeValue(out, json);
        }
    }

    /** A picture in the tree of a request: a string that is a data URL. */
    public static JsonNode dataUrl(Reference picture) {
        return new POJONode(new Encoded("data:" + picture.mediaType() + ";base64,", picture.file()));
    }

    /** A picture in the tree of a request: a string of plain base64. */
    public static JsonNode base64(Reference picture) {
        return new POJONode(new Encoded("", picture.file()));
    }

    private record Encoded(String prefix, Path file) implements JsonSerializable {
        @Override
        public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeRawValue("\"" + prefix);
            json.flush();
            OutputStream out = (OutputStream) json.getOutputTarget();
            try (OutputStream base64 = Base64.getEncoder().wrap(new Unclosed(out))) {
                Files.copy(file, base64);
            }
            out.write('"');
        }

        @Override
        public void serializeWithType(JsonGenerator json, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            serialize(json, provider);
        }
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
