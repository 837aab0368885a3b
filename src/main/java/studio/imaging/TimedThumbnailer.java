package studio.imaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.NotAnImageException;

/**
 * Makes small pictures as another one does, or a tile in place of what neither it nor a browser can show, and measures how
 * long that takes, the wait for a thread included.
 */
final class TimedThumbnailer implements Thumbnailer {
    private final Thumbnailer measured;
    private final Timer made;
    private final Timer failed;

    TimedThumbnailer(Thumbnailer measured, MeterRegistry registry) {
        this.measured = measured;
        this.made = timer(registry, "made");
        this.failed = timer(registry, "failed");
    }

    private static Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder("studio.thumbnails")
                .tag("outcome", outcome)
                .description("Making the small pictures of one entry")
                .register(registry);
    }

    @Override
    public Library library() {
        return measured.library();
    }

    @Override
    public String describe() {
        return measured.describe();
    }

    @Override
    public ImageInfo completed(Path picture, ImageInfo info) {
        return measured.completed(picture, info);
    }

    @Override
    public Made make(Path source, ImageInfo info, boolean preview) throws NotAnImageException, UndecodedException {
        Timer.Sample sample = Timer.start();
        Timer outcome = failed;
        try {
            Made result = made(source, info, preview);
            outcome = made;
            return result;
        } finally {
            sample.stop(outcome);
        }
    }

    private Made made(Path source, ImageInfo info, boolean preview) throws NotAnImageException, UndecodedException {
        boolean tile = !info.format().shownByBrowsers();
        try {
            Made result = measured.make(source, info, preview);
            return result.thumbnail() != null || !tile ? result : FormatTile.make(info.format(), preview);
        } catch (UndecodedException e) {
            if (!tile) {
                throw e;
            }
            return FormatTile.make(info.format(), preview);
        }
    }
}
