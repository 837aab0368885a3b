package studio.imaging.metadata;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;

/**
 * What is written into a picture about its making, as container edits: the pixel data stays byte for byte the same. PNG gets text
 * chunks and XMP, JPEG and WebP get XMP; pictures of other formats are copied as they are, and so are those whose container has an
 * odd form.
 *
 * <p>A signature over the whole file, such as C2PA's, no longer matches after any edit; who needs it switches the writing off.
 *
 * @param fields flat text ({@code prompt}, {@code model}, {@code parameters} as JSON, {@code createdAt}, {@code entryId}, …); keys
 *     are ASCII letters
 */
public record PictureMetadata(Map<String, String> fields) {
    public static final PictureMetadata NONE = new PictureMetadata(Map.of());

    /** What became of the metadata. The picture itself is in the target in every case. */
    public enum Embedded {
        WHOLE,
        /** A text too long for the format was cut, characters that XML cannot carry or fields with odd names were left out. */
        SHORTENED,
        /** A plain copy: the format carries none, or its container is better left alone. */
        NOTHING
    }

    /**
     * Reads back what {@link #embed} wrote, a few megabytes of the file at most.
     *
     * @return {@link #NONE} for pictures that the studio did not label, and for what is not an image
     * @throws IOException when the file cannot be read
     */
    public static PictureMetadata read(Path picture) throws IOException {
        try (HeaderBytes bytes = new HeaderBytes(picture)) {
            MetadataContainer container =
                    MetadataContainer.of(ImageProbe.probe(picture).format());
            return container == null ? NONE : new PictureMetadata(container.fields(bytes));
        } catch (NotAnImageException | EOFException e) {
            return NONE;
        }
    }

    /**
     * Copies a picture and writes these fields into the copy. Nothing of the file but its header is ever in memory.
     *
     * @throws IOException when reading or writing fails, or the thread is interrupted; the target may then be incomplete
     */
    public Embedded embed(Path source, ImageInfo info, WritableByteChannel target) throws IOException {
        try (HeaderBytes bytes = new HeaderBytes(source);
                FileChannel in = FileChannel.open(source, StandardOpenOption.READ)) {
            Plan plan = plan(bytes, info);
            plan.copy().write(in, target);
            return plan.embedded();
        }
    }

    private record Plan(SplicedCopy copy, Embedded embedded) {}

    private Plan plan(HeaderBytes bytes, ImageInfo info) throws IOException {
        Plan plain = new Plan(new SplicedCopy().range(0, bytes.size()), Embedded.NOTHING);
        MetadataContainer container = MetadataContainer.of(info.format());
        Map<String, String> clean = XmpPacket.clean(fields);
        // An edit would make a picture that is cut off look whole.
        if (container == null || clean.isEmpty() || !info.complete()) {
            return plain;
        }
        try {
            Packet packet = packet(clean, container.existing(bytes), container.limit());
            if (packet == null) {
                return plain;
            }
            Embedded embedded = packet.fields().equals(fields) ? Embedded.WHOLE : Embedded.SHORTENED;
            Optional<SplicedCopy> copy = container.with(bytes, packet.xml(), packet.fields());
            // A header that goes astray: a picture that was paid for is kept as it came.
            return copy.filter(spliced -> spliced.within(bytes.size()))
                    .map(spliced -> new Plan(spliced, embedded))
                    .orElse(plain);
        } catch (EOFException e) {
            return plain;
        }
    }

    // The array is made here and used at once.
    @SuppressWarnings("ArrayRecordComponent")
    private record Packet(byte[] xml, Map<String, String> fields) {}

    /** As many of the fields as fit; null when nothing can be written. */
    private static @Nullable Packet packet(Map<String, String> all, @Nullable String existing, int limit) {
        Map<String, String> fields = all;
        boolean describe = true;
        while (!fields.isEmpty()) {
            byte[] xml = XmpPacket.packet(fields, existing, describe);
            if (xml == null) {
                return null;
            }
            if (xml.length <= limit) {
                return new Packet(xml, fields);
            }
            fields = describe ? fields : XmpPacket.shortened(fields, xml.length - limit);
            describe = false;
        }
        return null;
    }
}
