package studio.imaging.prepare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.decode.PictureDecoder;
import studio.imaging.decode.UndecodedException;
import studio.imaging.metadata.SplicedCopy;
import studio.imaging.metadata.StrippedPicture;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/**
 * Takes the metadata out of a picture's container where the rest may stay as it is, and decodes it where not. A file's header is
 * checked against the pixel cap before anything decodes it.
 */
public final class LosslessFirstPreparation implements PicturePreparation {
    /** The longest side that every format that is written can have: WebP's. */
    private static final int LONGEST_SIDE = 16_383;

    private final @Nullable PictureDecoder decoder;
    private final long maxPixels;

    /** @param decoder null where nothing can decode */
    public LosslessFirstPreparation(@Nullable PictureDecoder decoder, long maxPixels) {
        this.decoder = decoder;
        this.maxPixels = maxPixels;
    }

    @Override
    public Prepared prepare(Path source, Limits limits, Path target)
            throws NotAnImageException, UndecodedException, UnpreparableException {
        try {
            ImageInfo info = whole(source);
            boolean fits = info.upright()
                    && limits.formats().contains(info.format())
                    && info.longSide() <= limits.maxSide()
                    && !PixelLayout.read(source, info).cmyk();
            Path made = fits ? stripped(source, info, limits.maxBytes(), folder(target)) : null;
            boolean reencoded = made == null;
            if (made == null) {
                made = recoded(source, info, limits, folder(target));
            }
            return moved(made, info, reencoded, target);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + source.getFileName(), e);
        }
    }

    @Override
    public Prepared prepareMask(Path source, int width, int height, Path target)
            throws NotAnImageException, UndecodedException, UnpreparableException {
        try {
            ImageInfo info = whole(source);
            if (!sameShape(info, width, height)) {
                throw UnpreparableException.maskShape(info, width, height);
            }
            Path folder = folder(target);
            PictureDecoder able = decoder(info.format());
            if (able == null || !able.writes().contains(ImageFormat.PNG)) {
                throw UnpreparableException.format(info.format(), Set.of(ImageFormat.PNG));
            }
            FittingEncoder png = new FittingEncoder(EnumSet.of(ImageFormat.PNG), info.format(), Long.MAX_VALUE, folder);
            Optional<Path> made = able.decode(source, info, box(info, LONGEST_SIDE), picture -> {
                if (!picture.transparent()) {
                    return Optional.empty();
                }
                try (DecodedPicture mask = picture.exactly(width, height)) {
                    return png.write(mask);
                }
            });
            return moved(made.orElseThrow(UnpreparableException::maskOpaque), info, true, target);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + source.getFileName(), e);
        }
    }

    private ImageInfo whole(Path source) throws NotAnImageException, IOException {
        ImageInfo info = ImageProbe.probe(source, maxPixels);
        if (!info.complete()) {
            throw NotAnImageException.undecodable(info, "cut off", null);
        }
        return info;
    }

    /** A copy without metadata, or null when that needs decoding or is too large. */
    private static @Nullable Path stripped(Path source, ImageInfo info, long maxBytes, Path folder) throws IOException {
        Optional<SplicedCopy> copy = StrippedPicture.plan(source, info.format());
        if (copy.isEmpty() || copy.get().length() > maxBytes) {
            return null;
        }
        Path file = Files.createTempFile(folder, ".", "." + info.format().extension());
        try {
            StrippedPicture.write(copy.get(), source, file);
            return file;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private Path recoded(Path source, ImageInfo info, Limits limits, Path folder)
            throws NotAnImageException, UndecodedException, UnpreparableException, IOException {
        PictureDecoder able = decoder(info.format());
        Set<ImageFormat> formats = EnumSet.copyOf(limits.formats());
        if (able != null) {
            formats.retainAll(able.writes());
        }
        if (able == null || formats.isEmpty()) {
            throw refusal(source, info, limits);
        }
        FittingEncoder encoder = new FittingEncoder(formats, info.format(), limits.maxBytes(), folder);
        try {
            return able.decode(source, info, box(info, limits.maxSide()), encoder::write)
                    .orElseThrow(() -> UnpreparableException.tooLarge(info, limits));
        } catch (UndecodedException e) {
            if (e.reason() == UndecodedException.Reason.FORMAT) {
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
            return UnpreparableException.cmyk();
        }
        return info.longSide() > limits.maxSide() || info.bytes() > limits.maxBytes()
                ? UnpreparableException.tooLarge(info, limits)
                : UnpreparableException.metadata(info.format());
    }

    private @Nullable PictureDecoder decoder(ImageFormat format) {
        return decoder != null && decoder.formats().contains(format) ? decoder : null;
    }

    private static int box(ImageInfo info, int maxSide) {
        return Math.min(Math.min(info.longSide(), maxSide), LONGEST_SIDE);
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
