package studio.gallery;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.storage.job.Job;
import studio.storage.job.Turns;

/**
 * Deletes pictures with a way back. The row decides: it is changed first when a picture leaves and last when it comes back, and
 * the reconciliation moves files after it where a crash came between. A picture in the trash lies outside of every
 * folder that is served; only its thumbnail has an address.
 */
@Singleton
public class GalleryTrash {
    private static final Logger LOG = Logger.getLogger(GalleryTrash.class);
    /** Who moves pictures into the trash or out of it, row and files, is alone: of all instances. */
    private static final String TURN = "trash";

    private final Gallery gallery;
    private final PictureStore store;
    private final GallerySettings settings;
    private final Turns turns;

    GalleryTrash(Gallery gallery, PictureStore store, GallerySettings settings, Turns turns) {
        this.gallery = gallery;
        this.store = store;
        this.settings = settings;
        this.turns = turns;
    }

    /** @param after the place of the last entry of the page before, by the time of its deletion */
    public Gallery.TrashPage page(@Nullable Cursor after, int limit) {
        return gallery.trashPage(after, limit, settings.trashTtl());
    }

    /** Puts a live entry into the trash; empty when there is none of this id. */
    public Optional<GalleryEntry> delete(String id) {
        return delete(List.of(id)).stream().findFirst();
    }

    /** Puts the live ones among these entries into the trash, in one transaction, and returns them. */
    public List<GalleryEntry> delete(Collection<String> ids) {
        return delete(ids, Instant.now());
    }

    /** @param now by which a deletion of several parts can be undone as one */
    List<GalleryEntry> delete(Collection<String> ids, Instant now) {
        return turns.take(TURN, () -> {
            List<GalleryEntry> deleted = gallery.trash(ids, now);
            deleted.forEach(entry -> moveAway(entry.fileName(), entry.previewName()));
            return deleted;
        });
    }

    /** Removes row and files for good, of a live entry or of one in the trash. */
    public Optional<GalleryEntry> deleteForGood(String id) {
        // By way of the trash: were the row removed first, a crash would leave a file that looks like a lost picture.
        return turns.take(TURN, () -> {
            Optional<GalleryEntry> trashed = delete(id)
                    .or(() -> gallery.findTrashed(List.of(id)).stream().findFirst());
            purge(trashed.stream().toList());
            return trashed;
        });
    }

    /** Removes rows and files of those of these entries that are in the trash, and returns them. */
    public List<GalleryEntry> purgeAll(Collection<String> ids) {
        return turns.take(TURN, () -> {
            List<GalleryEntry> trashed = gallery.findTrashed(ids);
            purge(trashed);
            return trashed;
        });
    }

    /** Takes an entry back out of the trash; empty when there is none of this id in it. */
    public Optional<GalleryEntry> restore(String id) {
        return restore(List.of(id)).stream().findFirst();
    }

    /** Takes back those of these entries that are in the trash, in one transaction, and returns them. */
    public List<GalleryEntry> restore(Collection<String> ids) {
        return turns.take(TURN, () -> restoreAll(ids));
    }

    private List<GalleryEntry> restoreAll(Collection<String> ids) {
        List<GalleryEntry> trashed = gallery.findTrashed(ids);
        for (GalleryEntry entry : trashed) {
            for (PictureKey file : files(entry)) {
                if (store.find(file).isEmpty()) {
                    store.move(file.inTrash(), file);
                }
            }
        }
        gallery.restore(trashed.stream().map(GalleryEntry::id).toList());
        return trashed;
    }

    @Produces
    @Singleton
    Job tidying() {
        return Job.once("trash", Duration.ofMinutes(10), Duration.ofMinutes(1), this::tidy);
    }

    private void tidy() {
        int purged = expire(Instant.now());
        if (purged > 0) {
            LOG.infof("Removed %d expired pictures from the trash", purged);
        }
        int moved = applyLimits(Instant.now());
        if (moved > 0) {
            LOG.infof("Moved %d pictures beyond the limits of GALLERY_KEEP_* to the trash", moved);
        }
    }

    int expire(Instant now) {
        return purgeBefore(now.minus(settings.trashTtl()));
    }

    /** Puts old pictures into the trash where the settings ask for it, favourites excepted; returns how many. */
    int applyLimits(Instant now) {
        int days = settings.keepDays();
        if (days == 0 && settings.keepEntries() == 0 && settings.keepBytes() == 0) {
            return 0;
        }
        Instant oldest = days == 0 ? Instant.EPOCH : now.minus(Duration.ofDays(days));
        long entries = settings.keepEntries() == 0 ? Long.MAX_VALUE : settings.keepEntries();
        long bytes = settings.keepBytes() == 0 ? Long.MAX_VALUE : settings.keepBytes();
        return untilNone(() -> delete(gallery.beyond(oldest, entries, bytes)).size());
    }

    /** Deletes for good what is in the trash by now; returns how many. */
    public int empty() {
        return purgeBefore(Instant.now().plusMillis(1));
    }

    private int purgeBefore(Instant time) {
        return untilNone(() -> purgeBatch(time));
    }

    /** Nothing comes back out of the trash meanwhile. */
    private int purgeBatch(Instant time) {
        return turns.take(TURN, () -> {
            List<GalleryEntry> batch = gallery.trashedBefore(time);
            purge(batch);
            return batch.size();
        });
    }

    /** Batch by batch, so that others have their turn in between. */
    private static int untilNone(IntSupplier batch) {
        int all = 0;
        for (int done = batch.getAsInt(); done > 0; done = batch.getAsInt()) {
            all += done;
        }
        return all;
    }

    /** Finishes a deletion that was cut off between row and files. */
    public void finishDeletion(String fileName) {
        turns.take(TURN, () -> {
            if (Boolean.TRUE.equals(gallery.known(List.of(fileName)).get(fileName))) {
                moveAway(fileName, fileName);
            }
        });
    }

    /** Runs a step unless the picture is in the trash or gone; it stays live meanwhile. */
    public void whileLive(String fileName, Runnable step) {
        turns.take(TURN, () -> {
            if (gallery.findByFile(fileName).isPresent()) {
                step.run();
            }
        });
    }

    private void moveAway(String fileName, @Nullable String previewName) {
        for (PictureKey file : PictureKey.all(fileName, previewName)) {
            store.move(file, file.inTrash());
        }
    }

    private void purge(List<GalleryEntry> trashed) {
        gallery.purge(trashed.stream().map(GalleryEntry::id).toList());
        for (GalleryEntry entry : trashed) {
            for (PictureKey file : files(entry)) {
                try {
                    store.delete(file.inTrash());
                } catch (UncheckedIOException e) {
                    LOG.warnf("Could not remove %s: %s", file.name(), e.getMessage());
                }
            }
        }
    }

    private static List<PictureKey> files(GalleryEntry entry) {
        return PictureKey.all(entry.fileName(), entry.previewName());
    }
}
