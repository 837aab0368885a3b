package studio.gallery;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.time.Duration;
import studio.settings.Converters.Bytes;
import studio.settings.Converters.Limits;
import studio.settings.Converters.Millis;
import studio.settings.Converters.Switch;

/** What is kept of pictures; 0 stands for no limit in each {@code keep}. */
@RegisterForReflection
@ConfigMapping(prefix = "studio.gallery")
public interface GallerySettings {

    /** {@code EMBED_METADATA}: write prompt and parameters into the stored file. */
    @WithConverter(Switch.class)
    boolean embedMetadata();

    /** {@code TRASH_TTL_MS}: how long deleted entries can be restored. */
    @WithConverter(Millis.class)
    @Limits(max = 3650 * Limits.DAY)
    Duration trashTtl();

    /** {@code GALLERY_KEEP_DAYS}: older pictures go to the trash; favourites never do, here and below. */
    @Limits(max = 3650)
    int keepDays();

    /** {@code GALLERY_KEEP_ENTRIES}: how many of the newest pictures stay. */
    @Limits(max = Integer.MAX_VALUE)
    int keepEntries();

    /** {@code GALLERY_KEEP_BYTES}: how large the newest pictures that stay may be together. */
    @WithConverter(Bytes.class)
    @Limits(max = 1L << 50)
    long keepBytes();
}
