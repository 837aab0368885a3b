package studio.practice.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import studio.practice.answer.Options;
import studio.practice.answer.PictureRequest;
import studio.practice.answer.PictureSize;
import studio.practice.answer.PracticeModel;
import studio.practice.answer.Refusal;
import studio.practice.answer.RequestJson;
import studio.web.Form;

/**
 * A request for pictures alone: OpenAI's Images API and OpenRouter's Image API.
 *
 * @param action what the events of a stream are named after
 * @param previews before each picture of a stream
 * @param details what OpenAI repeats of the request in its answer, as JSON; null: the request is OpenRouter's
 */
public record ImagesRequest(
        PictureRequest picture,
        String action,
        boolean stream,
        int previews,
        @Nullable String details) {
    private static final int LONGEST_PROMPT = 32_000;
    private static final int MAX_REFERENCES = 16;
    private static final String GENERATION = "image_generation";

    /** As with the GPT image models a parameter that is not theirs is an error, {@code response_format} above all. */
    private static final Set<String> OPENAI = Set.of(
            ("model prompt n size quality background output_format output_compression moderation stream partial_images"
                            + " input_fidelity complexity user safety_identifier")
                    .split(" ", -1));

    /** @throws Refusal when the body is not a request, or asks for what cannot be drawn */
    public static ImagesRequest generation(InputStream body) throws IOException {
        RequestJson request = RequestJson.read(body, UnaryOperator.identity());
        if (!request.json().path("images").isEmpty()) {
            throw Refusal.of(Refusal.Fault.UNKNOWN_PARAMETER, "images");
        }
        return openAi(Options.of(request.json()), GENERATION, 0, 0);
    }

    /** @throws Refusal when the body is not a request, or asks for what cannot be drawn */
    public static ImagesRequest edit(InputStream body) throws IOException {
        RequestJson request = RequestJson.read(body, UnaryOperator.identity());
        JsonNode images = request.json().path("images");
        if (images.findValue("file_id") != null) {
            throw Refusal.invalid("images", "The practice upstream keeps no files; send image_url");
        }
        return edit(Options.of(request.json()), images.size(), request.bytes());
    }

    /**
     * An edit in a form: a part with a file name is a file, and fields come in any order. Its files are not read.
     *
     * @throws Refusal when a file stands where none belongs, or what cannot be drawn is asked for
     */
    public static ImagesRequest edit(Form form) throws IOException {
        Map<String, String> values = new HashMap<>();
        int count = 0;
        long bytes = 0;
        for (Form.Part part : form.parts()) {
            if (part.file() == null) {
                values.put(part.name(), part.text());
            } else if (part.name().matches("image(\\[[0-9]*])?")) {
                count++;
                bytes += Files.size(part.file());
            } else if (!part.name().equals("mask")) {
                throw Refusal.of(Refusal.Fault.UNKNOWN_PARAMETER, part.name());
            }
        }
        return edit(new Options(values), count, bytes);
    }

    private static ImagesRequest edit(Options options, int references, long bytes) {
        if (references == 0 || references > MAX_REFERENCES) {
            throw Refusal.invalid("image", "An edit needs 1 to " + MAX_REFERENCES + " images");
        }
        return openAi(options, "image_edit", references, bytes);
    }

    private static ImagesRequest openAi(Options options, String action, int references, long bytes) {
        for (String name : options.values().keySet()) {
            if (!OPENAI.contains(name)) {
                throw Refusal.of(Refusal.Fault.UNKNOWN_PARAMETER, name);
            }
        }
        String prompt = options.text("prompt");
        if (prompt == null || prompt.length() > LONGEST_PROMPT) {
            throw Refusal.invalid("prompt", "prompt must have 1 to " + LONGEST_PROMPT + " characters");
        }
        String name = options.text("model");
        PracticeModel model = name == null ? PracticeModel.PAINTER : PracticeModel.of(name);
        options.choice("moderation", "auto", List.of("auto", "low"));
        String exact = options.text("size");
        PictureSize size =
                exact == null || exact.equals("auto") ? PictureSize.of(null, model.tier()) : PictureSize.exact(exact);
        PictureRequest picture = picture(options, model, prompt, size, references, bytes);
        String details = "\"size\":\"%s\",\"quality\":\"%s\",\"background\":\"opaque\",\"output_format\":\"%s\""
                .formatted(
                        size,
                        quality(options).equals("auto") ? "medium" : quality(options),
                        picture.jpeg() ? "jpeg" : "png");
        int previews = options.integer("partial_images", 0, 0, 3);
        return new ImagesRequest(picture, action, options.flag("stream"), previews, details);
    }

    /**
     * OpenRouter's (its documentation, "Image generation").
     *
     * @throws Refusal when the body is not a request, or asks for what cannot be drawn
     */
    public static ImagesRequest openRouter(InputStream body) throws IOException {
        RequestJson request = RequestJson.read(body, UnaryOperator.identity());
        Options options = Options.of(request.json());
        String name = options.text("model");
        String prompt = options.text("prompt");
        if (name == null || prompt == null) {
            throw Refusal.invalid(null, "model and prompt are required");
        }
        PracticeModel model = PracticeModel.of(name);
        PictureSize size = size(options, model);
        int references = request.json().path("input_references").size();
        PictureRequest picture = picture(options, model, prompt, size, references, request.bytes());
        return new ImagesRequest(picture, GENERATION, options.flag("stream"), 2, null);
    }

    private static PictureRequest picture(
            Options options, PracticeModel model, String prompt, PictureSize size, int references, long bytes) {
        // What is drawn has no alpha channel, and promising one would be a lie.
        options.choice("background", "auto", List.of("auto", "opaque"));
        quality(options);
        int count = options.integer("n", 1, 1, 10);
        return new PictureRequest(model, prompt, size, count, references, bytes, options);
    }

    private static String quality(Options options) {
        return options.choice("quality", "auto", List.of("auto", "low", "medium", "high", "xhigh", "max"));
    }

    /** {@code size} is a tier, which goes with a ratio, or exact pixels, which nothing may contradict. */
    private static PictureSize size(Options options, PracticeModel model) {
        String ratio = options.text("aspect_ratio");
        String resolution = options.choice("resolution", "", PictureSize.TIERS);
        String size = options.text("size");
        boolean exact = size != null && size.contains("x");
        String tier = size == null || exact || size.equals("auto")
                ? resolution
                : options.choice("size", "", PictureSize.TIERS);
        PictureSize named = PictureSize.of(ratio, tier.isEmpty() ? model.tier() : tier);
        if (size == null || !exact) {
            return named;
        }
        PictureSize pixels = PictureSize.exact(size);
        if ((ratio != null || !resolution.isEmpty()) && !pixels.equals(named)) {
            throw Refusal.invalid("size", "size does not agree with aspect_ratio or resolution");
        }
        return pixels;
    }
}
