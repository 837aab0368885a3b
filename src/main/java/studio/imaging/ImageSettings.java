package studio.imaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.Optional;
import studio.settings.Converters.Bytes;

/** What decoding pictures may use. */
@ConfigMapping(prefix = "studio.image")
public interface ImageSettings {

    /** {@code MAX_IMAGE_PIXELS}: larger pictures are refused by their header. */
    @Min(1)
    @Max(Integer.MAX_VALUE)
    long maxPixels();

    /**
     * {@code IMAGE_MEMORY}: bytes that decoding may take at once, outside the heap; absent: what the machine or container leaves.
     */
    Optional<@WithConverter(Bytes.class) @Min(16L << 20) @Max(64L << 30) Long> memory();

    /** {@code VIPS_LIBRARY}: path of libvips' shared object; absent: the usual places are searched. */
    Optional<Path> vipsLibrary();
}
