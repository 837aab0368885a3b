package studio.imaging;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.nio.file.Path;
import java.util.Optional;
import studio.settings.Converters.Bytes;
import studio.settings.Converters.Limits;

/** What decoding pictures may use. */
@RegisterForReflection
@ConfigMapping(prefix = "studio.image")
public interface ImageSettings {

    /** {@code MAX_IMAGE_PIXELS}: larger pictures are refused by their header. */
    @Limits(min = 1, max = Integer.MAX_VALUE)
    long maxPixels();

    /**
     * {@code IMAGE_MEMORY}: bytes that decoding may take at once, outside the heap; absent: what the machine or container leaves.
     */
    Optional<@WithConverter(Bytes.class) @Limits(min = 16L << 20, max = 64L << 30) Long> memory();

    /** {@code VIPS_LIBRARY}: path of libvips' shared object; absent: the usual places are searched. */
    Optional<Path> vipsLibrary();
}
