package studio.gallery.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import studio.gallery.Gallery;
import studio.gallery.GalleryEntry;
import studio.gallery.GalleryTrash;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;
import studio.storage.Ids;

/**
 * Makes rows and files agree again after a crash, or after somebody copied pictures into the folder or out of it. Works in
 * small batches and may run beside everything else: a file that could belong to a save under way is left alone.
 */
@Singleton
public class Reconciliation {
    private static final Logger LOG = Logger.getLogger(Reconciliation.class);
    private static final int BATCH = 200;
    private static final Duration LEFTOVER = Duration.ofHours(1);

    /** What was found and mended. */
    public record Result(int recovered, int missing, int returned, int shrunk, int removed) {}

    private final Gallery gallery;
    private final ImageFiles images;
    private final GalleryTrash trash;
    private final PictureStore store;
    private final RecoveredEntry recoveredEntry;
    private volatile boolean stopped;

    @Inject
    Reconciliation(
            Gallery gallery, ImageFiles images, GalleryTrash trash, PictureStore store, ObjectMapper mapper, Ids ids) {
        this(gallery, images, trash, store, new RecoveredEntry(mapper, ids::next));
    }

    Reconciliation(
            Gallery gallery, ImageFiles images, GalleryTrash trash, PictureStore store, RecoveredEntry recoveredEntry) {
        this.gallery = gallery;
        this.images = images;
        this.trash = trash;
        this.store = store;
        this.recoveredEntry = recoveredEntry;
    }

    /** Ends a run under way after the picture that it is at. */
    public void stop() {
        stopped = true;
    }

    /** @param before files that were written later may belong to a save under way and wait for the next time */
    public synchronized Result run(Instant before) {
        int removed = store.removeUnfinished(Instant.now().minus(LEFTOVER));
        int recovered = recoverFiles(before);
        removed += emptyTrashWithoutRows(before);
        RowCheck rows = new RowCheck(gallery, images, store);
        rows.run(() -> stopped);
        return new Result(recovered, rows.missing(), rows.returned(), rows.shrunk(), removed);
    }

    private int recoverFiles(Instant before) {
        int recovered = 0;
        List<StoredPicture> batch = new ArrayList<>(BATCH);
        try (Stream<StoredPicture> originals = store.originals(false)) {
            for (StoredPicture picture : (Iterable<StoredPicture>) originals::iterator) {
                if (picture.modified().isBefore(before)) {
                    batch.add(picture);
                }
                if (batch.size() == BATCH) {
                    recovered += recover(batch);
                    batch.clear();
                }
                if (stopped) {
                    return recovered;
                }
            }
        }
        return recovered + recover(batch);
    }

    private int recover(List<StoredPicture> pictures) {
        if (pictures.isEmpty()) {
            return 0;
        }
        Map<String, Boolean> trashed = gallery.known(
                pictures.stream().map(picture -> picture.key().name()).toList());
        List<GalleryEntry> entries = new ArrayList<>();
        for (StoredPicture picture : pictures) {
            Boolean inTrash = trashed.get(picture.key().name());
            if (inTrash == null) {
                recovered(picture).ifPresent(entries::add);
            } else if (inTrash) {
                finishDeletion(picture.key().name());
            }
        }
        int added = entries.isEmpty() ? 0 : gallery.addNew(entries);
        if (added > 0) {
            LOG.infof("Found %d pictures without an entry and took them into the gallery", added);
        }
        return added;
    }

    /** Deleted, and the crash came before the files were moved. */
    private void finishDeletion(String name) {
        try {
            trash.finishDeletion(name);
        } catch (UncheckedIOException e) {
            LOG.warnf("%s stays where it is for now: %s", name, e.getMessage());
        }
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

    /**
     * Gives the pictures in the trash rows, after the database has been lost: without them they would be taken for what a deletion
     * for good has left. They can be restored, and expire, as if they had been deleted now.
     */
    public synchronized void adoptTrash() {
        int adopted = 0;
        List<GalleryEntry> batch = new ArrayList<>();
        try (Stream<StoredPicture> originals = store.originals(true)) {
            for (StoredPicture picture : (Iterable<StoredPicture>) originals::iterator) {
                if (gallery.known(List.of(picture.key().name())).isEmpty()) {
                    recovered(picture).ifPresent(batch::add);
                }
                if (batch.size() == BATCH) {
                    adopted += gallery.addTrashed(batch, Instant.now());
                    batch.clear();
                }
            }
        }
        adopted += gallery.addTrashed(batch, Instant.now());
        if (adopted > 0) {
            LOG.infof("Found %d pictures of a lost database in the trash", adopted);
        }
    }

    private int emptyTrashWithoutRows(Instant before) {
        int removed = 0;
        try (Stream<StoredPicture> originals = store.originals(true)) {
            for (StoredPicture picture : (Iterable<StoredPicture>) originals::iterator) {
                String name = picture.key().name();
                // The row of a picture deleted for good goes first.
                if (picture.modified().isBefore(before)
                        && !gallery.known(List.of(name)).containsKey(name)) {
                    for (PictureKey file : PictureKey.all(name, name)) {
                        removed += store.delete(file.inTrash()) ? 1 : 0;
                    }
                }
            }
        }
        return removed;
    }
}
