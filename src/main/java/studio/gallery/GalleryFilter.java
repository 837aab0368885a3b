package studio.gallery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which live entries are wanted, and in which order; null means any.
 *
 * @param text a part of the prompt or of the response
 * @param from the earliest time, included
 * @param to the end of the time, not included
 */
record GalleryFilter(
        @Nullable String text,
        @Nullable String configId,
        @Nullable String model,
        @Nullable Boolean favorite,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean oldestFirst) {

    static final GalleryFilter ALL = new GalleryFilter(null, null, null, null, null, null, false);

    boolean matchesAll() {
        return text == null && configId == null && model == null && favorite == null && from == null && to == null;
    }
}
