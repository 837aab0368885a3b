package studio.upstream.transport;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import studio.upstream.ImageRequest.Reference;

/** What is posted: a file of known length, which can be sent again and keeps reference pictures out of memory. */
public record Body(Path file, String contentType) {
    public static final String JSON = "application/json";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int BUFFER = 64 * 1024;

    /** A JSON object in the order in which it is written, without fields that have no value and objects that have no field. */
    public static final class Fields extends LinkedHashMap<String, Object> {
        /** @param value text, number, list or map; null: the field is left out */
        public Fields with(String name, @Nullable Object value) {
            if (value != null && !(value instanceof Fields fields && fields.isEmpty())) {
                put(name, value);
            }
            return this;
        }

        private void writeTo(Path file) throws IOException {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
                MAPPER.writeValue(out, this);
            }
        }
    }

    /** A POST without a body. */
    public static Body empty() {
        return new Body(Path.of(""), JSON);
    }

    /**
     * @param fields pictures in it are {@link #dataUrl} or {@link #base64}
     * @return with a new owner-only file in {@code folder}
     */
    public static Body json(Path folder, Fields fields) throws IOException {
        Path file = Files.createTempFile(folder, "request-", ".json");
        fields.writeTo(file);
        return new Body(file, JSON);
    }

    /**
     * A multipart form (RFC 7578): texts first, then the pictures in their order, then the mask.
     *
     * @param name of the parts that are pictures
     * @return with a new owner-only file in {@code folder}
     */
    public static Body form(Path folder, Fields fields, String name, List<Reference> pictures, @Nullable Reference mask)
            throws IOException {
        String boundary = "image-studio-" + UUID.randomUUID();
        Path file = Files.createTempFile(folder, "request-", ".form");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                part(out, boundary, field.getKey(), "\r\n\r\n" + field.getValue() + "\r\n");
            }
            for (int i = 0; i < pictures.size(); i++) {
                picture(out, boundary, name, "image-" + (i + 1), pictures.get(i));
            }
            if (mask != null) {
                picture(out, boundary, "mask", "mask", mask);
            }
            out.write(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        }
        return new Body(file, "multipart/form-data; boundary=" + boundary);
    }

    private static void picture(OutputStream out, String boundary, String name, String fileName, Reference picture)
            throws IOException {
        String type = picture.mediaType();
        String file = fileName + "." + type.substring(type.indexOf('/') + 1);
        part(out, boundary, name, "; filename=\"" + file + "\"\r\nContent-Type: " + type + "\r\n\r\n");
        Files.copy(picture.file(), out);
        out.write(new byte[] {'\r', '\n'});
    }

    private static void part(OutputStream out, String boundary, String name, String more) throws IOException {
        String part = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more;
        out.write(part.getBytes(StandardCharsets.UTF_8));
    }

    /** A picture in JSON: a string that is a data URL. */
    public static Object dataUrl(Reference picture) {
        return new Encoded("data:" + picture.mediaType() + ";base64,", picture.file());
    }

    /** A picture in JSON: a string of plain base64. */
    public static Object base64(Reference picture) {
        return new Encoded("", picture.file());
    }

    /** A picture as a part of a chat message, and of OpenRouter's references. */
    public static Object imageUrl(Reference picture) {
        return new Fields().with("type", "image_url").with("image_url", new Fields().with("url", dataUrl(picture)));
    }

    InputStream open() throws IOException {
        return length() == 0 ? InputStream.nullInputStream() : Files.newInputStream(file);
    }

    long length() throws IOException {
        return file.toString().isEmpty() ? 0 : Files.size(file);
    }

    private record Encoded(String prefix, Path file) implements JsonSerializable {
        /** A multiple of three, so that only the last one is padded. */
        private static final int CHUNK = 48 * 1024;

        @Override
        public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeRawValue("\"" + prefix);
            json.flush();
            OutputStream out = (OutputStream) json.getOutputTarget();
            try (InputStream in = Files.newInputStream(file)) {
                for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
                    out.write(Base64.getEncoder().encode(chunk));
                }
            }
            out.write('"');
        }

        @Override
        public void serializeWithType(JsonGenerator json, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            serialize(json, provider);
        }
    }
}
