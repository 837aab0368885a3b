package studio.imaging.decode;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.ImageFormat;

/**
 * What decodes pictures here.
 *
 * @param name for example {@code libvips}
 * @param description for the log and the health page, for example {@code libvips 8.18.7 (/opt/vips/…)}
 * @param reads none: originals are shown in place of thumbnails
 * @param writes the formats that decoded pictures can be written in
 * @param memory that all decodings together may take at once, bytes
 */
public record DecoderInfo(
        String name,
        @Nullable String version,
        String description,
        Set<ImageFormat> reads,
        Set<ImageFormat> writes,
        long memory) {
    static final DecoderInfo NONE = new DecoderInfo(
            "none",
            null,
            "none: libvips was not found, so originals are shown in place of thumbnails",
            Set.of(),
            Set.of(),
            0);

    /** For people who need not know where it lies. */
    public String title() {
        return version == null ? name : name + " " + version;
    }

    public boolean available() {
        return !reads.isEmpty();
    }
}
