package studio.upstream;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.model.PictureOptions;

/**
 * What is asked of a model in one call, in the studio's own words; an adapter translates it.
 *
 * @param prompt may be empty when there are references
 * @param references in the order in which the prompt speaks of them
 * @param mask which part of the first reference to change (transparent pixels); null: no mask
 * @param count pictures wanted of this one call; 1 unless the model's capabilities allow more per call
 */
public record ImageRequest(
        Connection connection,
        String model,
        String prompt,
        List<Reference> references,
        @Nullable Reference mask,
        int count,
        PictureOptions options) {

    /** A reference picture on disk, already fit for the provider. */
    public record Reference(Path file, String mediaType, long bytes) {}
}
