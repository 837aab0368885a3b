package studio.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import studio.imaging.UnpreparableException.Reason;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.decode.Decoding;
import studio.imaging.decode.UndecodedException;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.metadata.SplicedCopy;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/**
 * Makes the reference that a provider gets out of a user's picture: upright, in an accepted format, within the limits, and without
 * data about place, time and owner. The pixels stay byte for byte the same unless the limits demand that the picture is encoded
 * anew. Safe for many threads.
 */
public final class PicturePreparation {
    /** The longest side that every format that is written can have: WebP's. */
    private static final int MAX_SIDE = 16_383;

    private final Decoding decoding;
    private final long maxPixels;

    public PicturePreparation(Decoding decoding, long maxPixels) {
        this.decoding = decoding;
        this.maxPixels = maxPixels;
    }

    /**
     * What a provider takes.
     *
     * @param formats at least one
     * @param maxBytes the size of one file, before base64
     * @param maxSide the longer side, pixels
     */
    public record Limits(Set<ImageFormat> formats, long maxBytes, int maxSide) {}

    /**
     * The picture to send.
     *
     * @param file the requested target
     * @param reencoded whether the pixels were encoded anew
     * @param scaled whether it has fewer (for a mask: another number of) pixels than the source
     */
    public record Prepared(
            Path file, ImageFormat format, int width, int height, long bytes, boolean reencoded, boolean scaled) {}

    /**
     * Writes the target, completely or not at all; it is not synced, for it lives no longer than a request.
     *
     * <p>A moving picture becomes a still of its first one. What is encoded anew becomes PNG where the source is transparent or of
     * a lossless kind (PNG, GIF, BMP), else JPEG, or whichever of PNG, JPEG and WebP the provider takes; too large a file
     * is tried in lower quality and then in fewer pixels, nine times at most.
     *
     * @param source not changed; what it is, its bytes decide
     * @throws NotAnImageException when the source is no picture, cut off, damaged or of too many pixels
     * @throws UndecodedException when decoding is needed and would take too much memory, or has ended the process before
     * @throws UnpreparableException when the provider cannot take it and nothing here can change that
     * @throws UncheckedIOException when the disk fails, or the thread is interrupted
     */
    public Prepared prepare(Path source, Limits limits, Path target)
            throws NotAnImageException, UndecodedException, UnpreparableException {
        try {
            ImageInfo info = complete(source);
            boolean fits = info.upright()
                    && limits.formats().contains(info.format())
                    && info.longSide() <= limits.maxSide()
                    && !PixelLayout.read(source, info).cmyk();
            Optional<Path> stripped = fits ? stripped(source, info, limits.maxBytes(), target) : Optional.empty();
            return stripped.isPresent()
                    ? moved(stripped.get(), info, false, target)
                    : moved(encoded(source, info, limits, target), info, true, target);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + source.getFileName(), e);
        }
    }

    /**
     * Writes a mask: a PNG with an alpha channel and of exactly this size, that of the prepared reference it belongs to. Throws
     * as {@link #prepare} does.
     */
    public Prepared prepareMask(Path source, int width, int height, Path target)
            throws NotAnImageException, UndecodedException, UnpreparableException {
        try {
            ImageInfo info = complete(source);
            if (!sameShape(info, width, height)) {
                throw UnpreparableException.maskShape(info, width, height);
            }
            if (!decoding.reads(info.format())) {
                throw UnpreparableException.format(info.format(), Set.of(ImageFormat.PNG));
            }
            FittingEncoder png =
                    new FittingEncoder(Set.of(ImageFormat.PNG), info.format(), Long.MAX_VALUE, folder(target));
            Optional<Path> made = decoding.decode(source, info, box(info, MAX_SIDE), picture -> {
                if (!picture.transparent()) {
                    return Optional.empty();
                }
                try (DecodedPicture mask = picture.exactly(width, height)) {
                    return png.write(mask);
                }
            });
            if (made.isEmpty()) {
                throw new UnpreparableException(Reason.MASK_OPAQUE, "imaging.mask_opaque");
            }
            return moved(made.get(), info, true, target);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + source.getFileName(), e);
        }
    }

    private ImageInfo complete(Path source) throws NotAnImageException, IOException {
        ImageInfo info = ImageProbe.probe(source, maxPixels);
        if (!info.complete()) {
            throw NotAnImageException.undecodable(info, "cut off", null);
        }
        return info;
    }

    /** A copy without metadata; empty when that needs decoding or is too large. */
    private static Optional<Path> stripped(Path source, ImageInfo info, long maxBytes, Path target) throws IOException {
        Optional<SplicedCopy> copy =
                PictureMetadata.stripped(source, info.format()).filter(plan -> plan.length() <= maxBytes);
        if (copy.isEmpty()) {
            return Optional.empty();
        }
        Path file =
                Files.createTempFile(folder(target), ".", "." + info.format().extension());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            copy.get().write(source, out);
            return Optional.of(file);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private Path encoded(Path source, ImageInfo info, Limits limits, Path target)
            throws NotAnImageException, UndecodedException, UnpreparableException, IOException {
        Set<ImageFormat> formats = EnumSet.copyOf(limits.formats());
        formats.retainAll(decoding.writes());
        if (!decoding.reads(info.format()) || formats.isEmpty()) {
            throw refusal(source, info, limits);
        }
        FittingEncoder encoder = new FittingEncoder(formats, info.format(), limits.maxBytes(), folder(target));
        try {
            return decoding.decode(source, info, box(info, limits.maxSide()), encoder::write)
                    .orElseThrow(() -> UnpreparableException.tooLarge(info, limits));
        } catch (UndecodedException e) {
            if (e.formatUnknown()) {
                throw refusal(source, info, limits);
            }
            throw e;
        }
    }

    private static UnpreparableException refusal(Path source, ImageInfo info, Limits limits) throws IOException {
        if (!limits.formats().contains(info.format())) {
            return UnpreparableException.format(info.format(), limits.formats());
        }
        if (PixelLayout.read(source, info).cmyk()) {
            return new UnpreparableException(Reason.FORMAT, "imaging.cmyk");
        }
        return info.longSide() > limits.maxSide() || info.bytes() > limits.maxBytes()
                ? UnpreparableException.tooLarge(info, limits)
                : UnpreparableException.metadata(info.format());
    }

    private static int box(ImageInfo info, int maxSide) {
        return Math.min(Math.min(info.longSide(), maxSide), MAX_SIDE);
    }

    /** Within one pixel, for a picture that was scaled has sides that are rounded. */
    private static boolean sameShape(ImageInfo info, int width, int height) {
        double factor = (double) Math.max(width, height) / info.longSide();
        return Math.abs(info.width() * factor - width) <= 1 && Math.abs(info.height() * factor - height) <= 1;
    }

    private static Path folder(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder for " + target);
        }
        return folder;
    }

    private static Prepared moved(Path made, ImageInfo source, boolean reencoded, Path target)
            throws NotAnImageException, IOException {
        try {
            ImageInfo info = ImageProbe.probe(made);
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            boolean scaled = info.width() != source.width() || info.height() != source.height();
            return new Prepared(target, info.format(), info.width(), info.height(), info.bytes(), reencoded, scaled);
        } finally {
            Files.deleteIfExists(made);
        }
    }
}
