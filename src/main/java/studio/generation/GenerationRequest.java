package studio.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asked for, checked and complete: the config and model are named, reference pictures are on disk. It is
 * kept with the task so that a retry needs nothing else.
 *
 * @param prompt may be empty when there are reference pictures
 * @param includeImageData the synchronous answer shall carry the picture too
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationRequest(
        String configId,
        String model,
        String prompt,
        List<ReferencePicture> references,
        @Nullable String aspectRatio,
        @Nullable String imageSize,
        boolean enableGoogleSearch,
        @Nullable String size,
        @Nullable String quality,
        @Nullable String outputFormat,
        @Nullable String background,
        boolean includeImageData) {}
