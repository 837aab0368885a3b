package studio.gallery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import studio.settings.Converters.Bytes;
import studio.settings.Converters.Millis;
import studio.settings.Converters.Switch;

/** What is kept of pictures; 0 stands for no limit in each {@code keep}. */
@ConfigMapping(prefix = "studio.gallery")
public interface GallerySettings {

    /** {@code EMBED_METADATA}: write prompt and parameters into the stored file. */
    @WithConverter(Switch.class)
    boolean embedMetadata();

    /** {@code TRASH_TTL_MS}: how long deleted entries can be restored. */
    @WithConverter(Millis.class)
    @DurationMin
    @DurationMax(days = 3650)
    Duration trashTtl();

    /** {@code GALLERY_KEEP_DAYS}: older pictures go to the trash; favourites never do, here and below. */
    @Min(0)
    @Max(3650)
    int keepDays();

    /** {@code GALLERY_KEEP_ENTRIES}: how many of the newest pictures stay. */
    @Min(0)
    @Max(Integer.MAX_VALUE)
    int keepEntries();

    /** {@code GALLERY_KEEP_BYTES}: how large the newest pictures that stay may be together. */
    @WithConverter(Bytes.class)
    @Min(0)
    @Max(1L << 50)
    long keepBytes();
}
