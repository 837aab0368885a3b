package studio.gallery.file;

import static java.util.stream.Gatherers.windowFixed;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import studio.gallery.Gallery;
import studio.gallery.Gallery.FileRow;
import studio.gallery.GalleryEntry;
import studio.gallery.GalleryTrash;
import studio.imaging.decode.UndecodedException;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
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
    private volatile boolean stopped;

    Reconciliation(
            Gallery gallery, ImageFiles images, GalleryTrash trash, PictureStore store, ObjectMapper mapper, Ids ids) {
        this.gallery = gallery;
        this.images = images;
        this.trash = trash;
        this.store = store;
        this.recoveredEntry = new RecoveredEntry(mapper, ids);
    }

    /** Ends a run under way after the picture that it is at. */
    public void stop() {
        stopped = true;
    }

    /** @param before files that were written later may belong to a save under way and wait for the next time */
    public synchronized Result run(Instant before) {
        int removed = store.removeUnfinished(Instant.now().minus(LEFTOVER));
        int recovered = eachBatch(
                store.originals(false).takeWhile(picture -> !stopped).filter(picture -> picture.modified()
                        .isBefore(before)),
                this::recover);
        if (recovered > 0) {
            LOG.infof("Found %d pictures without an entry and took them into the gallery", recovered);
        }
        removed += eachBatch(
                store.originals(true).filter(picture -> picture.modified().isBefore(before)), this::removeWithoutRow);
        RowCheck rows = new RowCheck();
        rows.run();
        return new Result(recovered, rows.missing, rows.returned, rows.shrunk, removed);
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
        return gallery.addNew(recovered(pictures.stream().takeWhile(picture -> !stopped), known));
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
                .toList();
    }

    private Map<String, Boolean> known(List<StoredPicture> pictures) {
        return gallery.known(
                pictures.stream().map(picture -> picture.key().name()).toList());
    }

    private Optional<GalleryEntry> recovered(StoredPicture picture) {
        String name = picture.key().name();
        try {
            Path file = ImageFiles.local(picture);
            ImageInfo info = ImageProbe.probe(file);
            if (info.format().raster() && info.complete()) {
                PictureMetadata made = PictureMetadata.read(file);
                return Optional.of(recoveredEntry.of(name, info, made, picture.modified()));
            }
        } catch (NotAnImageException | IOException | RuntimeException e) {
            LOG.debugf("%s is left alone: %s", name, e.getMessage());
        }
        return Optional.empty();
    }

    /** One walk over all rows: is the file there, and its thumbnail? */
    private final class RowCheck {
        private int missing;
        private int returned;
        private int shrunk;

        void run() {
            List<FileRow> rows = gallery.rowsAfter(0, BATCH);
            while (!rows.isEmpty()) {
                for (FileRow row : rows) {
                    if (stopped) {
                        return;
                    }
                    if (!row.trashed()) {
                        check(row);
                    }
                }
                rows = gallery.rowsAfter(rows.getLast().seq(), BATCH);
            }
        }

        private void check(FileRow row) {
            Optional<StoredPicture> picture;
            try {
                picture = store.find(PictureKey.original(row.fileName()));
            } catch (UncheckedIOException e) {
                // What cannot be looked at is not gone: a folder may be unreadable for a moment.
                LOG.debugf("%s is left alone: %s", row.fileName(), e.getMessage());
                return;
            }
            if (picture.isEmpty() && !row.missing()) {
                missing++;
                LOG.warnf("The file of entry %s is gone: %s", row.id(), row.fileName());
                gallery.markMissing(row.id(), true);
            }
            if (picture.isPresent() && row.missing()) {
                returned++;
                gallery.markMissing(row.id(), false);
            }
            if (picture.isPresent() && !small(row)) {
                shrink(row, ImageFiles.local(picture.get()));
            }
        }

        /** A preview is made when it is asked for, unless it has a name that only its file knows. */
        private boolean small(FileRow row) {
            return row.hasThumbnail()
                    && store.find(PictureKey.thumbnail(row.fileName())).isPresent()
                    && (row.previewName() == null
                            || row.previewName().equals(row.fileName())
                            || store.find(PictureKey.preview(row.previewName())).isPresent());
        }

        private void shrink(FileRow row, Path file) {
            try {
                ImageInfo info = ImageProbe.probe(file);
                if (info.format().raster()) {
                    ImageFiles.Small made = images.shrink(file, info).stored(row.fileName());
                    gallery.updateFiles(row.id(), made.hasThumbnail(), made.previewName(), made.placeholder());
                    shrunk += made.hasThumbnail() ? 1 : 0;
                }
            } catch (NotAnImageException | UndecodedException | IOException | RuntimeException e) {
                LOG.warnf("No thumbnail could be made of %s: %s", row.fileName(), e.getMessage());
                if (row.hasThumbnail()) {
                    gallery.updateFiles(row.id(), false, null, null);
                }
            }
        }
    }
}
