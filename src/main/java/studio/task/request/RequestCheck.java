package studio.task.request;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.ImageFormat;
import studio.model.ExactSizes;
import studio.model.ModelCapabilities;
import studio.model.ModelCapabilities.AspectRatio;
import studio.model.PictureOptions;
import studio.model.PixelSize;
import studio.problem.Message;
import studio.problem.ProblemException;
import studio.task.GenerationRequest;
import studio.task.GenerationRequest.ReferencePicture;

/** Refuses what a model cannot do, before it costs anything, naming the field and what it may be. */
final class RequestCheck {
    private static final Set<String> TRANSPARENT = Set.of("png", "webp");
    private static final Set<String> COMPRESSED = Set.of("jpeg", "webp");

    private RequestCheck() {}

    /**
     * @param pictures as asked for, before anything was made of it
     * @throws ProblemException 400 with the first field that does not fit
     */
    static void check(GenerationRequest request, ModelCapabilities can, int pictures) {
        refuse(request.prompt().isEmpty() && request.references().isEmpty(), "prompt", "generation.prompt_missing");
        int letters = request.prompt().codePointCount(0, request.prompt().length());
        refuse(
                can.promptMax() > 0 && letters > can.promptMax(),
                "prompt",
                "generation.prompt_too_long",
                can.promptMax(),
                letters);
        options(request.options(), can);
        int max = can.pictures().max();
        refuse(pictures < 1 || pictures > max, "n", "generation.count_range", max);
        references(request.references(), can.references());
        if (request.mask() != null) {
            mask(request.mask(), request.references(), can);
        }
    }

    private static void options(PictureOptions options, ModelCapabilities can) {
        oneOf(
                "aspectRatio",
                options.aspectRatio(),
                can.aspectRatios().stream().map(AspectRatio::ratio).toList());
        oneOf("imageSize", options.imageSize(), can.imageSizes());
        if (options.size() != null) {
            size(options, options.size(), can.exactSizes());
        }
        String format = options.outputFormat();
        oneOf("quality", options.quality(), can.qualities());
        oneOf("outputFormat", format, can.outputFormats());
        oneOf("background", options.background(), can.backgrounds());
        // Without a format models answer with PNG, which can be transparent.
        boolean opaque = format != null && !TRANSPARENT.contains(format);
        refuse(
                "transparent".equals(options.background()) && opaque,
                "background",
                "generation.transparency_needs_format",
                String.valueOf(format));
        oneOf("moderation", options.moderation(), can.moderations());
        if (options.outputCompression() != null) {
            compression(options.outputCompression(), format, can);
        }
        refuse(options.googleSearch() && !can.googleSearch(), "enableGoogleSearch", "generation.search_unsupported");
        partialImages(options.partialImages(), can.maxPartialImages());
    }

    private static void compression(int compression, @Nullable String format, ModelCapabilities can) {
        if (!can.outputCompression()) {
            throw absent("outputCompression");
        }
        if (compression < 0 || compression > 100) {
            throw ProblemException.wrong("outputCompression", Message.of("generation.compression_range"));
        }
        refuse(
                format == null || !COMPRESSED.contains(format),
                "outputCompression",
                "generation.compression_needs_format");
    }

    private static void partialImages(int wanted, int max) {
        if (wanted != 0 && max == 0) {
            throw absent("partialImages");
        }
        if (wanted < 0 || wanted > max) {
            throw ProblemException.wrong("partialImages", Message.of("generation.partial_images_range", max));
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

    private static void size(PictureOptions options, String written, @Nullable ExactSizes can) {
        if (can == null) {
            throw absent("size");
        }
        PixelSize size = PixelSize.parse(written)
                .orElseThrow(() -> ProblemException.wrong("size", Message.of("generation.size_form")));
        if (can.alone() && (options.aspectRatio() != null || options.imageSize() != null)) {
            throw ProblemException.wrong("size", Message.of("generation.size_and_ratio"));
        }
        can.broken(size).ifPresent(rule -> {
            Message broken = broken(size, rule, can);
            throw ProblemException.wrong(
                    "size",
                    can.nearest(size)
                            .map(near -> Message.of("generation.size_nearest", broken, near))
                            .orElse(broken));
        });
    }

    private static Message broken(PixelSize size, ExactSizes.Rule rule, ExactSizes can) {
        return switch (rule) {
            case LISTED ->
                Message.of(
                        "generation.size_unknown",
                        can.listed().stream().map(PixelSize::toString).collect(Collectors.joining(", ")));
            case MULTIPLE -> Message.of("generation.size_not_multiple", can.multipleOf());
            case SIDE -> Message.of("generation.size_side_too_long", can.maxSide());
            case RATIO -> Message.of("generation.size_proportions", can.maxRatio());
            case MIN_PIXELS -> Message.of("generation.size_too_few_pixels", can.minPixels(), size.pixels());
            case MAX_PIXELS -> Message.of("generation.size_too_many_pixels", can.maxPixels(), size.pixels());
        };
    }

    /** Other types than HEIC are converted and large pictures scaled down; only HEIC cannot be decoded everywhere. */
    private static void references(List<ReferencePicture> references, ModelCapabilities.References can) {
        int count = references.size();
        refuse(can.max() == 0 && count > 0, "images", "generation.references_unsupported");
        refuse(count < can.min() && can.min() == 1, "images", "generation.reference_missing", can.min());
        refuse(count < can.min(), "images", "generation.references_missing", can.min());
        refuse(count > can.max(), "images", "generation.references_too_many_for_model", can.max());
        for (int i = 0; i < count; i++) {
            boolean heic = references.get(i).format() == ImageFormat.HEIC;
            refuse(
                    heic && !can.types().contains(ImageFormat.HEIC.mediaType()),
                    "images[" + i + "]",
                    "generation.heic_unsupported");
        }
    }

    /** As OpenAI's images guide wants it: as large as the first picture. Its transparent pixels say what shall change. */
    private static void mask(ReferencePicture mask, List<ReferencePicture> references, ModelCapabilities can) {
        refuse(!can.mask(), "mask", "generation.mask_unsupported");
        refuse(references.isEmpty(), "mask", "generation.mask_without_reference");
        ReferencePicture first = references.getFirst();
        refuse(mask.format() != ImageFormat.PNG, "mask", "generation.mask_form");
        refuse(
                mask.width() != first.width() || mask.height() != first.height(),
                "mask",
                "generation.mask_size",
                first.width(),
                first.height());
    }

    private static void refuse(boolean broken, String field, String message, Object... arguments) {
        if (broken) {
            throw ProblemException.field(field, Message.of(message, arguments));
        }
    }

    private static ProblemException absent(String field) {
        return ProblemException.field(field, Message.of("generation.option_unsupported", field));
    }
}
