package studio.gallery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the trash, the latest deletion first.
 *
 * @param nextCursor where the next page begins; null after the last
 * @param total how many entries are in the trash
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TrashPage(
        List<TrashedEntry> entries, @Nullable String nextCursor, long total) {

    /**
     * An entry in the trash. Its picture has no address until it is restored; its placeholder is in the entry.
     *
     * @param expiresAt from when on it may be gone for good
     */
    public record TrashedEntry(GalleryEntry entry, Instant deletedAt, Instant expiresAt) {}
}
