package studio.practice.openai;

import java.util.List;
import java.util.Set;
import studio.practice.Options;
import studio.practice.PictureRequest;
import studio.practice.PictureSize;
import studio.practice.Refusal;
import studio.practice.SandboxModel;

/**
 * A generation or an edit (OpenAI API reference, "Images"). As with the GPT image models a parameter that is not theirs is an
 * error, {@code response_format} above all.
 *
 * @param edit the answer's events are named after it
 * @param partials previews in a stream, 0 to 3
 * @param quality as the answer says it
 */
record ImagesRequest(PictureRequest picture, boolean edit, boolean stream, int partials, String quality) {
    private static final int LONGEST_PROMPT = 32_000;
    private static final int MOST = 10;
    private static final int MOST_REFERENCES = 16;
    private static final int DEFAULT_COMPRESSION = 88;
    private static final Set<String> KNOWN = Set.of(
            "model",
            "prompt",
            "n",
            "size",
            "quality",
            "background",
            "output_format",
            "output_compression",
            "moderation",
            "stream",
            "partial_images",
            "input_fidelity",
            "complexity",
            "user",
            "safety_identifier");

    static ImagesRequest generation(ImagesFields fields) {
        if (fields.pictures().count() > 0) {
            throw Refusal.unknownParameter("images");
        }
        return of(fields, false);
    }

    static ImagesRequest edit(ImagesFields fields) {
        int count = fields.pictures().count();
        if (count == 0 || count > MOST_REFERENCES) {
            throw Refusal.invalid("image", "An edit needs 1 to " + MOST_REFERENCES + " images");
        }
        return of(fields, true);
    }

    private static ImagesRequest of(ImagesFields fields, boolean edit) {
        Options options = fields.options();
        options.values().keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.unknownParameter(name);
                });
        String prompt = options.text("prompt");
        if (prompt == null || prompt.length() > LONGEST_PROMPT) {
            throw Refusal.invalid("prompt", "prompt must have 1 to " + LONGEST_PROMPT + " characters");
        }
        String model = options.text("model");
        SandboxModel drawn = model == null ? SandboxModel.PAINTER : SandboxModel.of(model);
        // What is drawn has no alpha channel, and promising one would be a lie.
        options.choice("background", "auto", List.of("auto", "opaque"));
        options.choice("moderation", "auto", List.of("auto", "low"));
        String format = options.choice("output_format", drawn.jpeg() ? "jpeg" : "png", List.of("png", "jpeg"));
        String quality = options.choice("quality", "auto", List.of("auto", "low", "medium", "high", "xhigh", "max"));
        PictureRequest picture = new PictureRequest(
                drawn,
                prompt,
                size(options, drawn),
                format.equals("jpeg"),
                Math.max(1, options.whole("output_compression", DEFAULT_COMPRESSION, 0, 100)),
                options.whole("n", 1, 1, MOST),
                0,
                fields.pictures(),
                true);
        return new ImagesRequest(
                picture,
                edit,
                options.flag("stream"),
                options.whole("partial_images", 0, 0, 3),
                quality.equals("auto") ? "medium" : quality);
    }

    private static PictureSize size(Options options, SandboxModel drawn) {
        String size = options.text("size");
        return size == null || size.equals("auto") ? PictureSize.of(null, drawn.tier()) : PictureSize.exact(size);
    }

    /** {@code image_generation} or {@code image_edit}. */
    String action() {
        return edit ? "image_edit" : "image_generation";
    }

    String format() {
        return picture.jpeg() ? "jpeg" : "png";
    }
}
