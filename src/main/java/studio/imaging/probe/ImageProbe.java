package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Tells from a file's first bytes which picture it is and how large, and from its last ones whether it is whole. What
 * anybody declared about the file (name, media type) plays no part. A few kilobytes are read whatever the file's size, and
 * nothing is decoded; a picture that passes can still be damaged inside.
 *
 * <p>The formats' facts are from their specifications: PNG (W3C), JPEG (ITU T.81, EXIF 2.3), GIF89a, the WebP container
 * (RFC 9649), HEIF and AVIF (ISO 23008-12), TIFF 6.0.
 */
public final class ImageProbe {
    /** A longer side than this is taken for damage, not for a picture. */
    private static final int MAX_SIDE = 500_000;

    private ImageProbe() {}

    /**
     * @throws NotAnImageException whose message says what the bytes seem to be instead
     * @throws IOException when the file cannot be read
     */
    public static ImageInfo probe(Path file) throws NotAnImageException, IOException {
        try (HeaderBytes bytes = new HeaderBytes(file)) {
            try {
                return checked(header(bytes));
            } catch (EOFException e) {
                throw damaged(bytes, e);
            }
        }
    }

    /**
     * The same, and pictures of more than {@code maxPixels} are refused: what decodes them would need memory and time out of
     * all proportion to the file's size.
     */
    public static ImageInfo probe(Path file, long maxPixels) throws NotAnImageException, IOException {
        ImageInfo info = probe(file);
        if (info.pixels() > maxPixels) {
            throw new NotAnImageException("the picture is too large: " + info.width() + "x" + info.height()
                    + " is more than the allowed " + maxPixels + " pixels");
        }
        return info;
    }

    private static ImageInfo header(HeaderBytes bytes) throws NotAnImageException, IOException {
        if (bytes.has(0, "\u0089PNG\r\n\u001a\n")) {
            return PngHeader.read(bytes);
        }
        if (bytes.has(0, "\u00ff\u00d8\u00ff")) {
            return JpegHeader.read(bytes);
        }
        if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a")) {
            return GifHeader.read(bytes);
        }
        if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP")) {
            return WebpHeader.read(bytes);
        }
        if (bytes.has(4, "ftyp")) {
            return HeifHeader.read(bytes);
        }
        if (bytes.has(0, "II*\0") || bytes.has(0, "MM\0*")) {
            return TiffHeader.read(bytes);
        }
        if (bytes.has(0, "BM")) {
            return BmpHeader.read(bytes);
        }
        return TextHeader.read(bytes);
    }

    private static ImageInfo checked(ImageInfo info) throws NotAnImageException {
        boolean sizeless = info.format() == ImageFormat.SVG;
        int least = sizeless ? 0 : 1;
        if (info.width() < least || info.height() < least || info.width() > MAX_SIDE || info.height() > MAX_SIDE) {
            throw new NotAnImageException("a damaged " + info.format() + " picture: its header claims a size of "
                    + info.width() + "x" + info.height());
        }
        return info;
    }

    private static NotAnImageException damaged(HeaderBytes bytes, EOFException cause) {
        return new NotAnImageException(
                "a picture that is cut off or damaged in its header (" + bytes.size() + " bytes in all)", cause);
    }
}
