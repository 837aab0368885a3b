package studio.gallery;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.problem.ProblemException;

/**
 * Changes all entries that match a filter, in batches, so that others have their turn in between. A server that stops in the middle
 * has changed some; the same call completes them.
 */
@Singleton
public class BulkChanges {
    /** So many entries a filter may match for a change. */
    public static final int MAX = 200_000;

    /** So many pictures a ZIP may have. */
    public static final int MAX_ZIP = 5_000;

    private static final int BATCH = 500;

    private final Gallery gallery;
    private final GalleryTrash trash;

    BulkChanges(Gallery gallery, GalleryTrash trash) {
        this.gallery = gallery;
        this.trash = trash;
    }

    /**
     * What a deletion did.
     *
     * @param at by which {@link #restore} undoes it
     */
    public record Deletion(int count, Instant at) {}

    /**
     * Puts the entries into the trash.
     *
     * @param except ids of those that stay
     */
    public Deletion delete(GalleryFilter filter, Set<String> except) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new Deletion(
                inBatches(ids(filter, except, MAX), batch -> trash.delete(batch, now)
                        .size()),
                now);
    }

    /** Marks the entries as favourites, or removes the mark; returns how many there are. */
    public int favorite(GalleryFilter filter, Set<String> except, boolean favorite) {
        return inBatches(ids(filter, except, MAX), batch -> gallery.favorite(batch, favorite)
                .size());
    }

    /** Takes back what was deleted at this time, or everything that is in the trash; returns how many. */
    public int restore(@Nullable Instant deletedAt) {
        return untilNone(
                () -> trash.restore(gallery.trashedIds(deletedAt, BATCH)).size());
    }

    /**
     * The ids of the entries, in the order of the list.
     *
     * @throws ProblemException 400 when there are more than {@code max}
     */
    public List<String> ids(GalleryFilter filter, Set<String> except, int max) {
        List<String> ids = gallery.ids(filter, max + except.size() + 1).stream()
                .filter(id -> !except.contains(id))
                .toList();
        if (ids.size() > max) {
            throw ProblemException.field("filter", Message.of("gallery.filter_too_many", max));
        }
        return ids;
    }

    private static int inBatches(List<String> ids, ToIntFunction<List<String>> change) {
        int all = 0;
        for (int from = 0; from < ids.size(); from += BATCH) {
            all += change.applyAsInt(ids.subList(from, Math.min(ids.size(), from + BATCH)));
        }
        return all;
    }

    private static int untilNone(Supplier<Integer> batch) {
        int all = 0;
        for (int done = batch.get(); done > 0; done = batch.get()) {
            all += done;
        }
        return all;
    }
}
