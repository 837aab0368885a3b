package studio.gallery.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import studio.gallery.GalleryEntry;

/**
 * What was done to ticked entries.
 *
 * @param entries as they are now (deleted ones: as they were), in the order asked for
 * @param notFound the ids for which there was nothing to do it to
 */
@RegisterForReflection
public record ChangedEntries(List<GalleryEntry> entries, List<String> notFound) {

    static ChangedEntries of(Collection<String> ids, List<GalleryEntry> changed) {
        Set<String> notFound = new LinkedHashSet<>(ids);
        changed.forEach(entry -> notFound.remove(entry.id()));
        return new ChangedEntries(changed, List.copyOf(notFound));
    }
}
