package studio.upstream.openrouter;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.model.PictureOptions;
import studio.upstream.ImageRequest;
import studio.upstream.transport.RequestFile;

/** Writes the JSON of {@code POST /images}, reference pictures as data URLs (OpenRouter's API reference, "Images"). */
final class ImageRequestFile {
    private ImageRequestFile() {}

    /**
     * @param stream whether the model can show unfinished pictures; how many come is the provider's to choose
     * @return a new owner-only file in {@code folder}
     */
    static Path write(ImageRequest request, boolean stream, Path folder) throws IOException {
        return RequestFile.write(folder, (file, json) -> {
            json.writeStartObject();
            json.writeStringField("model", request.model());
            json.writeStringField("prompt", request.prompt());
            if (request.count() > 1) {
                json.writeNumberField("n", request.count());
            }
            options(request.options(), json);
            references(request, json, file);
            if (stream) {
                json.writeBooleanField("stream", true);
            }
            json.writeEndObject();
        });
    }

    private static void options(PictureOptions options, JsonGenerator json) throws IOException {
        // Exact pixels say everything; a tier or ratio that does not match them is refused.
        boolean exact = options.size() != null;
        field("size", options.size(), json);
        field("aspect_ratio", exact ? null : options.aspectRatio(), json);
        field("resolution", exact ? null : options.imageSize(), json);
        field("quality", options.quality(), json);
        field("output_format", options.outputFormat(), json);
        if (options.outputCompression() != null) {
            json.writeNumberField("output_compression", options.outputCompression());
        }
        field("background", options.background(), json);
    }

    private static void field(String name, @Nullable String value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void references(ImageRequest request, JsonGenerator json, RequestFile file) throws IOException {
        if (request.references().isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("input_references");
        for (ImageRequest.Reference reference : request.references()) {
            json.writeStartObject();
            json.writeStringField("type", "image_url");
            json.writeObjectFieldStart("image_url");
            json.writeFieldName("url");
            file.dataUrl(reference);
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
