package studio.gallery;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Puts old pictures into the trash where the settings ask for it; favourites stay, and the trash keeps its own time. */
@Singleton
class GalleryRetention {
    private static final Logger LOG = Logger.getLogger(GalleryRetention.class);

    private final Gallery entries;
    private final GalleryTrash trash;
    private final GallerySettings limits;

    GalleryRetention(Gallery entries, GalleryTrash trash, GallerySettings limits) {
        this.entries = entries;
        this.trash = trash;
        this.limits = limits;
    }

    @Scheduled(every = "10m", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void apply() {
        int moved = apply(Instant.now());
        if (moved > 0) {
            LOG.infof("Moved %d pictures beyond the limits of GALLERY_KEEP_* to the trash", moved);
        }
    }

    /** @return how many pictures went to the trash */
    int apply(Instant now) {
        int moved = 0;
        if (limits.keepDays() > 0) {
            Instant oldest = now.minus(Duration.ofDays(limits.keepDays()));
            moved += drain(() -> entries.olderThan(oldest));
        }
        if (limits.keepEntries() > 0) {
            moved += drain(() -> entries.beyond(limits.keepEntries()));
        }
        if (limits.keepBytes() > 0) {
            moved += drain(() -> entries.beyondBytes(limits.keepBytes()));
        }
        return moved;
    }

    /** Batch by batch, so that others have their turn in between. */
    private int drain(Supplier<List<String>> beyond) {
        int moved = 0;
        int batch;
        do {
            batch = trash.delete(beyond.get()).size();
            moved += batch;
        } while (batch > 0);
        return moved;
    }
}
