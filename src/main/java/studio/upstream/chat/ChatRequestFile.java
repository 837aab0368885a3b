package studio.upstream.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.model.PictureOptions;
import studio.upstream.Hosts;
import studio.upstream.ImageRequest;
import studio.upstream.transport.RequestFile;

/** Writes the JSON of a chat completion, reference pictures as data URLs. */
final class ChatRequestFile {
    /** Model families that make pictures and no words; they refuse a request for text. */
    private static final Pattern PICTURE_ONLY =
            Pattern.compile("flux|recraft|sourceful|riverflow|seedream|ideogram|imagen|stable-diffusion|sdxl");

    private ChatRequestFile() {}

    /** @return a new owner-only file in {@code folder} */
    static Path write(ImageRequest request, Path folder) throws IOException {
        return RequestFile.write(folder, (file, json) -> {
            json.writeStartObject();
            json.writeStringField("model", request.model());
            messages(request, json, file);
            json.writeArrayFieldStart("modalities");
            json.writeString("image");
            if (!pictureOnly(request.model())) {
                json.writeString("text");
            }
            json.writeEndArray();
            imageConfig(request.options(), json);
            if (request.options().googleSearch()) {
                search(request, json);
            }
            json.writeBooleanField("stream", false);
            json.writeEndObject();
        });
    }

    static boolean pictureOnly(String model) {
        return PICTURE_ONLY.matcher(model.toLowerCase(Locale.ROOT)).find();
    }

    private static void messages(ImageRequest request, JsonGenerator json, RequestFile file) throws IOException {
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
                reference(reference, json, file);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void reference(ImageRequest.Reference reference, JsonGenerator json, RequestFile file)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "image_url");
        json.writeObjectFieldStart("image_url");
        json.writeFieldName("url");
        file.dataUrl(reference);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void imageConfig(PictureOptions options, JsonGenerator json) throws IOException {
        String[][] fields = {
            {"aspect_ratio", options.aspectRatio()},
            {"image_size", tier(options.imageSize())},
            {"size", options.size()},
            {"quality", options.quality()},
            {"background", options.background()},
            {"output_format", options.outputFormat()}
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
}
