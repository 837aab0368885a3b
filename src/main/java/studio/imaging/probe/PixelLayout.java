package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import studio.files.Sha256;

/**
 * How a picture's pixels are stored, and therefore how much memory decoding takes. Most files are decoded row by row; a decoder
 * holds the full frame where the file stores it in several passes (interlaced PNG, progressive JPEG) or where the decoding
 * library knows no other way (GIF, WebP, AVIF, HEIC, TIFF).
 *
 * <p>The factors are peaks that were measured with libvips 8.18 (docs/performance.md), rounded up by a fifth or more.
 *
 * @param pixels of the full frame that the decoder works on
 * @param channels of a decoded pixel, an alpha channel included
 * @param channelBytes 2 for pictures of 16 bits a channel, else 1
 * @param held what the decoder holds beside the pixels that it returns, bytes
 * @param dataAt where the pixel data starts in the file
 * @param dataLength how much of it identifies the picture, bytes
 */
public record PixelLayout(
        ImageInfo info, long pixels, int channels, int channelBytes, long held, long dataAt, int dataLength) {
    /** Smaller than this no picture is decoded, pixels. */
    public static final int MIN_BOX = 400;

    /** So many bytes of pixel data identify a picture. */
    static final int SAMPLE = 64 * 1024;

    /** The longer side of pictures whose encoding takes no memory worth counting, pixels. */
    private static final int ENCODED_AT_ONCE = 1600;

    private static final long BASE = 8 << 20;
    /** While shrinking libvips keeps a band of rows: so many bytes for each column and channel. */
    private static final int BAND = 2048;
    /** Encoding a large picture as WebP takes so many bytes a pixel; only transparent ones may need it. */
    private static final int WEBP = 8;
    /** What libheif holds for each pixel, bytes. */
    private static final int HEIF = 18;

    PixelLayout(ImageInfo info, long pixels, int channels, int channelBytes, long held) {
        this(info, pixels, channels, channelBytes, held, 0, SAMPLE);
    }

    PixelLayout withData(long at, int length) {
        return new PixelLayout(info, pixels, channels, channelBytes, held, at, length);
    }

    /** @throws IOException when the file cannot be read */
    public static PixelLayout read(Path source, ImageInfo info) throws IOException {
        long pixels = info.pixels();
        try (HeaderBytes bytes = HeaderBytes.unlimited(source)) {
            return switch (info.format()) {
                case PNG -> Png.layout(bytes, info);
                case JPEG -> Jpeg.layout(bytes, info);
                case WEBP -> Webp.layout(bytes, info);
                case GIF -> Gif.layout(bytes, info);
                case TIFF -> Tiff.layout(bytes, info);
                case AVIF, HEIC -> new PixelLayout(info, pixels, 4, 1, HEIF * pixels);
                case BMP, SVG -> new PixelLayout(info, pixels, 4, 1, 0);
            };
        } catch (EOFException e) {
            // Cut off in its header. What decodes it will find out; until then the worst is assumed.
            return new PixelLayout(info, pixels, 4, 2, HEIF * pixels);
        }
    }

    /** Whether the colours are those of print, which a browser or a provider may not understand. */
    public boolean cmyk() {
        return info.format() == ImageFormat.JPEG && channels == 4;
    }

    /** What decoding and scaling down into a square box takes at its peak, bytes. */
    public long bytes(int box) {
        double scale = Math.min(1, (double) box / info.longSide());
        long out = Math.round(Math.ceil(info.width() * scale) * Math.ceil(info.height() * scale));
        long band = Math.min((long) info.longSide() * BAND * channels, 3 * pixels * channels * channelBytes / 2);
        boolean large = box > ENCODED_AT_ONCE && channels % 2 == 0 && !cmyk();
        // WebP is scaled while it is decoded.
        long frame = info.format() == ImageFormat.WEBP && scale <= 0.5 ? held / 2 : held;
        return BASE + band + frame + out * channels * (channelBytes + 1) + (large ? out * WEBP : 0);
    }

    /** The largest box up to this one for which {@link #bytes} is within the limit; 0 when even a small one is not. */
    public int boxWithin(long limit, int box) {
        int fits = Math.min(box, MIN_BOX);
        if (bytes(fits) > limit) {
            return 0;
        }
        int tooLarge = box + 1;
        while (tooLarge - fits > 1) {
            int middle = (fits + tooLarge) / 2;
            if (bytes(middle) <= limit) {
                fits = middle;
            } else {
                tooLarge = middle;
            }
        }
        return fits;
    }

    /** The same for copies of the picture, whatever metadata they carry and whatever they are called. */
    public String fingerprint(Path source) throws IOException {
        try (HeaderBytes bytes = HeaderBytes.unlimited(source)) {
            MessageDigest digest = Sha256.start();
            digest.update(info.format().name().getBytes(StandardCharsets.US_ASCII));
            digest.update(ByteBuffer.allocate(8)
                    .putInt(info.width())
                    .putInt(info.height())
                    .flip());
            digest.update(bytes.slice(Math.min(dataAt, bytes.size()), dataLength));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        }
    }
}
