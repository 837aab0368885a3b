package studio.imaging.metadata;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.files.AtomicFiles;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.Png;

/**
 * What is written into a picture about its making, as container edits: the pixel data stays byte for byte the same. PNG gets text
 * chunks and XMP, JPEG and WebP get XMP; other formats, and containers of an odd form, are copied as they are.
 *
 * <p>A signature over the file, such as C2PA's, no longer matches after any edit; the writing can be switched off.
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
     * Reads back what {@link #embed} or an {@link Ending} wrote.
     *
     * @return {@link #NONE} for pictures that the studio did not label, and for what is not an image
     * @throws IOException when the file cannot be read
     */
    public static PictureMetadata read(Path picture) throws IOException {
        try (HeaderBytes bytes = HeaderBytes.unlimited(picture)) {
            Container container = Container.of(ImageProbe.probe(picture).format());
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
        Plan plan;
        try (HeaderBytes bytes = new HeaderBytes(source)) {
            plan = plan(bytes, info)
                    .orElseGet(() -> new Plan(new SplicedCopy().range(0, bytes.size()), Embedded.NOTHING));
        }
        plan.copy().write(source, target);
        return plan.embedded();
    }

    /**
     * How to write these fields into the file itself, with no need of a copy.
     *
     * @return empty where that takes a copy; an ending without bytes where nothing is to be written
     * @throws IOException when the file cannot be read
     */
    public Optional<Ending> ending(Path picture, ImageInfo info) throws IOException {
        Container container = Container.of(info.format());
        Map<String, String> clean = XmpPacket.clean(fields);
        if (container == null || clean.isEmpty() || !info.complete()) {
            return Optional.of(Ending.NONE);
        }
        try (HeaderBytes bytes = new HeaderBytes(picture)) {
            XmpPacket packet = XmpPacket.fitting(clean, null, container.limit());
            return packet == null ? Optional.empty() : container.ending(bytes, packet);
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /**
     * Puts a file back as it was before an {@link Ending}, whole or cut off by the end of the process, was written into it. The file
     * is replaced, so that what is linked to it stays as it is. Other pictures are not touched.
     *
     * @throws IOException when the disk fails
     */
    public static void restore(Path picture) throws IOException {
        long end;
        try (HeaderBytes bytes = HeaderBytes.unlimited(picture)) {
            end = PngMetadata.startOfEnding(bytes);
        } catch (EOFException e) {
            return;
        }
        if (end > 0) {
            SplicedCopy before = new SplicedCopy().range(0, end).bytes(Png.end());
            AtomicFiles.write(picture, out -> before.write(picture, Channels.newChannel(out)));
        }
    }

    private record Plan(SplicedCopy copy, Embedded embedded) {}

    /** Empty where a plain copy is to be made: a picture that was paid for is kept as it came. */
    private Optional<Plan> plan(HeaderBytes bytes, ImageInfo info) throws IOException {
        Container container = Container.of(info.format());
        Map<String, String> clean = XmpPacket.clean(fields);
        // An edit would make a picture that is cut off look complete.
        if (container == null || clean.isEmpty() || !info.complete()) {
            return Optional.empty();
        }
        try {
            XmpPacket packet = XmpPacket.fitting(clean, container.existing(bytes), container.limit());
            return packet == null
                    ? Optional.empty()
                    : container
                            .with(bytes, info, packet)
                            .filter(copy -> copy.within(bytes.size()))
                            .map(copy -> new Plan(
                                    copy, packet.fields().equals(fields) ? Embedded.WHOLE : Embedded.SHORTENED));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /**
     * How to copy a picture without data about its making, place and owner (EXIF, XMP, IPTC, comments, embedded smaller
     * pictures, appended data). Pixels, colour profile and all else that decides how they look stay as they are.
     *
     * @return empty where it is unknown what is safe to keep: formats that weave everything together (TIFF), pictures that
     *     move, and containers of an odd form
     */
    public static Optional<SplicedCopy> stripped(Path source, ImageFormat format) throws IOException {
        try (HeaderBytes bytes = HeaderBytes.unlimited(source)) {
            Container container = Container.of(format);
            Optional<SplicedCopy> copy =
                    switch (format) {
                        case AVIF, HEIC -> Optional.of(StrippedHeif.plan(bytes));
                        default -> container == null ? Optional.empty() : container.stripped(bytes);
                    };
            return copy.filter(spliced -> spliced.within(bytes.size()));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /** A file format as a place for metadata. Its pixel data is moved, never touched. */
    sealed interface Container permits PngMetadata, JpegMetadata, WebpMetadata {

        static @Nullable Container of(ImageFormat format) {
            return switch (format) {
                case PNG -> new PngMetadata();
                case JPEG -> new JpegMetadata();
                case WEBP -> new WebpMetadata();
                default -> null;
            };
        }

        /** The XMP packet that the picture already has, or null. */
        @Nullable
        String existing(HeaderBytes bytes) throws IOException;

        /** How many bytes a packet may have. */
        default int limit() {
            return 1_000_000;
        }

        /** How to copy the file with this packet in place of the existing one; empty for a form that is better left alone. */
        Optional<SplicedCopy> with(HeaderBytes bytes, ImageInfo info, XmpPacket packet) throws IOException;

        /** How to write the packet behind the pixel data; empty where its place is before them, or the file has one already. */
        default Optional<Ending> ending(HeaderBytes bytes, XmpPacket packet) throws IOException {
            return Optional.empty();
        }

        /** The fields that {@link #with} or {@link #ending} wrote; empty for other pictures. */
        default Map<String, String> fields(HeaderBytes bytes) throws IOException {
            String packet = existing(bytes);
            return packet == null ? Map.of() : XmpPacket.fields(packet);
        }

        /** How to copy the file without metadata, by a list of what is kept; empty where that is not certain to be safe. */
        Optional<SplicedCopy> stripped(HeaderBytes bytes) throws IOException;
    }
}
