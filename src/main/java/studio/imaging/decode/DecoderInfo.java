package studio.imaging.decode;

import org.jspecify.annotations.Nullable;

/**
 * What decodes pictures here.
 *
 * @param name for example {@code libvips}
 * @param available false: nothing decodes, and originals are shown in place of thumbnails
 * @param description for the log and the health page, for example {@code libvips 8.18.7 (/opt/vips/…)}
 */
public record DecoderInfo(String name, @Nullable String version, boolean available, String description) {
    static final DecoderInfo NONE = new DecoderInfo(
            "none", null, false, "none: libvips was not found, so originals are shown in place of thumbnails");
}
