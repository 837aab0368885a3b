package studio.imaging.metadata;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;

/** A file format as a place for metadata. Its pixel data is moved, never touched. */
sealed interface MetadataContainer permits PngMetadata, JpegMetadata, WebpMetadata {

    /** The XMP packet that the picture already has, or null. */
    @Nullable
    String existing(HeaderBytes bytes) throws IOException;

    /** How many bytes a packet may have. */
    default int limit() {
        return 1_000_000;
    }

    /**
     * How to copy the file with this packet in place of the existing one.
     *
     * @return empty when the container has a form that is better left alone
     */
    Optional<SplicedCopy> with(HeaderBytes bytes, ImageInfo info, XmpPacket packet) throws IOException;

    /** The fields that {@link #with} wrote; empty for other pictures. */
    default Map<String, String> fields(HeaderBytes bytes) throws IOException {
        String packet = existing(bytes);
        return packet == null ? Map.of() : XmpPacket.fields(packet);
    }

    /**
     * How to copy the file without metadata: a list of what is kept, not of what is left out.
     *
     * @return empty where it is unknown what is safe to keep
     */
    Optional<SplicedCopy> stripped(HeaderBytes bytes) throws IOException;

    static @Nullable MetadataContainer of(ImageFormat format) {
        return switch (format) {
            case PNG -> new PngMetadata();
            case JPEG -> new JpegMetadata();
            case WEBP -> new WebpMetadata();
            default -> null;
        };
    }
}
