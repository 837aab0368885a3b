package studio.gallery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gallery's list can be narrowed to. Of each kind the {@value #MAX} values with the most entries, most first;
 * an entry that names no model or API config is in none of them.
 *
 * @param total of live entries
 * @param first time of the oldest entry, null when there is none
 * @param last time of the newest entry, null when there is none
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record GalleryFacets(
        List<ModelCount> models,
        List<ConfigCount> configs,
        List<RatioCount> ratios,
        long total,
        long favorites,
        @Nullable Instant first,
        @Nullable Instant last) {
    static final int MAX = 200;

    /** Entries made with a model. */
    public record ModelCount(String model, long count) {}

    /**
     * Entries made through an API config, which may be gone by now.
     *
     * @param label as it was with the newest of these entries
     */
    public record ConfigCount(String configId, String label, long count) {}

    /**
     * Entries of a shape.
     *
     * @param ratio for example {@code 16:9}, near ones included; {@code other} for shapes without a name
     */
    public record RatioCount(String ratio, long count) {}
}
