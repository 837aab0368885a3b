package studio.task;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a generation, for the API's description alone: it is read as a stream, by {@link
 * studio.generation.GenerationRequestReader}.
 */
@Schema(name = "GenerationInput", description = "A prompt or at least one picture is needed; the rest has defaults.")
record GenerationInput(
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
        @Nullable String background,
        @Schema(description = "How many pictures") @Nullable Integer n,

        @Schema(description = "Whether the synchronous answer carries the picture as a data URL") @Nullable
        Boolean includeImageData) {}
