package studio.upstream.gemini;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import studio.model.PictureOptions;
import studio.upstream.ImageRequest;
import studio.upstream.transport.RequestFile;

/**
 * Writes the JSON of {@code generateContent}: prompt and reference pictures as parts of one turn, in the order in which the
 * prompt speaks of them. Of the options it has only ratio, size tier and search (Gemini API reference, {@code ImageConfig}).
 */
final class GeminiRequestFile {
    private GeminiRequestFile() {}

    /** @return a new owner-only file in {@code folder} */
    static Path write(ImageRequest request, Path folder) throws IOException {
        return RequestFile.write(folder, (file, json) -> {
            json.writeStartObject();
            contents(request, json, file);
            json.writeObjectFieldStart("generationConfig");
            json.writeArrayFieldStart("responseModalities");
            json.writeString("TEXT");
            json.writeString("IMAGE");
            json.writeEndArray();
            imageConfig(request.options(), size(request), json);
            json.writeEndObject();
            if (request.options().googleSearch()) {
                search(json);
            }
            json.writeEndObject();
        });
    }

    private static void contents(ImageRequest request, JsonGenerator json, RequestFile file) throws IOException {
        json.writeArrayFieldStart("contents");
        json.writeStartObject();
        json.writeStringField("role", "user");
        json.writeArrayFieldStart("parts");
        if (!request.prompt().isBlank() || request.references().isEmpty()) {
            json.writeStartObject();
            json.writeStringField("text", request.prompt());
            json.writeEndObject();
        }
        for (ImageRequest.Reference reference : request.references()) {
            json.writeStartObject();
            json.writeObjectFieldStart("inlineData");
            json.writeStringField("mimeType", reference.mediaType());
            json.writeFieldName("data");
            file.base64(reference);
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void imageConfig(PictureOptions options, @Nullable String size, JsonGenerator json)
            throws IOException {
        if (options.aspectRatio() == null && size == null) {
            return;
        }
        json.writeObjectFieldStart("imageConfig");
        if (options.aspectRatio() != null) {
            json.writeStringField("aspectRatio", options.aspectRatio());
        }
        if (size != null) {
            json.writeStringField("imageSize", size);
        }
        json.writeEndObject();
    }

    /** The API wants an upper-case K, and calls the half size {@code 512}. */
    private static @Nullable String size(ImageRequest request) {
        String asked = request.options().imageSize();
        if (asked == null || ModelNames.hasOneSize(request.model())) {
            return null;
        }
        String size = asked.strip().toUpperCase(Locale.ROOT);
        return size.equals("0.5K") || size.equals("512PX") ? "512" : size;
    }

    private static void search(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("tools");
        json.writeStartObject();
        json.writeObjectFieldStart("googleSearch");
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
    }
}
