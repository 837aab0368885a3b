package studio.imaging;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import studio.imaging.decode.DecodeRoom;

/** Finds out, without the server, what would shrink pictures here; opening a library shrinks a picture with it. */
public final class ImagingCheck {
    private static final long ENOUGH_PIXELS = 1_000_000;

    private ImagingCheck() {}

    /** What was found, with where it lies: {@code libvips 8.18.7 (/opt/vips/…)}. */
    public record Found(Thumbnailer.Library library, String description) {}

    /** @param vipsLibrary as {@code VIPS_LIBRARY} names it */
    public static Found find(@Nullable Path vipsLibrary) {
        try (PictureTools tools = PictureToolsProducer.choose(ENOUGH_PIXELS, vipsLibrary, DecodeRoom.ofMachine())) {
            return new Found(tools.thumbnailer().library(), tools.thumbnailer().describe());
        }
    }
}
