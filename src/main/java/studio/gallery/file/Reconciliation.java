package studio.gallery.file;

import static java.util.stream.Gatherers.windowFixed;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.GalleryTrash;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.picture.LocalPicture;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;
import studio.storage.Ids;

/**
 * Makes rows and files agree after a crash, or after pictures were copied in or out. Works in small batches and may run beside
 * everything else: a file that could belong to a save under way is left alone.
 */
@Singleton
public class Reconciliation {
    private static final Logger LOG = Logger.getLogger(Reconciliation.class);
    private static final int BATCH = 200;
    private static final Duration LEFTOVER = Duration.ofHours(1);

    /**
     * What was found and mended.
     *
     * @param recovered files that got a row
     * @param missing rows whose file has gone since the last run
     * @param returned rows whose file is back
     * @param shrunk pictures that got their thumbnail
     * @param removed files that nothing needs
     */
    public record Result(int recovered, int missing, int returned, int shrunk, int removed) {}

    private final Gallery gallery;
    private final ImageFiles images;
    private final GalleryTrash trash;
    private final PictureStore store;
    private final RecoveredEntry recoveredEntry;
    private final UnfinishedSaves saves;
    private final SqlWaitingPictures waiting;
    private final Duration patience;
    private final CountDownLatch end = new CountDownLatch(1);

    @Inject
    Reconciliation(
            Gallery gallery,
            ImageFiles images,
            GalleryTrash trash,
            PictureStore store,
            ObjectMapper mapper,
            Ids ids,
            UnfinishedSaves saves,
            SqlWaitingPictures waiting) {
        this(
                gallery,
                images,
                trash,
                store,
                new RecoveredEntry(mapper, ids),
                saves,
                waiting,
                SqlWaitingPictures.NOTED_WITHIN);
    }

    /** @param patience until others have noted what they have just stored */
    Reconciliation(
            Gallery gallery,
            ImageFiles images,
            GalleryTrash trash,
            PictureStore store,
            RecoveredEntry recoveredEntry,
            UnfinishedSaves saves,
            SqlWaitingPictures waiting,
            Duration patience) {
        this.gallery = gallery;
        this.images = images;
        this.trash = trash;
        this.store = store;
        this.recoveredEntry = recoveredEntry;
        this.saves = saves;
        this.waiting = waiting;
        this.patience = patience;
    }

    /** Ends a run under way after the picture that it is at. */
    public void stop() {
        end.countDown();
    }

    private boolean stopped() {
        return end.getCount() == 0;
    }

    /** Waits for what other processes do, unless there is none; false when the run ends meanwhile. */
    private boolean othersHaveNoted() {
        try {
            return store.othersSaves().isZero() || !end.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @param latest files that were written later may belong to a save under way and wait for the next time */
    public synchronized Result run(Instant latest) {
        Instant before = latest.minus(store.othersSaves());
        int removed = store.removeUnfinished(Instant.now().minus(LEFTOVER));
        int recovered = eachBatch(
                store.originals(false).takeWhile(picture -> !stopped()).filter(picture -> picture.modified()
                        .isBefore(before)),
                this::recover);
        if (recovered > 0) {
            LOG.infof("Found %d pictures without an entry and took them into the gallery", recovered);
        }
        removed += eachBatch(
                store.originals(true).filter(picture -> picture.modified().isBefore(before)), this::removeWithoutRow);
        RowCheck rows = new RowCheck(gallery, images, store, this::stopped, this::othersHaveNoted, waiting::all);
        rows.run();
        return new Result(recovered, rows.missing(), rows.returned(), rows.shrunk(), removed);
    }

    /**
     * Gives the pictures in the trash rows after the database has been lost. Without them they would be removed as what a
     * deletion for good has left. They can be restored, and expire, as if they had been deleted now.
     */
    public synchronized void adoptTrash() {
        int adopted = eachBatch(
                store.originals(true),
                batch -> gallery.addTrashed(recovered(batch.stream(), known(batch)), Instant.now()));
        if (adopted > 0) {
            LOG.infof("Found %d pictures of a lost database in the trash", adopted);
        }
    }

    /** Takes a picture into the gallery that may have no entry; returns whether it has a live one then. */
    public boolean adopt(StoredPicture picture) {
        int unused = recover(List.of(picture));
        return gallery.findByFile(picture.key().name()).isPresent();
    }

    private static int eachBatch(Stream<StoredPicture> pictures, ToIntFunction<List<StoredPicture>> work) {
        try (pictures) {
            return pictures.gather(windowFixed(BATCH)).mapToInt(work).sum();
        }
    }

    private int recover(List<StoredPicture> pictures) {
        Map<String, Boolean> known = known(pictures);
        for (StoredPicture picture : pictures) {
            String name = picture.key().name();
            if (known.getOrDefault(name, false)) {
                // Deleted, and the crash came before the files were moved.
                try {
                    trash.finishDeletion(name);
                } catch (UncheckedIOException e) {
                    LOG.warnf("%s stays where it is for now: %s", name, e.getMessage());
                }
            }
        }
        return gallery.addNew(recovered(pictures.stream().takeWhile(picture -> !stopped()), known));
    }

    private int removeWithoutRow(List<StoredPicture> pictures) {
        Map<String, Boolean> known = known(pictures);
        int removed = 0;
        for (StoredPicture picture : pictures) {
            String name = picture.key().name();
            // The row of a picture deleted for good goes first.
            if (!known.containsKey(name)) {
                for (PictureKey file : PictureKey.all(name, name)) {
                    removed += store.delete(file.inTrash()) ? 1 : 0;
                }
            }
        }
        return removed;
    }

    /** Entries for those of these pictures that have none. */
    private List<GalleryEntry> recovered(Stream<StoredPicture> pictures, Map<String, Boolean> known) {
        return pictures.filter(picture -> !known.containsKey(picture.key().name()))
                .flatMap(picture -> recovered(picture).stream())
                .filter(entry -> store.othersSaves().isZero() || !saves.mayAdd(entry.id()))
                .toList();
    }

    private Map<String, Boolean> known(List<StoredPicture> pictures) {
        return gallery.known(
                pictures.stream().map(picture -> picture.key().name()).toList());
    }

    private Optional<GalleryEntry> recovered(StoredPicture picture) {
        String name = picture.key().name();
        try {
            try (LocalPicture file = picture.local()) {
                ImageInfo info = ImageProbe.probe(file.path());
                if (info.format().raster() && info.complete()) {
                    PictureMetadata made = PictureMetadata.read(file.path());
                    return Optional.of(recoveredEntry.of(name, info, made, picture.modified()));
                }
            }
        } catch (NotAnImageException | IOException | RuntimeException e) {
            LOG.debugf("%s is left alone: %s", name, e.getMessage());
        }
        return Optional.empty();
    }
}
