package studio.upstream.openrouter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import studio.model.PictureOptions;
import studio.upstream.ImageRequest;
import studio.upstream.transport.RequestFile;

/** The JSON of {@code POST /images}, reference pictures as data URLs (OpenRouter's API reference, "Images"). */
final class ImageCall {
    private ImageCall() {}

    /** @param stream whether the model can show unfinished pictures; how many come is the provider's to choose */
    static ObjectNode json(ImageRequest request, boolean stream) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", request.model()).put("prompt", request.prompt());
        if (request.count() > 1) {
            json.put("n", request.count());
        }
        PictureOptions options = request.options();
        // Exact pixels say everything; a tier or ratio that does not match them is refused.
        boolean exact = options.size() != null;
        put(json, "size", options.size());
        put(json, "aspect_ratio", exact ? null : options.aspectRatio());
        put(json, "resolution", exact ? null : options.imageSize());
        put(json, "quality", options.quality());
        put(json, "output_format", options.outputFormat());
        if (options.outputCompression() != null) {
            json.put("output_compression", options.outputCompression());
        }
        put(json, "background", options.background());
        if (!request.references().isEmpty()) {
            ArrayNode references = json.putArray("input_references");
            request.references().forEach(picture -> references
                    .addObject()
                    .put("type", "image_url")
                    .putObject("image_url")
                    .set("url", RequestFile.dataUrl(picture)));
        }
        return stream ? json.put("stream", true) : json;
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
