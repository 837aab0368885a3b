package studio.upstream.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import studio.upstream.ImageRequest;
import studio.upstream.transport.RequestFile;

/**
 * The JSON of {@code generateContent}: prompt and reference pictures as parts of one turn, in the prompt's order. Of the options it
 * has only ratio, size tier and search (Gemini API reference, {@code ImageConfig}).
 */
final class GeminiRequest {
    private GeminiRequest() {}

    static ObjectNode json(ImageRequest request) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode parts =
                json.putArray("contents").addObject().put("role", "user").putArray("parts");
        if (!request.prompt().isBlank() || request.references().isEmpty()) {
            parts.addObject().put("text", request.prompt());
        }
        request.references().forEach(picture -> parts.addObject()
                .putObject("inlineData")
                .put("mimeType", picture.mediaType())
                .set("data", RequestFile.base64(picture)));
        ObjectNode config = json.putObject("generationConfig");
        config.putArray("responseModalities").add("TEXT").add("IMAGE");
        String ratio = request.options().aspectRatio();
        String size = size(request);
        ObjectNode image = ratio == null && size == null ? config : config.putObject("imageConfig");
        if (ratio != null) {
            image.put("aspectRatio", ratio);
        }
        if (size != null) {
            image.put("imageSize", size);
        }
        if (request.options().googleSearch()) {
            json.putArray("tools").addObject().putObject("googleSearch");
        }
        return json;
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
}
