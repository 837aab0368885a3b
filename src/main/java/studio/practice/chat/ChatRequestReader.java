package studio.practice.chat;

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

/** Reads a chat completion's request; the prompt is the text of the last message that has any. */
final class ChatRequestReader {
    private static final int DEFAULT_QUALITY = 88;

    private final RequestJson json;
    private final Map<String, String> values = new HashMap<>();
    private @Nullable String prompt;
    private References references = References.NONE;
    private boolean pictures = true;

    private ChatRequestReader(RequestJson json) {
        this.json = json;
    }

    /** @throws Refusal when the body is no request, or asks for what cannot be drawn */
    static PictureRequest read(InputStream body) throws IOException {
        return RequestJson.read(body, json -> new ChatRequestReader(json).request());
    }

    private PictureRequest request() throws IOException {
        json.object(name -> {
            switch (name) {
                case "messages" -> messages();
                case "modalities" -> modalities();
                case "image_config" -> json.object(this::value);
                default -> value(name);
            }
        });
        Options options = new Options(values);
        String model = options.text("model");
        if (model == null) {
            throw Refusal.invalid("model", "model is missing");
        }
        if (prompt == null && references.count() == 0) {
            throw Refusal.invalid("messages", "messages has neither text nor a picture");
        }
        if (options.flag("stream")) {
            throw Refusal.invalid("stream", "stream is not supported by the practice upstream");
        }
        SandboxModel drawn = SandboxModel.of(model);
        String format = options.choice("output_format", drawn.jpeg() ? "jpeg" : "png", List.of("png", "jpeg", "jpg"));
        return new PictureRequest(
                drawn,
                prompt == null ? "" : prompt,
                size(options, drawn),
                !format.equals("png"),
                options.whole("output_compression", DEFAULT_QUALITY, 0, 100),
                1,
                options.seed(),
                references,
                pictures);
    }

    private static PictureSize size(Options options, SandboxModel drawn) {
        String exact = options.text("size");
        if (exact != null && !exact.equalsIgnoreCase("auto")) {
            return PictureSize.exact(exact);
        }
        String tier = options.text("image_size");
        return PictureSize.of(options.text("aspect_ratio"), tier == null ? drawn.tier() : tier);
    }

    private void value(String name) throws IOException {
        String text = json.text();
        if (text != null) {
            values.put(name, text);
        }
    }

    private void modalities() throws IOException {
        if (json.isList()) {
            pictures = false;
            json.list(() -> pictures |= "image".equals(json.text()));
        }
    }

    private void messages() throws IOException {
        if (!json.isList()) {
            throw Refusal.invalid("messages", "messages is not an array");
        }
        json.list(() -> json.object(name -> {
            if (!name.equals("content")) {
                return;
            }
            String text = json.text();
            if (text != null) {
                prompt = text;
            } else {
                parts();
            }
        }));
    }

    private void parts() throws IOException {
        StringBuilder words = new StringBuilder();
        json.list(() -> part(words));
        if (!words.isEmpty()) {
            prompt = words.toString();
        }
    }

    private void part(StringBuilder words) throws IOException {
        long from = json.offset();
        boolean[] picture = {false};
        json.object(name -> {
            String text = name.equals("text") ? json.text() : null;
            if (text != null) {
                words.append(words.isEmpty() ? "" : "\n").append(text);
            }
            picture[0] |= name.equals("image_url");
        });
        if (picture[0]) {
            references = references.and(json.offset() - from);
        }
    }
}
