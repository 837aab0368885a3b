package studio.task.run;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import studio.gallery.file.ImageFiles.Shrinking;

/** Holds a thumbnail that was started before its picture is kept; closed, it lets fall what nobody has asked for. Of one thread. */
final class EarlyThumbnail implements AutoCloseable {
    private @Nullable Path source;
    private @Nullable Shrinking shrinking;

    /** Called once at most. */
    void hold(Path picture, Shrinking started) {
        source = picture;
        shrinking = started;
    }

    /** The one of this picture, which is the caller's from now on. */
    Shrinking of(Path picture, Supplier<Shrinking> start) {
        Shrinking held = shrinking;
        if (held == null || !picture.equals(source)) {
            return start.get();
        }
        shrinking = null;
        return held;
    }

    @Override
    public void close() {
        if (shrinking != null) {
            shrinking.close();
        }
    }
}
