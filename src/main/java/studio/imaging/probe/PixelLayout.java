package studio.imaging.probe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import studio.files.Sha256;
import studio.imaging.probe.Chunks.Chunk;

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
 * @param cmyk whether the colours are those of print, which a browser or a provider may not understand
 * @param dataAt where the pixel data begins in the file
 * @param dataLength how much of it identifies the picture, bytes
 */
public record PixelLayout(
        ImageInfo info,
        long pixels,
        int channels,
        int channelBytes,
        long held,
        boolean cmyk,
        long dataAt,
        int dataLength) {
    /** Smaller than this no picture is decoded, pixels. */
    public static final int MIN_BOX = 400;

    /** The longer side of pictures whose encoding takes no memory worth counting, pixels. */
    private static final int ENCODED_AT_ONCE = 1600;

    private static final long MEGABYTE = 1 << 20;
    private static final long BASE = 8 * MEGABYTE;
    /** While shrinking libvips keeps a band of rows: so many bytes for each column and channel. */
    private static final int BAND = 2048;
    /** Encoding a large picture as WebP takes so many bytes a pixel; only transparent ones may need it. */
    private static final int WEBP = 8;

    private static final int CODED_PIXEL = 18;
    private static final int SAMPLE = 64 * 1024;

    /** @throws IOException when the file cannot be read */
    public static PixelLayout read(Path source, ImageInfo info) throws IOException {
        try (HeaderBytes bytes = HeaderBytes.unlimited(source)) {
            return switch (info.format()) {
                case PNG -> png(bytes, info);
                case JPEG -> jpeg(bytes, info);
                case WEBP -> webp(bytes, info);
                case GIF -> {
                    long frame = GifHeader.screen(bytes);
                    yield frame(info, frame, 4, 1, 5 * frame);
                }
                case TIFF -> {
                    TiffHeader.Samples samples = TiffHeader.samples(bytes);
                    int sampleBytes = (samples.bits() + 7) / 8;
                    long frame = Math.max(info.pixels(), samples.tilePixels());
                    long held = 2 * frame * samples.count() * sampleBytes;
                    yield frame(info, frame, Math.max(3, samples.count()), Math.min(2, sampleBytes), held);
                }
                case AVIF, HEIC -> frame(info, info.pixels(), 4, 1, CODED_PIXEL * info.pixels());
                case BMP, SVG -> frame(info, info.pixels(), 4, 1, 0);
            };
        } catch (EOFException e) {
            // Cut off in its header. What decodes it will find out; until then the worst is assumed.
            return frame(info, info.pixels(), 4, 2, CODED_PIXEL * info.pixels());
        }
    }

    private static PixelLayout frame(ImageInfo info, long pixels, int channels, int channelBytes, long held) {
        return new PixelLayout(info, pixels, channels, channelBytes, held, false, 0, SAMPLE);
    }

    private static PixelLayout png(HeaderBytes bytes, ImageInfo info) throws IOException {
        int channels =
                switch (bytes.u8(25)) {
                    case 0 -> 1;
                    case 2 -> 3;
                    case 4 -> 2;
                    default -> 4;
                };
        int channelBytes = bytes.u8(24) == 16 ? 2 : 1;
        boolean interlaced = bytes.u8(28) != 0;
        long held = interlaced ? info.pixels() * channels * channelBytes : 0;
        long at = found(Chunks.png(bytes), List.of("IDAT")).start();
        return new PixelLayout(info, info.pixels(), channels, channelBytes, held, false, at, SAMPLE);
    }

    private static Chunk found(Chunks chunks, List<String> names) throws IOException {
        Chunk chunk = chunks.next(names);
        if (chunk == null) {
            throw new EOFException("no pixel data");
        }
        return chunk;
    }

    private static PixelLayout jpeg(HeaderBytes bytes, ImageInfo info) throws IOException {
        JpegHeader.Frame frame = JpegHeader.frame(bytes);
        long held = frame.inSeveralScans() ? Math.round(2 * frame.coefficientsPerPixel() * info.pixels()) : 0;
        int channels = Math.max(1, frame.components());
        return new PixelLayout(
                info, info.pixels(), channels, 1, held, channels == 4, Math.max(0, frame.scan()), SAMPLE);
    }

    private static PixelLayout webp(HeaderBytes bytes, ImageInfo info) throws IOException {
        boolean extended = bytes.has(12, "VP8X");
        boolean moving = extended && (bytes.u8(20) & 0x02) != 0;
        Chunk data = found(Chunks.webp(bytes), List.of("VP8 ", "VP8L", "ANMF"));
        int channels = data.name().equals("VP8 ") && !extended ? 3 : 4;
        int length = 8 + (int) Math.min(SAMPLE, data.length());
        return new PixelLayout(
                info, info.pixels(), channels, 1, (moving ? 12 : 8) * info.pixels(), false, data.start(), length);
    }

    /** What decoding and scaling down into a square box takes at its peak, bytes. */
    public long bytes(int box) {
        double scale = Math.min(1, (double) box / info.longSide());
        long out = Math.round(Math.ceil(info.width() * scale) * Math.ceil(info.height() * scale));
        long band = Math.min((long) info.longSide() * BAND * channels, 3 * pixels * channels * channelBytes / 2);
        boolean large = box > ENCODED_AT_ONCE && channels % 2 == 0 && !cmyk;
        return BASE + band + heldFor(scale) + out * channels * (channelBytes + 1) + (large ? out * WEBP : 0);
    }

    /** WebP is scaled while it is decoded. */
    private long heldFor(double scale) {
        return info.format() == ImageFormat.WEBP && scale <= 0.5 ? held / 2 : held;
    }

    /** The largest box up to this one for which {@link #bytes} is within the limit; 0 when even a small one is not. */
    public int boxWithin(long limit, int box) {
        int least = Math.min(box, MIN_BOX);
        if (bytes(least) > limit) {
            return 0;
        }
        int fits = least;
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
