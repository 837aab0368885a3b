package studio.task.request;

import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.model.AspectRatio;
import studio.model.ModelCapabilities;
import studio.model.PictureOptions;
import studio.problem.Message;
import studio.problem.ProblemException;

/** Refuses options that a model does not have and those that exclude each other, naming the field and what it may be. */
final class OptionsCheck {
    private static final List<String> WITH_TRANSPARENCY = List.of("png", "webp");
    private static final List<String> COMPRESSED = List.of("jpeg", "webp");

    private OptionsCheck() {}

    /** @throws ProblemException 400 with the first field that does not fit */
    static void check(PictureOptions options, ModelCapabilities can) {
        oneOf(
                "aspectRatio",
                options.aspectRatio(),
                can.aspectRatios().stream().map(AspectRatio::ratio).toList());
        oneOf("imageSize", options.imageSize(), can.imageSizes());
        SizeCheck.check(options, can.exactSizes());
        oneOf("quality", options.quality(), can.qualities());
        oneOf("outputFormat", options.outputFormat(), can.outputFormats());
        oneOf("background", options.background(), can.backgrounds());
        transparency(options);
        oneOf("moderation", options.moderation(), can.moderations());
        compression(options, can);
        if (options.googleSearch() && !can.googleSearch()) {
            throw ProblemException.field("enableGoogleSearch", Message.of("generation.search_unsupported"));
        }
        partialImages(options.partialImages(), can.maxPartialImages());
    }

    /** Without a format models answer with PNG, which can be transparent. */
    private static void transparency(PictureOptions options) {
        String format = options.outputFormat();
        if ("transparent".equals(options.background()) && format != null && !WITH_TRANSPARENCY.contains(format)) {
            throw ProblemException.field("background", Message.of("generation.transparency_needs_format", format));
        }
    }

    private static void compression(PictureOptions options, ModelCapabilities can) {
        Integer compression = options.outputCompression();
        if (compression == null) {
            return;
        }
        if (!can.outputCompression()) {
            throw absent("outputCompression");
        }
        if (compression < 0 || compression > 100) {
            throw ProblemException.wrong("outputCompression", Message.of("generation.compression_range"));
        }
        if (options.outputFormat() == null || !COMPRESSED.contains(options.outputFormat())) {
            throw ProblemException.field("outputCompression", Message.of("generation.compression_needs_format"));
        }
    }

    private static void partialImages(int wanted, int most) {
        if (wanted != 0 && most == 0) {
            throw absent("partialImages");
        }
        if (wanted < 0 || wanted > most) {
            throw ProblemException.wrong("partialImages", Message.of("generation.partial_images_range", most));
        }
    }

    private static void oneOf(String field, @Nullable String value, List<String> allowed) {
        if (value == null || allowed.contains(value)) {
            return;
        }
        if (allowed.isEmpty()) {
            throw absent(field);
        }
        throw ProblemException.wrong(field, Message.of("generation.choice_unknown", value, allowed));
    }

    static ProblemException absent(String field) {
        return ProblemException.field(field, Message.of("generation.option_unsupported", field));
    }
}
