package studio.gallery.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import studio.gallery.Gallery;
import studio.gallery.Gallery.FileRow;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.picture.LocalPicture;
import studio.picture.PictureKey;
import studio.picture.PictureStore;

/** One walk over all rows: is the file there, and its thumbnail? */
final class RowCheck {
    private static final Logger LOG = Logger.getLogger(RowCheck.class);
    private static final int BATCH = 200;

    private final Gallery gallery;
    private final ImageFiles images;
    private final PictureStore store;
    private final Predicate<PictureKey> seen;
    private final BooleanSupplier stopped;
    private final BooleanSupplier noted;
    private final Supplier<Set<String>> waiting;
    private final List<FileRow> gone = new ArrayList<>();
    private int missing;
    private int returned;
    private int shrunk;

    /**
     * @param noted returns when all that other processes have just stored is noted; false: too late
     * @param waiting the names of originals that wait on the disk of a process until all find them
     */
    RowCheck(
            Gallery gallery,
            ImageFiles images,
            PictureStore store,
            BooleanSupplier stopped,
            BooleanSupplier noted,
            Supplier<Set<String>> waiting) {
        this.gallery = gallery;
        this.images = images;
        this.store = store;
        this.seen = store.glance();
        this.stopped = stopped;
        this.noted = noted;
        this.waiting = waiting;
    }

    /** How many files have gone since the last walk. */
    int missing() {
        return missing;
    }

    /** How many are back. */
    int returned() {
        return returned;
    }

    /** How many got their thumbnail. */
    int shrunk() {
        return shrunk;
    }

    void run() {
        List<FileRow> rows = gallery.rowsAfter(0, BATCH);
        while (!rows.isEmpty()) {
            for (FileRow row : rows) {
                if (stopped.getAsBoolean()) {
                    return;
                }
                if (!row.trashed()) {
                    check(row);
                }
            }
            rows = gallery.rowsAfter(rows.getLast().seq(), BATCH);
        }
        markGone();
    }

    private void markGone() {
        if (gone.isEmpty() || !noted.getAsBoolean()) {
            return;
        }
        Set<String> elsewhere = waiting.get();
        for (FileRow row : gone) {
            try {
                if (!elsewhere.contains(row.fileName()) && !exists(PictureKey.original(row.fileName()))) {
                    missing++;
                    LOG.warnf("The file of entry %s is gone: %s", row.id(), row.fileName());
                    gallery.markMissing(row.id(), true);
                }
            } catch (UncheckedIOException e) {
                LOG.debugf("%s is left alone: %s", row.fileName(), e.getMessage());
            }
        }
    }

    private void check(FileRow row) {
        boolean there;
        boolean complete;
        try {
            there = exists(PictureKey.original(row.fileName()));
            complete = !there || small(row);
        } catch (UncheckedIOException e) {
            // What cannot be looked at is not gone: a folder may be unreadable for a moment.
            LOG.debugf("%s is left alone: %s", row.fileName(), e.getMessage());
            return;
        }
        if (!there && !row.missing()) {
            gone.add(row);
        }
        if (there && row.missing()) {
            returned++;
            gallery.markMissing(row.id(), false);
        }
        if (!complete) {
            shrink(row);
        }
    }

    private boolean exists(PictureKey key) {
        return seen.test(key) || store.find(key).isPresent();
    }

    /** A preview is made when it is asked for, unless it has a name that only its file knows. */
    private boolean small(FileRow row) {
        return row.hasThumbnail()
                && exists(PictureKey.thumbnail(row.fileName()))
                && (row.previewName() == null
                        || row.previewName().equals(row.fileName())
                        || store.find(PictureKey.preview(row.previewName())).isPresent());
    }

    private void shrink(FileRow row) {
        try (LocalPicture file =
                store.find(PictureKey.original(row.fileName())).orElseThrow().local()) {
            shrink(row, file.path());
        } catch (IOException | RuntimeException e) {
            LOG.debugf("%s is left alone: %s", row.fileName(), e.getMessage());
        }
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
