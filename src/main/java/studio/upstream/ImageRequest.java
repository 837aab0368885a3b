package studio.upstream;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a model, in the studio's own words; an adapter translates it. Absent options are null and are not sent.
 *
 * @param aspectRatio for example {@code 16:9}
 * @param imageSize a tier: {@code 512}, {@code 1K}, {@code 2K}, {@code 4K}
 * @param size exact pixels: {@code 1536x1024}
 * @param googleSearch let the model search the web first
 */
public record ImageRequest(
        Connection connection,
        String model,
        String prompt,
        List<Reference> references,
        @Nullable String aspectRatio,
        @Nullable String imageSize,
        boolean googleSearch,
        @Nullable String size,
        @Nullable String quality,
        @Nullable String outputFormat,
        @Nullable String background) {

    /** A reference picture on disk, already checked. */
    public record Reference(Path file, String mediaType, long bytes) {}
}
