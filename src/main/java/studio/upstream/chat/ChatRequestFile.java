package studio.upstream.chat;

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
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.upstream.Hosts;
import studio.upstream.ImageRequest;

/**
 * Writes the JSON of a chat completion to a file, reference pictures as data URLs, with no picture in memory. A file has a
 * known length, can be sent again, and goes out while the worker's memory stays free.
 */
final class ChatRequestFile {
    /** Model families that make pictures and no words; they refuse a request for text. */
    private static final Pattern PICTURE_ONLY =
            Pattern.compile("flux|recraft|sourceful|riverflow|seedream|ideogram|imagen|stable-diffusion|sdxl");

    private static final JsonFactory JSON = new JsonFactory();

    private ChatRequestFile() {}

    /** @return a new owner-only file in {@code folder} */
    static Path write(ImageRequest request, Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "request-", ".json");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024);
                JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("model", request.model());
            messages(request, json, out);
            json.writeArrayFieldStart("modalities");
            json.writeString("image");
            if (!pictureOnly(request.model())) {
                json.writeString("text");
            }
            json.writeEndArray();
            imageConfig(request, json);
            if (request.googleSearch()) {
                search(request, json);
            }
            json.writeBooleanField("stream", false);
            json.writeEndObject();
        }
        return file;
    }

    static boolean pictureOnly(String model) {
        return PICTURE_ONLY.matcher(model.toLowerCase(Locale.ROOT)).find();
    }

    private static void messages(ImageRequest request, JsonGenerator json, OutputStream out) throws IOException {
        json.writeArrayFieldStart("messages");
        json.writeStartObject();
        json.writeStringField("role", "user");
        if (request.references().isEmpty()) {
            json.writeStringField("content", request.prompt());
        } else {
            json.writeArrayFieldStart("content");
            json.writeStartObject();
            json.writeStringField("type", "text");
            json.writeStringField("text", request.prompt());
            json.writeEndObject();
            for (ImageRequest.Reference reference : request.references()) {
                reference(reference, json, out);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void reference(ImageRequest.Reference reference, JsonGenerator json, OutputStream out)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "image_url");
        json.writeObjectFieldStart("image_url");
        json.writeFieldName("url");
        json.writeRawValue("\"data:" + reference.mediaType() + ";base64,");
        json.flush();
        try (OutputStream base64 = Base64.getEncoder().wrap(new Unclosed(out))) {
            Files.copy(reference.file(), base64);
        }
        out.write("\"".getBytes(StandardCharsets.US_ASCII));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void imageConfig(ImageRequest request, JsonGenerator json) throws IOException {
        String[][] fields = {
            {"aspect_ratio", request.aspectRatio()},
            {"image_size", tier(request.imageSize())},
            {"size", request.size()},
            {"quality", request.quality()},
            {"background", request.background()},
            {"output_format", request.outputFormat()}
        };
        List<String[]> asked = java.util.Arrays.stream(fields)
                .filter(field -> field[1] != null)
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("image_config");
        for (String[] field : asked) {
            json.writeStringField(field[0], field[1]);
        }
        json.writeEndObject();
    }

    /** The half size is called {@code 0.5K} here and {@code 512} everywhere else. */
    private static @Nullable String tier(@Nullable String imageSize) {
        return "512".equals(imageSize) ? "0.5K" : imageSize;
    }

    /** OpenRouter has a plugin for it; relays in front of Gemini take a function by this name for Google's own search. */
    private static void search(ImageRequest request, JsonGenerator json) throws IOException {
        boolean openRouter = Hosts.openRouter(request.connection().endpoint());
        json.writeArrayFieldStart(openRouter ? "plugins" : "tools");
        json.writeStartObject();
        if (openRouter) {
            json.writeStringField("id", "web");
        } else {
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", "googleSearch");
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndArray();
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
