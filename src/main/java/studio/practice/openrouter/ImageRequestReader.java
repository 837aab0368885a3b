package studio.practice.openrouter;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import studio.practice.Options;
import studio.practice.PictureRequest;
import studio.practice.PictureSize;
import studio.practice.References;
import studio.practice.Refusal;
import studio.practice.RequestJson;
import studio.practice.SandboxModel;

/** Reads a request of the Image API (OpenRouter documentation, "Image generation"). */
final class ImageRequestReader {
    private static final int MOST = 10;
    private static final int DEFAULT_COMPRESSION = 88;

    private final Map<String, String> values = new HashMap<>();
    private References references = References.NONE;

    private ImageRequestReader() {}

    /** @throws Refusal when the body is no request, or asks for what cannot be drawn */
    static ImageRequest read(InputStream body) throws IOException {
        return RequestJson.read(body, json -> new ImageRequestReader().walk(json));
    }

    private ImageRequest walk(RequestJson json) throws IOException {
        json.object(name -> {
            String text = json.text();
            if (text != null) {
                values.put(name, text);
            } else if (name.equals("input_references")) {
                json.list(() -> {
                    long from = json.offset();
                    json.object(field -> {});
                    references = references.and(json.offset() - from);
                });
            }
        });
        return request(new Options(values));
    }

    private ImageRequest request(Options options) {
        String model = options.text("model");
        String prompt = options.text("prompt");
        if (model == null || prompt == null) {
            throw Refusal.invalid(null, "model and prompt are required");
        }
        SandboxModel drawn = SandboxModel.of(model);
        options.choice("background", "auto", List.of("auto", "opaque"));
        options.choice("quality", "auto", List.of("auto", "low", "medium", "high", "xhigh", "max"));
        String format = options.choice("output_format", drawn.jpeg() ? "jpeg" : "png", List.of("png", "jpeg"));
        PictureRequest picture = new PictureRequest(
                drawn,
                prompt,
                size(options, drawn),
                format.equals("jpeg"),
                Math.max(1, options.whole("output_compression", DEFAULT_COMPRESSION, 0, 100)),
                options.whole("n", 1, 1, MOST),
                options.seed(),
                references,
                true);
        return new ImageRequest(picture, options.flag("stream"));
    }

    /** {@code size} is a tier, which goes with a ratio, or exact pixels, which nothing may contradict. */
    private static PictureSize size(Options options, SandboxModel drawn) {
        String ratio = options.text("aspect_ratio");
        String resolution = options.choice("resolution", "", ImageModels.RESOLUTIONS);
        String size = options.text("size");
        if (size != null && size.contains("x")) {
            PictureSize exact = PictureSize.exact(size);
            if (contradicts(exact, ratio, resolution, drawn)) {
                throw Refusal.invalid("size", "size does not agree with aspect_ratio or resolution");
            }
            return exact;
        }
        if (size != null && !size.equals("auto")) {
            return PictureSize.of(ratio, options.choice("size", size, ImageModels.RESOLUTIONS));
        }
        return PictureSize.of(ratio, resolution.isEmpty() ? drawn.tier() : resolution);
    }

    private static boolean contradicts(
            PictureSize exact, @Nullable String ratio, String resolution, SandboxModel drawn) {
        return (ratio != null || !resolution.isEmpty())
                && !exact.equals(PictureSize.of(ratio, resolution.isEmpty() ? drawn.tier() : resolution));
    }
}
