package studio.imaging;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import studio.imaging.decode.DecodedPicture;
import studio.imaging.decode.DecoderInfo;
import studio.imaging.decode.Decoding;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageFormat;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.imaging.probe.PixelLayout;

/**
 * Makes the small pictures of a gallery entry: thumbnail and placeholder of one decode, the preview of another, later one; WebP where
 * the decoder writes it. A header's size is checked against the pixel cap before anything decodes it. Safe for many threads.
 */
public final class Thumbnailer {
    /** Shorter side of the thumbnail, pixels; it has the shape of its picture. */
    public static final int THUMBNAIL_SIDE = PixelLayout.MIN_BOX;
    /** Longest side of the preview, pixels. */
    public static final int PREVIEW_SIDE = 1600;

    private static final int QUALITY = 80;
    private static final int PLACEHOLDER_QUALITY = 30;
    private static final int MAX_PLACEHOLDER = 400;
    /** A longer strip gets its thumbnail from fewer pixels rather than from more memory. */
    private static final int MAX_SIDE = 16 * THUMBNAIL_SIDE;

    private final Decoding decoding;
    private final long maxPixels;
    private final Timer made;
    private final Timer failed;

    public Thumbnailer(Decoding decoding, long maxPixels, MeterRegistry registry) {
        this.decoding = decoding;
        this.maxPixels = maxPixels;
        Meter.MeterProvider<Timer> timers = Timer.builder("studio.thumbnails")
                .description("Making a thumbnail, the wait for a thread included")
                .withRegistry(registry);
        this.made = timers.withTag("outcome", "made");
        this.failed = timers.withTag("outcome", "failed");
    }

    /**
     * What a gallery shows first, as files of some picture format.
     *
     * @param thumbnail null only where nothing can decode the format
     * @param placeholder a tiny picture as a data URL of at most {@value #MAX_PLACEHOLDER} characters, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // made once and written at once
    public record Made(
            byte @Nullable [] thumbnail, @Nullable String placeholder) {
        static final Made NOTHING = new Made(null, null);
    }

    public DecoderInfo library() {
        return decoding.info();
    }

    /** Whether a picture has a preview: it is of a format that browsers do not show, or can be shrunk here and is larger. */
    public boolean hasPreview(ImageInfo info) {
        return !info.format().shownByBrowsers() || (info.longSide() > PREVIEW_SIDE && decoding.reads(info.format()));
    }

    /**
     * Completes, in place, a JPEG that lacks nothing but its end marker or half of it, as some encoders and relays leave it: all
     * its scans are there, and with the marker it can be decoded. Other pictures are not touched.
     *
     * @return what the file is now
     * @throws UncheckedIOException when the disk fails
     */
    public ImageInfo completed(Path picture, ImageInfo info) {
        boolean candidate = info.format() == ImageFormat.JPEG
                && !info.complete()
                && info.pixels() <= maxPixels
                && decoding.reads(info.format());
        try {
            return candidate ? EndMarker.added(picture, info, decoding) : info;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot complete " + picture.getFileName(), e);
        }
    }

    /**
     * Starts making the thumbnail, whose shorter side has {@link #THUMBNAIL_SIDE} pixels unless the picture is smaller, and its
     * placeholder. Both have the shape of the picture, upright. Metadata is dropped. What can neither be decoded nor shown by browsers gets a tile with its format's name.
     */
    public Making start(Path source, ImageInfo info) {
        return new Making(source, info);
    }

    /** The same, waiting for the end, see {@link Making#result}. */
    public Made make(Path source, ImageInfo info) throws NotAnImageException, UndecodedException {
        return start(source, info).result();
    }

    /** A thumbnail that is being made beside what else the caller does. */
    public final class Making {
        private final ImageInfo info;
        private final Decoding.@Nullable Job<Made> job;
        private final Timer.Sample sample = Timer.start();

        private Making(Path source, ImageInfo info) {
            this.info = info;
            this.job = info.pixels() > maxPixels
                    ? null
                    : decoding.start(source, info, side(info), picture -> shrunk(picture, side(info)));
        }

        /**
         * Waits for the end; to be called once.
         *
         * @throws NotAnImageException when the picture cannot be decoded (cut off, damaged, too many pixels)
         * @throws UndecodedException when it would take too much memory, or has ended the process before
         * @throws UncheckedIOException when the disk fails
         */
        public Made result() throws NotAnImageException, UndecodedException {
            Timer outcome = failed;
            try {
                ImageProbe.capped(info, maxPixels);
                Made result = job == null ? Made.NOTHING : orTile(job);
                outcome = made;
                return result;
            } finally {
                sample.stop(outcome);
            }
        }

        private Made orTile(Decoding.Job<Made> decoded) throws NotAnImageException, UndecodedException {
            try {
                return decoded.result();
            } catch (UndecodedException e) {
                if (!info.format().shownByBrowsers()) {
                    return new Made(tile(info.format()), null);
                }
                if (e.formatUnknown()) {
                    return Made.NOTHING;
                }
                throw e;
            }
        }

        /** Waits until the source is not read any more. */
        public void await() {
            if (job != null) {
                job.await();
            }
        }

        /** Lets it fall: nobody waits for the result. */
        public void cancel() {
            if (job != null) {
                job.cancel();
            }
        }
    }

    /**
     * Decodes a picture that {@linkplain #hasPreview has a preview} and makes it, or the tile as {@link #start} does.
     *
     * @throws NotAnImageException when the picture cannot be decoded (cut off, damaged, too many pixels)
     * @throws UndecodedException when it would take too much memory, or has ended the process before
     * @throws UncheckedIOException when the disk fails
     */
    public byte[] preview(Path source, ImageInfo info) throws NotAnImageException, UndecodedException {
        int side = Math.min(info.longSide(), PREVIEW_SIDE);
        try {
            return decoding.decode(
                    source,
                    ImageProbe.capped(info, maxPixels),
                    side,
                    picture -> picture.encoded(format(picture), QUALITY));
        } catch (UndecodedException e) {
            if (info.format().shownByBrowsers()) {
                throw e;
            }
            return tile(info.format());
        }
    }

    /** The longest side of a picture whose shorter one suffices for the thumbnail. */
    private static int side(ImageInfo info) {
        int shortSide = Math.min(info.width(), info.height());
        long wanted = Math.ceilDiv((long) THUMBNAIL_SIDE * info.longSide(), shortSide);
        return (int) Math.min(wanted, Math.min(info.longSide(), MAX_SIDE));
    }

    private Made shrunk(DecodedPicture picture, int side) throws IOException {
        boolean webp = decoding.writes().contains(ImageFormat.WEBP);
        try (DecodedPicture small = picture.inside(side);
                // A JPEG file starts with 600 bytes of tables, too many for a placeholder.
                DecodedPicture tiny = small.inside(webp ? 16 : 8)) {
            byte[] thumbnail = small.encoded(format(picture), QUALITY);
            return new Made(thumbnail, placeholder(tiny, webp ? ImageFormat.WEBP : ImageFormat.PNG));
        }
    }

    private ImageFormat format(DecodedPicture picture) {
        boolean webp = decoding.writes().contains(ImageFormat.WEBP);
        return webp ? ImageFormat.WEBP : picture.transparent() ? ImageFormat.PNG : ImageFormat.JPEG;
    }

    private static @Nullable String placeholder(DecodedPicture tiny, ImageFormat format) throws IOException {
        String content = Base64.getEncoder().encodeToString(tiny.encoded(format, PLACEHOLDER_QUALITY));
        String url = "data:" + format.mediaType() + ";base64," + content;
        return url.length() <= MAX_PLACEHOLDER ? url : null;
    }

    /** A grey tile with a format's name. The original stays what is downloaded. */
    private static byte[] tile(ImageFormat format) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400">\
                <rect width="400" height="400" fill="#6b7280"/>\
                <text x="200" y="224" font-family="sans-serif" font-size="72" text-anchor="middle" fill="#f9fafb">%s</text>\
                </svg>""".formatted(format).getBytes(StandardCharsets.UTF_8);
    }
}
