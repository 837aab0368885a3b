package studio.upstream.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.model.PictureOptions;
import studio.upstream.Hosts;
import studio.upstream.ImageRequest;
import studio.upstream.transport.RequestFile;

/** The JSON of a chat completion, reference pictures as data URLs. */
final class ChatRequest {
    /** Model families that make pictures and no words; they refuse a request for text. */
    private static final Pattern PICTURE_ONLY =
            Pattern.compile("flux|recraft|sourceful|riverflow|seedream|ideogram|imagen|stable-diffusion|sdxl");

    private ChatRequest() {}

    static ObjectNode json(ImageRequest request) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("model", request.model());
        ObjectNode message = json.putArray("messages").addObject().put("role", "user");
        if (request.references().isEmpty()) {
            message.put("content", request.prompt());
        } else {
            ArrayNode content = message.putArray("content");
            content.addObject().put("type", "text").put("text", request.prompt());
            request.references().forEach(picture -> content.addObject()
                    .put("type", "image_url")
                    .putObject("image_url")
                    .set("url", RequestFile.dataUrl(picture)));
        }
        ArrayNode modalities = json.putArray("modalities").add("image");
        if (!pictureOnly(request.model())) {
            modalities.add("text");
        }
        ObjectNode config = imageConfig(request.options());
        if (!config.isEmpty()) {
            json.set("image_config", config);
        }
        if (request.options().googleSearch()) {
            search(json, Hosts.openRouter(request.connection().endpoint()));
        }
        return json.put("stream", false);
    }

    static boolean pictureOnly(String model) {
        return PICTURE_ONLY.matcher(model.toLowerCase(Locale.ROOT)).find();
    }

    private static ObjectNode imageConfig(PictureOptions options) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        put(config, "aspect_ratio", options.aspectRatio());
        // The half size is called 0.5K here and 512 everywhere else.
        put(config, "image_size", "512".equals(options.imageSize()) ? "0.5K" : options.imageSize());
        put(config, "size", options.size());
        put(config, "quality", options.quality());
        put(config, "background", options.background());
        put(config, "output_format", options.outputFormat());
        return config;
    }

    private static void put(ObjectNode config, String name, @Nullable String value) {
        if (value != null) {
            config.put(name, value);
        }
    }

    /** OpenRouter has a plugin for it; relays in front of Gemini take a function by this name for Google's own search. */
    private static void search(ObjectNode json, boolean openRouter) {
        if (openRouter) {
            json.putArray("plugins").addObject().put("id", "web");
        } else {
            json.putArray("tools")
                    .addObject()
                    .put("type", "function")
                    .putObject("function")
                    .put("name", "googleSearch");
        }
    }
}
