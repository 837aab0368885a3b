package studio.upstream.transport;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import studio.json.Base64Input;
import studio.upstream.ImageRequest.Reference;

/**
 * What is posted: texts, and pictures that are read from their files, and encoded, while they are sent. Its length is known, it can be
 * sent again, and no picture is in memory.
 */
public final class Body {
    public static final String JSON = "application/json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String contentType;
    private final List<Piece> pieces;

    /** Bytes of the body, opened for each try. */
    private record Piece(long length, boolean inMemory, Opening opening) {
        interface Opening {
            InputStream open() throws IOException;
        }

        static Piece text(byte[] text) {
            return new Piece(text.length, true, () -> new ByteArrayInputStream(text));
        }

        static Piece file(Reference picture) {
            return new Piece(picture.bytes(), false, () -> Files.newInputStream(picture.file()));
        }

        static Piece base64(Reference picture) {
            return new Piece(
                    Base64Input.length(picture.bytes()),
                    false,
                    () -> new Base64Input(Files.newInputStream(picture.file())));
        }
    }

    /** Collects the pieces: what is written is text. */
    private static final class Pieces extends ByteArrayOutputStream {
        private final List<Piece> all = new ArrayList<>();

        void add(Piece picture) {
            endText();
            all.add(picture);
        }

        void text(String text) {
            writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        Body body(String contentType) {
            endText();
            return new Body(contentType, all);
        }

        private void endText() {
            if (size() > 0) {
                all.add(Piece.text(toByteArray()));
                reset();
            }
        }
    }

    private Body(String contentType, List<Piece> pieces) {
        this.contentType = contentType;
        this.pieces = List.copyOf(pieces);
    }

    /** A JSON object in the order in which it is written, without fields that have no value and objects that have no field. */
    public static final class Fields extends LinkedHashMap<String, Object> {
        /** @param value text, number, list or map; null: the field is left out */
        public Fields with(String name, @Nullable Object value) {
            if (value != null && !(value instanceof Fields fields && fields.isEmpty())) {
                put(name, value);
            }
            return this;
        }
    }

    /** A POST without a body. */
    public static Body empty() {
        return new Body(JSON, List.of());
    }

    /** @param fields pictures in it are {@link #dataUrl} or {@link #base64} */
    public static Body json(Fields fields) {
        Pieces pieces = new Pieces();
        try {
            MAPPER.writeValue(pieces, fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pieces.body(JSON);
    }

    /**
     * A multipart form (RFC 7578): texts first, then the pictures in their order, then the mask.
     *
     * @param name of the parts that are pictures
     */
    public static Body form(Fields fields, String name, List<Reference> pictures, @Nullable Reference mask) {
        String boundary = "image-studio-" + UUID.randomUUID();
        Pieces form = new Pieces();
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            part(form, boundary, field.getKey(), "\r\n\r\n" + field.getValue() + "\r\n");
        }
        for (int i = 0; i < pictures.size(); i++) {
            picture(form, boundary, name, "image-" + (i + 1), pictures.get(i));
        }
        if (mask != null) {
            picture(form, boundary, "mask", "mask", mask);
        }
        form.text("--" + boundary + "--\r\n");
        return form.body("multipart/form-data; boundary=" + boundary);
    }

    private static void picture(Pieces form, String boundary, String name, String fileName, Reference picture) {
        String type = picture.mediaType();
        String file = fileName + "." + type.substring(type.indexOf('/') + 1);
        part(form, boundary, name, "; filename=\"" + file + "\"\r\nContent-Type: " + type + "\r\n\r\n");
        form.add(Piece.file(picture));
        form.text("\r\n");
    }

    private static void part(Pieces form, String boundary, String name, String more) {
        form.text("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more);
    }

    /** A picture in JSON: a string that is a data URL. */
    public static Object dataUrl(Reference picture) {
        return new Encoded("data:" + picture.mediaType() + ";base64,", picture);
    }

    /** A picture in JSON: a string of plain base64. */
    public static Object base64(Reference picture) {
        return new Encoded("", picture);
    }

    /** A picture as a part of a chat message, and of OpenRouter's references. */
    public static Object imageUrl(Reference picture) {
        return new Fields().with("type", "image_url").with("image_url", new Fields().with("url", dataUrl(picture)));
    }

    String contentType() {
        return contentType;
    }

    /** In bytes. */
    long length() {
        return pieces.stream().mapToLong(Piece::length).sum();
    }

    /** Whether there is no picture in it, so that it can be sent at once. */
    boolean inMemory() {
        return pieces.stream().allMatch(Piece::inMemory);
    }

    /** @throws IOException when a picture's file is gone: before anything is sent */
    public InputStream open() throws IOException {
        List<InputStream> opened = new ArrayList<>();
        try {
            for (Piece piece : pieces) {
                opened.add(piece.opening().open());
            }
        } catch (IOException gone) {
            for (InputStream before : opened) {
                before.close();
            }
            throw gone;
        }
        return new SequenceInputStream(Collections.enumeration(opened));
    }

    private record Encoded(String prefix, Reference picture) implements JsonSerializable {
        @Override
        public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeRawValue('"' + prefix);
            json.flush();
            ((Pieces) json.getOutputTarget()).add(Piece.base64(picture));
            json.writeRaw('"');
        }

        @Override
        public void serializeWithType(JsonGenerator json, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            serialize(json, provider);
        }
    }
}
