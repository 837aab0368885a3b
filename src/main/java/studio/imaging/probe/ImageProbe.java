package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Recognizes a picture by its first bytes and reads format, size and completeness from its header. The declared name and media
 * type do not count. A few kilobytes are read whatever the file's size, and nothing is decoded, so a picture that passes can
 * still be damaged inside.
 */
public final class ImageProbe {
    /** A longer side is taken for damage. */
    private static final int MAX_SIDE = 500_000;

    private static final long BMP_CORE = 12;
    private static final Set<Long> BMP_HEADERS = Set.of(BMP_CORE, 40L, 52L, 56L, 64L, 108L, 124L);

    private ImageProbe() {}

    /**
     * @throws NotAnImageException whose message names what the bytes seem to be
     * @throws IOException when the file cannot be read
     */
    public static ImageInfo probe(Path file) throws NotAnImageException, IOException {
        try (HeaderBytes bytes = new HeaderBytes(file)) {
            try {
                return checked(info(bytes));
            } catch (EOFException e) {
                throw new NotAnImageException(
                        "a picture that is cut off or damaged in its header (" + bytes.size() + " bytes in all)", e);
            }
        }
    }

    /** Probes, and refuses pictures of more pixels, see {@link #capped}. */
    public static ImageInfo probe(Path file, long maxPixels) throws NotAnImageException, IOException {
        return capped(probe(file), maxPixels);
    }

    /** Refuses pictures of more pixels by their header: decoding a tiny file could take any memory and time. */
    public static ImageInfo capped(ImageInfo info, long maxPixels) throws NotAnImageException {
        if (info.pixels() > maxPixels) {
            throw new NotAnImageException("the picture is too large: " + info.width() + "x" + info.height()
                    + " is more than the allowed " + maxPixels + " pixels");
        }
        return info;
    }

    private static ImageInfo info(HeaderBytes bytes) throws NotAnImageException, IOException {
        if (bytes.has(0, Png.SIGNATURE)) {
            return Png.info(bytes);
        }
        if (bytes.has(0, "\u00ff\u00d8\u00ff")) {
            return Jpeg.info(bytes);
        }
        if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a")) {
            return Gif.info(bytes);
        }
        if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
            return Webp.info(bytes);
        }
        if (bytes.has(4, "ftyp")) {
            return Heif.info(bytes);
        }
        if (Tiff.begins(bytes, 0)) {
            return Tiff.info(bytes);
        }
        return bytes.has(0, "BM") ? bmp(bytes) : Text.info(bytes);
    }

    /** The size is in the information header; a negative height means that rows run from top to bottom. */
    private static ImageInfo bmp(HeaderBytes bytes) throws NotAnImageException, IOException {
        long header = bytes.size() < 26 ? 0 : bytes.u32le(14);
        if (!BMP_HEADERS.contains(header)) {
            throw new NotAnImageException("unknown bytes, not a picture");
        }
        boolean core = header == BMP_CORE;
        int width = core ? bytes.u16le(18) : (int) bytes.u32le(18);
        int height = core ? bytes.u16le(20) : HeaderBytes.pixels(Math.abs((long) (int) bytes.u32le(22)));
        boolean complete = bytes.u32le(2) <= bytes.size() && bytes.u32le(10) < bytes.size();
        return new ImageInfo(ImageFormat.BMP, width, height, bytes.size(), complete);
    }

    private static ImageInfo checked(ImageInfo info) throws NotAnImageException {
        int min = info.format().raster() ? 1 : 0;
        if (info.width() < min || info.height() < min || info.longSide() > MAX_SIDE) {
            throw new NotAnImageException("a damaged " + info.format() + " picture: its header claims a size of "
                    + info.width() + "x" + info.height());
        }
        return info;
    }
}
