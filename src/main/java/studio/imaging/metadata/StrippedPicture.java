package studio.imaging.metadata;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import studio.imaging.probe.HeaderBytes;
import studio.imaging.probe.ImageFormat;

/**
 * How to copy a picture without what it says about its making, place and owner (EXIF, XMP, IPTC, comments, embedded smaller
 * pictures, whatever programs append), by edits of its container alone: the pixels stay as they are, and so do the colour
 * profile and all else that decides how they look.
 */
public final class StrippedPicture {
    private StrippedPicture() {}

    /**
     * @return empty where it cannot be told what is safe to keep: formats that weave everything together (TIFF), pictures
     *     that move, and containers of an odd form
     */
    public static Optional<SplicedCopy> plan(Path source, ImageFormat format) throws IOException {
        try (HeaderBytes bytes = HeaderBytes.unlimited(source)) {
            MetadataContainer container = MetadataContainer.of(format);
            Optional<SplicedCopy> copy = Optional.empty();
            if (container != null) {
                copy = container.stripped(bytes);
            } else if (format == ImageFormat.AVIF || format == ImageFormat.HEIC) {
                copy = Optional.of(StrippedHeif.plan(bytes));
            }
            return copy.filter(spliced -> spliced.within(bytes.size()));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    public static void write(SplicedCopy copy, Path source, Path target) throws IOException {
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE)) {
            copy.write(in, out);
        }
    }
}
