package studio.practice.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import studio.practice.answer.Assignment;
import studio.practice.answer.Options;
import studio.practice.answer.PictureRequest;
import studio.practice.answer.PictureSize;
import studio.practice.answer.PracticeModel;
import studio.practice.answer.Refusal;
import studio.practice.answer.RequestJson;
import studio.web.Forms.Form;

/**
 * A request for pictures alone, and the answer: OpenAI's Images API and OpenRouter's Image API. What cannot be drawn is refused.
 *
 * @param stream events with previews before each picture
 * @param facts of the answer that it decides
 */
public record ImagesRequest(
        String protocol, PictureRequest picture, boolean stream, int previews, Map<String, String> facts) {
    private static final int LONGEST_PROMPT = 32_000;
    private static final int MAX_REFERENCES = 16;

    /** As with the GPT image models a parameter that is not theirs is an error, {@code response_format} above all. */
    private static final Set<String> OPENAI = Set.of(
            ("model prompt n size quality background output_format output_compression moderation stream partial_images"
                            + " input_fidelity complexity user safety_identifier")
                    .split(" ", -1));

    public static ImagesRequest generation(InputStream body) throws IOException {
        RequestJson request = RequestJson.read(body, UnaryOperator.identity());
        if (!request.json().path("images").isEmpty()) {
            throw Refusal.of(Refusal.Fault.UNKNOWN_PARAMETER, "images");
        }
        return openAi(Options.of(request.json()), "image_generation", 0, 0);
    }

    public static ImagesRequest edit(InputStream body) throws IOException {
        RequestJson request = RequestJson.read(body, UnaryOperator.identity());
        JsonNode images = request.json().path("images");
        if (images.findValue("file_id") != null) {
            throw Refusal.invalid("images", "The practice upstream keeps no files; send image_url");
        }
        return edit(Options.of(request.json()), images.size(), request.bytes());
    }

    /** An edit in a form: a part with a file name is a file, and fields come in any order. Its files are not read. */
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
        String quality = quality(options).equals("auto") ? "medium" : quality(options);
        String format = picture.jpeg() ? "jpeg" : "png";
        Map<String, String> facts =
                Map.of("size", size.toString(), "quality", quality, "format", format, "action", action);
        int previews = options.integer("partial_images", 0, 0, 3);
        return new ImagesRequest("openai", picture, options.flag("stream"), previews, facts);
    }

    /** OpenRouter's (its documentation, "Image generation"). */
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
        return new ImagesRequest("openrouter", picture, options.flag("stream"), 2, Map.of());
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

    /** @throws Refusal where the protocol answers with an error */
    public List<String> answer(Assignment assignment) {
        if (assignment.shows("block") || assignment.shows("finish")) {
            throw Refusal.of(Refusal.Fault.WITHHELD, "");
        }
        Answer answer = new Answer(protocol, assignment, facts);
        if (!stream || !assignment.shows("error200")) {
            assignment.checkAccepted();
        }
        return stream ? events(answer) : List.of(answer.whole());
    }

    private List<String> events(Answer answer) {
        List<String> events = new ArrayList<>();
        events.add(answer.text("begin", 0));
        if (answer.assignment().shows("error200")) {
            String error = Envelope.openAiError(Refusal.of(Refusal.Fault.HIDDEN, ""));
            events.add(answer.with("error", error).text("failed", 0));
        }
        for (int i = 0; i < answer.assignment().pictures().size(); i++) {
            for (int preview = 0; preview < previews; preview++) {
                String draft = answer.assignment().draft(i, (preview + 1.0) / (previews + 1));
                events.add(answer.with("draft", draft)
                        .with("preview", Integer.toString(preview))
                        .text("partial", i));
            }
            events.add(answer.text("completed", i));
        }
        events.add(answer.text("end", 0));
        return events;
    }
}
