package studio.gallery.legacy;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import studio.gallery.Gallery;
import studio.gallery.file.Reconciliation;

/**
 * At the start: imports an earlier installation, then, beside the first requests, makes rows and files agree. Not after an import
 * that failed: whatever it could not read would look like lost pictures and rubbish.
 */
@Singleton
class GalleryUpkeep {
    private static final Logger LOG = Logger.getLogger(GalleryUpkeep.class);
    /** Enough for some ten thousand entries; the search waits for the rest. */
    private static final Duration LONGEST_FOLDING = Duration.ofSeconds(10);

    private static final Duration STEP = Duration.ofMillis(100);

    private final ImportEarlierGallery importEarlierGallery;
    private final Gallery gallery;
    private final Reconciliation reconciliation;
    private volatile boolean stopped;

    GalleryUpkeep(ImportEarlierGallery importEarlierGallery, Gallery gallery, Reconciliation reconciliation) {
        this.importEarlierGallery = importEarlierGallery;
        this.gallery = gallery;
        this.reconciliation = reconciliation;
    }

    void atStart(@Observes @Priority(100) StartupEvent event) {
        boolean imported = imported();
        fold(LONGEST_FOLDING);
        // No save of this process has begun, so whatever is there by now was left by the one before.
        Instant started = Instant.now();
        Thread.ofPlatform().daemon().name("gallery-upkeep").start(() -> {
            while (!stopped && !fold(STEP)) {
                LOG.debug("The texts of the gallery are being prepared for the search");
            }
            if (imported) {
                reconcile(started);
            }
        });
    }

    void atShutdown(@Observes ShutdownEvent event) {
        stopped = true;
        reconciliation.stop();
    }

    private boolean imported() {
        try {
            if (importEarlierGallery.run()) {
                return true;
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The earlier gallery could not be imported; the next start tries again", e);
        }
        LOG.error("Until gallery.json is imported, it is not written to, and the gallery folder is left as it is");
        return false;
    }

    /** Whether there is nothing left to do, or nothing that could be done now. */
    private boolean fold(Duration longest) {
        try {
            return gallery.prepareSearch(longest);
        } catch (RuntimeException e) {
            LOG.warn("Texts could not be prepared for the search; the next search goes on with it", e);
            return true;
        }
    }

    private void reconcile(Instant started) {
        try {
            Reconciliation.Result result = reconciliation.run(started);
            LOG.debugf("Gallery checked: %s", result);
        } catch (RuntimeException e) {
            LOG.error("The gallery folder could not be checked", e);
        }
    }
}
