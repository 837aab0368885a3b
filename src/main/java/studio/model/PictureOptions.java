package studio.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * How a picture shall be, in the studio's own terms; adapters translate. Absent options are null (or false, or 0) and are
 * not sent.
 *
 * @param aspectRatio for example {@code 16:9}
 * @param imageSize a tier: {@code 512}, {@code 1K}, {@code 1.5K}, {@code 2K}, {@code 3K}, {@code 4K}
 * @param size exact pixels: {@code 1536x1024}
 * @param quality for example {@code high}
 * @param outputFormat {@code png}, {@code jpeg}, {@code webp}
 * @param outputCompression 0 to 100, of JPEG and WebP
 * @param background {@code auto}, {@code transparent}, {@code opaque}
 * @param moderation how strict the provider's check is: {@code auto}, {@code low}
 * @param googleSearch let the model search the web first
 * @param partialImages how many unfinished pictures to show on the way, 0 to 3; providers bill each a little
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record PictureOptions(
        @Nullable String aspectRatio,
        @Nullable String imageSize,
        @Nullable String size,
        @Nullable String quality,
        @Nullable String outputFormat,
        @Nullable Integer outputCompression,
        @Nullable String background,
        @Nullable String moderation,
        boolean googleSearch,
        int partialImages) {

    /** Whatever the model does by itself. */
    public static final PictureOptions NONE =
            new PictureOptions(null, null, null, null, null, null, null, null, false, 0);

    /** Only a ratio and a tier. */
    public static PictureOptions of(@Nullable String aspectRatio, @Nullable String imageSize) {
        return new PictureOptions(aspectRatio, imageSize, null, null, null, null, null, null, false, 0);
    }
}
