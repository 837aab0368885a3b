package studio.practice.gemini;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.practice.Options;
import studio.practice.PictureRequest;
import studio.practice.PictureSize;
import studio.practice.References;
import studio.practice.Refusal;
import studio.practice.RequestJson;
import studio.practice.SandboxModel;

/**
 * Reads a request for content (Gemini API, "models.generateContent"), with names in camel or snake case. The prompt is the
 * text of the last turn that has any, thoughts of earlier turns left out.
 */
final class ContentRequestReader {
    private static final List<String> SIZES = List.of("512", "1K", "2K", "4K");
    private static final int JPEG_QUALITY = 88;

    private final SandboxModel model;
    private final RequestJson json;
    private final Map<String, String> image = new HashMap<>();
    private final Set<String> modalities = new HashSet<>();
    private @Nullable String prompt;
    private References references = References.NONE;
    private long seed;
    private boolean search;

    private ContentRequestReader(SandboxModel model, RequestJson json) {
        this.model = model;
        this.json = json;
    }

    /** @throws Refusal when the body is no request, or asks for what cannot be drawn */
    static ContentRequest read(SandboxModel model, InputStream body) throws IOException {
        return RequestJson.read(body, json -> new ContentRequestReader(model, json).request());
    }

    private ContentRequest request() throws IOException {
        json.object(name -> {
            switch (name) {
                case "contents" -> contents();
                case "generationConfig", "generation_config" -> json.object(this::config);
                case "tools" -> json.list(() -> json.object(this::tool));
                default -> {
                    // Safety settings, instructions and the like change nothing here.
                }
            }
        });
        if (prompt == null && references.count() == 0) {
            throw Refusal.invalid("contents", "contents has neither text nor a picture");
        }
        Options options = new Options(image);
        String size = options.choice("imageSize", model.tier(), SIZES);
        PictureRequest picture = new PictureRequest(
                model,
                prompt == null ? "" : prompt,
                PictureSize.of(options.text("aspectRatio"), size),
                model.jpeg(),
                JPEG_QUALITY,
                1,
                seed,
                references,
                modalities.isEmpty() || modalities.contains("IMAGE"));
        return new ContentRequest(picture, modalities.isEmpty() || modalities.contains("TEXT"), search);
    }

    private void config(String name) throws IOException {
        switch (name) {
            case "responseModalities", "response_modalities" -> json.list(() -> modality(json.text()));
            case "imageConfig", "image_config" -> json.object(this::imageConfig);
            case "seed" -> seed = json.whole();
            default -> {
                // Temperatures and the like change nothing here.
            }
        }
    }

    private void modality(@Nullable String text) {
        if (text == null || !List.of("TEXT", "IMAGE").contains(text)) {
            throw Refusal.invalid(
                    "generation_config.response_modalities", "response_modalities allows TEXT and IMAGE only");
        }
        modalities.add(text);
    }

    private void imageConfig(String name) throws IOException {
        String known =
                switch (name) {
                    case "aspectRatio", "aspect_ratio" -> "aspectRatio";
                    case "imageSize", "image_size" -> "imageSize";
                    default ->
                        throw Refusal.invalid(
                                "generation_config.image_config", "Unknown name \"" + name + "\" at image_config");
                };
        String text = json.text();
        if (text != null) {
            image.put(known, text);
        }
    }

    private void tool(String name) {
        search |= name.equals("googleSearch") || name.equals("google_search");
    }

    private void contents() throws IOException {
        if (json.isObject()) {
            json.object(this::turn);
        } else {
            json.list(() -> json.object(this::turn));
        }
    }

    private void turn(String name) throws IOException {
        if (!name.equals("parts")) {
            return;
        }
        StringBuilder words = new StringBuilder();
        json.list(() -> part(words));
        if (!words.isEmpty()) {
            prompt = words.toString();
        }
    }

    private void part(StringBuilder words) throws IOException {
        long from = json.offset();
        Part part = new Part();
        json.object(name -> {
            switch (name) {
                case "text" -> part.text = json.text();
                case "thought" -> part.thought = "true".equals(json.text());
                case "inlineData", "inline_data", "fileData", "file_data" -> part.picture = true;
                default -> {
                    // A signature is taken back as it was given.
                }
            }
        });
        if (part.thought) {
            return;
        }
        if (part.text != null) {
            words.append(words.isEmpty() ? "" : "\n").append(part.text);
        }
        if (part.picture) {
            references = references.and(json.offset() - from);
        }
    }

    private static final class Part {
        private @Nullable String text;
        private boolean thought;
        private boolean picture;
    }
}
