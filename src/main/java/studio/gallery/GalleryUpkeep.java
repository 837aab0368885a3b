package studio.gallery;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import org.jboss.logging.Logger;

/** At the start: takes over an earlier installation, then, beside the first requests, makes rows and files agree. */
@Singleton
class GalleryUpkeep {
    private static final Logger LOG = Logger.getLogger(GalleryUpkeep.class);

    private final ImportEarlierGallery importEarlierGallery;
    private final Reconciliation reconciliation;

    GalleryUpkeep(ImportEarlierGallery importEarlierGallery, Reconciliation reconciliation) {
        this.importEarlierGallery = importEarlierGallery;
        this.reconciliation = reconciliation;
    }

    void atStart(@Observes @Priority(100) StartupEvent event) {
        try {
            importEarlierGallery.run();
        } catch (IOException | RuntimeException e) {
            LOG.error("The earlier gallery could not be imported; the next start tries again", e);
        }
        // No save of this process has begun, so whatever is there by now was left by the one before.
        Instant started = Instant.now();
        Thread.ofPlatform().daemon().name("gallery-reconciliation").start(() -> reconcile(started));
    }

    void atShutdown(@Observes ShutdownEvent event) {
        reconciliation.stop();
    }

    private void reconcile(Instant started) {
        try {
            Reconciliation.Result result = reconciliation.run(started);
            LOG.debugf("Gallery checked: %s", result);
        } catch (IOException | RuntimeException e) {
            LOG.error("The gallery folder could not be checked", e);
        }
    }
}
