package studio.imaging.metadata;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;

/** Reads back what {@link PictureMetadataWriter} wrote, from the file's header or its last chunk; a few megabytes at most. */
public final class PictureMetadataReader {
    private PictureMetadataReader() {}

    /**
     * @return empty for pictures that the studio did not label, and for anything that is no picture
     * @throws IOException when the file cannot be read
     */
    public static Optional<PictureMetadata> read(Path picture) throws IOException {
        ImageFormat format;
        try {
            format = ImageProbe.probe(picture).format();
        } catch (NotAnImageException e) {
            return Optional.empty();
        }
        MetadataContainer container = MetadataContainer.of(format);
        if (container == null) {
            return Optional.empty();
        }
        try (HeaderBytes bytes = new HeaderBytes(picture)) {
            Map<String, String> fields = container.fields(bytes);
            return fields.isEmpty() ? Optional.empty() : Optional.of(new PictureMetadata(fields));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }
}
