package studio.gallery.legacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.file.Reconciliation;
import studio.gallery.file.RenewThumbnails;
import studio.picture.PictureStore;
import studio.settings.FolderSettings;
import studio.storage.EarlierData;
import studio.storage.ImportTally;
import studio.storage.ImportTally.Reason;
import studio.storage.ImportTally.SkippedElementException;
import studio.storage.job.Job;

/**
 * On startup: imports {@code data/gallery.json}, once, and then, beside the first requests, makes rows and files agree. That file is
 * the earlier Node server's, or this program's own mirror when the database was lost; imported again after a failure it adds only
 * what is not there yet. Nothing is reconciled after an import that failed: what it could not read would look like lost pictures.
 */
@Singleton
class GalleryUpkeep {
    private static final Logger LOG = Logger.getLogger(GalleryUpkeep.class);
    /** Enough for some ten thousand entries; the search waits for the rest. */
    private static final Duration LONGEST_FOLDING = Duration.ofSeconds(10);

    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration CHECKED = Duration.ofMinutes(10);
    private static final Duration LEFTOVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int BATCH = 500;
    private static final int MAX_BYTES = 4 << 20;
    /** An entry is three levels deep; what is read here must also fit into every answer. */
    private static final int MAX_DEPTH = 50;

    private final Gallery gallery;
    private final EarlierData earlier;
    private final Reconciliation reconciliation;
    private final RenewThumbnails thumbnails;
    private final PictureStore store;
    private final EarlierEntry entries;
    private final ObjectReader reader;
    private final Path file;
    /** Whether other processes work on the same gallery, so that it is checked once for all of them. */
    private final boolean shared;

    private volatile boolean stopped;

    GalleryUpkeep(
            Gallery gallery,
            EarlierData earlier,
            Reconciliation reconciliation,
            RenewThumbnails thumbnails,
            PictureStore store,
            FolderSettings folders) {
        this.gallery = gallery;
        this.earlier = earlier;
        this.reconciliation = reconciliation;
        this.thumbnails = thumbnails;
        this.store = store;
        this.entries = new EarlierEntry(store);
        this.file = folders.data().resolve(GalleryMirror.FILE_NAME);
        this.shared = folders.shared();
        JsonMapper mapper = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
        // What a picture cost stays exactly as it was reported.
        this.reader = mapper.reader(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    void atStart(@Observes @Priority(100) StartupEvent event) {
        boolean imported = imported();
        fold(LONGEST_FOLDING);
        // No save of this process has started, so whatever is there by now was left by the one before.
        Instant started = Instant.now();
        Thread.ofPlatform().daemon().name("gallery-upkeep").start(() -> {
            while (!stopped && !fold(STEP)) {
                LOG.debug("The texts of the gallery are being prepared for the search");
            }
            if (imported && !shared) {
                reconcile(started);
                renew();
            }
        });
    }

    /** Rows and files are made to agree again and again, since an instance may be lost in the middle of a save. */
    @Produces
    @Singleton
    Job checking() {
        return Job.onceOfSeveral("gallery-check", CHECKED, SOON, () -> {
            if (earlier.settled(GalleryMirror.FILE_NAME)) {
                reconcile(Instant.now());
            }
        });
    }

    /** What was cut off lies on each instance's own disk. */
    @Produces
    @Singleton
    Job tidying() {
        return Job.each("unfinished-pictures", Duration.ofHours(1), CHECKED, () -> {
            int removed = store.removeUnfinished(Instant.now().minus(LEFTOVER));
            LOG.debugf("Removed %d files of writes that were cut off", removed);
        });
    }

    @Produces
    @Singleton
    Job renewing() {
        return Job.onceOfSeveral("old-thumbnails", Duration.ofDays(1), SOON, this::renew);
    }

    void atShutdown(@Observes ShutdownEvent event) {
        stopped = true;
        reconciliation.stop();
        thumbnails.stop();
    }

    /** Whether all that can be is imported. Until then nothing may be concluded from what the gallery lacks. */
    private boolean imported() {
        try {
            importOnce();
            if (earlier.settled(GalleryMirror.FILE_NAME)) {
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
            LOG.debugf("Gallery checked: %s", reconciliation.run(started));
        } catch (RuntimeException e) {
            LOG.error("The gallery folder could not be checked", e);
        }
    }

    private void renew() {
        try {
            LOG.debugf("Thumbnails renewed: %d", thumbnails.run());
        } catch (RuntimeException e) {
            LOG.warn("Thumbnails of an earlier version could not be renewed; the next start goes on", e);
        }
    }

    /** Empty when there was nothing to do. */
    Optional<ImportTally> importOnce() throws IOException {
        return earlier.importOnce(file, "entries", new Batches());
    }

    /** Entries on their way into the gallery. */
    private final class Batches implements EarlierData.Importer {
        private final List<GalleryEntry> batch = new ArrayList<>(BATCH);

        @Override
        public void take(InputStream element, ImportTally tally) throws IOException, SkippedElementException {
            byte[] json = element.readNBytes(MAX_BYTES + 1);
            if (json.length > MAX_BYTES) {
                throw new SkippedElementException(Reason.TOO_LARGE, "more than " + (MAX_BYTES >> 20) + " MB");
            }
            batch.add(entries.read(parsed(json)));
            if (batch.size() == BATCH) {
                finish(tally);
            }
        }

        @Override
        public void finish(ImportTally tally) {
            int added = gallery.addNew(batch);
            tally.imported(added);
            if (added < batch.size()) {
                batch.stream()
                        .filter(entry -> !gallery.holds(entry.id(), entry.fileName()))
                        .forEach(entry -> tally.skip(Reason.TAKEN, entry.id() + ", " + entry.fileName()));
            }
            batch.clear();
        }

        @Override
        public void settling() {
            reconciliation.adoptTrash();
        }

        private JsonNode parsed(byte[] json) throws SkippedElementException, IOException {
            try {
                return reader.readTree(json);
            } catch (JsonProcessingException e) {
                throw new SkippedElementException(Reason.UNREADABLE, e.getOriginalMessage());
            } catch (CharConversionException | RuntimeException e) {
                // Bytes that are no text, and numbers that nothing can hold.
                throw new SkippedElementException(Reason.UNREADABLE, String.valueOf(e.getMessage()));
            }
        }
    }
}
