package studio.gallery;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which live entries are wanted, and in which order; null means any.
 *
 * @param text words as typed, see {@link SearchText}
 * @param ratio the name of a shape, see {@link GalleryFacets.RatioCount}
 * @param from the earliest time, included
 * @param to the end of the time, not included
 */
public record GalleryFilter(
        @Nullable String text,
        @Nullable String configId,
        @Nullable String model,
        @Nullable String ratio,
        @Nullable Boolean favorite,
        @Nullable Instant from,
        @Nullable Instant to,
        boolean oldestFirst) {

    public static final GalleryFilter ALL = new GalleryFilter(null, null, null, null, null, null, null, false);

    /** The conditions whose entries are counted all the time, as the table {@code gallery_facet} has them. */
    Map<String, String> facets() {
        Map<String, String> facets = new HashMap<>();
        Optional.ofNullable(configId).ifPresent(value -> facets.put("config", value));
        Optional.ofNullable(model).ifPresent(value -> facets.put("model", value));
        Optional.ofNullable(ratio).ifPresent(value -> facets.put("ratio", value));
        Optional.ofNullable(favorite).ifPresent(value -> facets.put("favorite", value ? "1" : "0"));
        return facets;
    }

    @Nullable
    SearchText search() {
        return text == null ? null : SearchText.of(text);
    }

    /** Whether nothing but the text narrows the list. */
    boolean plain() {
        return !timed() && facets().isEmpty();
    }

    boolean timed() {
        return from != null || to != null;
    }
}
