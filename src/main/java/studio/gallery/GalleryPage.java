package studio.gallery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the gallery's list.
 *
 * @param nextCursor where the next page begins; null after the last
 * @param total how many entries the whole list has
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record GalleryPage(
        List<GalleryEntry> entries, @Nullable String nextCursor, long total) {}
