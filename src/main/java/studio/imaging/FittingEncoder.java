package studio.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.probe.ImageFormat;

/**
 * Writes a decoded picture within a number of bytes: as it is if that suffices, else in lower quality, else in fewer pixels. The
 * number of tries is fixed.
 *
 * @param formats what may be written, some of PNG, JPEG and WebP
 * @param folder where to write
 */
record FittingEncoder(Set<ImageFormat> formats, ImageFormat source, long maxBytes, Path folder) {
    private static final Set<ImageFormat> LOSSLESS = EnumSet.of(ImageFormat.PNG, ImageFormat.GIF, ImageFormat.BMP);
    private static final int[] QUALITIES = {92, 85, 75};
    private static final int QUALITY_OF_SMALLER = 80;
    private static final double[] SCALES = {0.71, 0.5, 0.35, 0.25};

    /** Returns a new file, or nothing when all that was tried is too large. */
    Optional<Path> write(DecodedPicture picture) throws IOException {
        ImageFormat lossy = lossy(picture.transparent());
        boolean exact = lossy == null || LOSSLESS.contains(source) || picture.transparent();
        Optional<Path> file = Optional.empty();
        if (exact && formats.contains(ImageFormat.PNG)) {
            file = tried(picture, ImageFormat.PNG, 100);
        }
        for (int i = 0; i < QUALITIES.length && file.isEmpty() && lossy != null; i++) {
            file = tried(picture, lossy, QUALITIES[i]);
        }
        for (int i = 0; i < SCALES.length && file.isEmpty(); i++) {
            try (DecodedPicture smaller = picture.inside((int) Math.max(1, picture.longSide() * SCALES[i]))) {
                file = tried(smaller, lossy == null ? ImageFormat.PNG : lossy, QUALITY_OF_SMALLER);
            }
        }
        return file;
    }

    /** Transparency is dropped only where neither WebP nor PNG may carry it; null when only PNG fits. */
    private @Nullable ImageFormat lossy(boolean transparent) {
        boolean webp = formats.contains(ImageFormat.WEBP);
        if (transparent) {
            return webp ? ImageFormat.WEBP : formats.contains(ImageFormat.PNG) ? null : ImageFormat.JPEG;
        }
        return formats.contains(ImageFormat.JPEG) ? ImageFormat.JPEG : webp ? ImageFormat.WEBP : null;
    }

    private Optional<Path> tried(DecodedPicture picture, ImageFormat format, int quality) throws IOException {
        Path file = Files.createTempFile(folder, ".", "." + format.extension());
        boolean fits = false;
        try {
            picture.write(format, quality, file);
            fits = Files.size(file) <= maxBytes;
        } finally {
            if (!fits) {
                Files.deleteIfExists(file);
            }
        }
        return fits ? Optional.of(file) : Optional.empty();
    }
}
