package studio.task.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import studio.model.PictureOptions;
import studio.task.GenerationRequest;
import studio.task.GenerationRequest.ReferencePicture;

/**
 * The body of a generation, as the API describes it and gives it back to be changed. {@link GenerationRequestReader} reads it. Texts
 * are without blanks around them and null when empty.
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "GenerationInput", description = "A prompt or at least one picture is needed; the rest has defaults.")
public record GenerationInput(
        @Schema(description = "An API config; the default one when absent")
        @CodePointLength(max = MAX_WORD, message = TOO_LONG)
        @Nullable
        String configId,

        @Schema(description = "At most 32,000 characters")
        @CodePointLength(max = MAX_PROMPT, message = TOO_LONG)
        @Nullable
        String prompt,

        @Schema(description = "Reference pictures: data URLs, `upload:<sha256>` or `gallery:<entry id>`") @Nullable
        List<String> images,

        @Schema(description = "The API config's own when absent")
        @CodePointLength(max = MAX_WORD, message = TOO_LONG)
        @Nullable
        String model,

        @Schema(description = "For example 16:9") @CodePointLength(max = MAX_WORD, message = TOO_LONG) @Nullable
        String aspectRatio,

        @Schema(description = "For example 2K") @CodePointLength(max = MAX_WORD, message = TOO_LONG) @Nullable
        String imageSize,

        @Nullable Boolean enableGoogleSearch,

        @Schema(description = "WIDTHxHEIGHT in pixels, for example 1536x1024")
        @CodePointLength(max = MAX_WORD, message = TOO_LONG)
        @Nullable
        String size,

        @CodePointLength(max = MAX_WORD, message = TOO_LONG) @Nullable
        String quality,

        @CodePointLength(max = MAX_WORD, message = TOO_LONG) @Nullable
        String outputFormat,

        @Schema(description = "0 to 100, of JPEG and WebP") @Nullable
        Integer outputCompression,

        @CodePointLength(max = MAX_WORD, message = TOO_LONG) @Nullable
        String background,

        @Schema(description = "How strict the provider's own check is, for example low")
        @CodePointLength(max = MAX_WORD, message = TOO_LONG)
        @Nullable
        String moderation,

        @Schema(description = "How many pictures; each becomes a gallery entry of its own") @Nullable
        Integer n,

        @Schema(description = "How many unfinished pictures to show on the way, 0 to 3; some providers bill them")
        @Nullable
        Integer partialImages,

        @Schema(description = "Which part of the first reference to change: a picture like those of `images`") @Nullable
        String mask,

        @Schema(description = "Whether the synchronous answer carries the picture as a data URL") @Nullable
        Boolean includeImageData) {
    static final int MAX_PROMPT = 32_000;
    static final int MAX_WORD = 200;
    static final String TOO_LONG = "generation.too_long";

    public GenerationInput {
        configId = trimmed(configId);
        prompt = trimmed(prompt);
        model = trimmed(model);
        aspectRatio = chosen(aspectRatio);
        imageSize = trimmed(imageSize);
        size = chosen(size);
        quality = trimmed(quality);
        outputFormat = trimmed(outputFormat);
        background = trimmed(background);
        moderation = trimmed(moderation);
    }

    /**
     * Gives back what a task was asked for.
     *
     * @param there whether a reference picture is still kept; one that is not is left out
     */
    public static GenerationInput of(GenerationRequest request, Predicate<ReferencePicture> there) {
        PictureOptions options = request.options();
        ReferencePicture mask = request.mask();
        return new GenerationInput(
                request.configId(),
                request.prompt(),
                request.references().stream()
                        .filter(there)
                        .map(ReferencePicture::uploadId)
                        .toList(),
                request.model(),
                options.aspectRatio(),
                options.imageSize(),
                options.googleSearch(),
                options.size(),
                options.quality(),
                options.outputFormat(),
                options.outputCompression(),
                options.background(),
                options.moderation(),
                request.count(),
                options.partialImages(),
                mask != null && there.test(mask) ? mask.uploadId() : null,
                null);
    }

    PictureOptions options() {
        return new PictureOptions(
                aspectRatio,
                imageSize,
                size,
                quality,
                outputFormat,
                outputCompression,
                background,
                moderation,
                Boolean.TRUE.equals(enableGoogleSearch),
                Objects.requireNonNullElse(partialImages, 0));
    }

    private static @Nullable String trimmed(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** A trimmed text, where {@code auto} means the same as null. */
    private static @Nullable String chosen(@Nullable String text) {
        String word = trimmed(text);
        return "auto".equals(word) ? null : word;
    }
}
