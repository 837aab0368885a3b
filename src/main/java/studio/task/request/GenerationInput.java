package studio.task.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.model.PictureOptions;
import studio.task.GenerationRequest;
import studio.task.ReferencePicture;

/**
 * The body of a generation, as the API describes it and gives it back to be changed. It is read as a stream, by {@link
 * studio.task.request.GenerationRequestReader}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "GenerationInput", description = "A prompt or at least one picture is needed; the rest has defaults.")
public record GenerationInput(
        @Schema(description = "An API config; the default one when absent") @Nullable
        String configId,

        @Schema(description = "At most 32,000 characters") @Nullable
        String prompt,

        @Schema(description = "Reference pictures: data URLs, `upload:<sha256>` or `gallery:<entry id>`") @Nullable
        List<String> images,

        @Schema(description = "The API config's own when absent") @Nullable
        String model,

        @Schema(description = "For example 16:9") @Nullable String aspectRatio,
        @Schema(description = "For example 2K") @Nullable String imageSize,
        @Nullable Boolean enableGoogleSearch,

        @Schema(description = "WIDTHxHEIGHT in pixels, for example 1536x1024") @Nullable
        String size,

        @Nullable String quality,
        @Nullable String outputFormat,

        @Schema(description = "0 to 100, of JPEG and WebP") @Nullable
        Integer outputCompression,

        @Nullable String background,

        @Schema(description = "How strict the provider's own check is, for example low") @Nullable
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

    /**
     * What a task was asked for.
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
}
