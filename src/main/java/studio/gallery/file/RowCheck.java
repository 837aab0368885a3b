package studio.gallery.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import studio.gallery.Gallery;
import studio.imaging.decode.UndecodedException;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.picture.PictureKey;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;

/** One walk over all rows: is the file there, and its thumbnail? */
final class RowCheck {
    private static final Logger LOG = Logger.getLogger(RowCheck.class);
    private static final int BATCH = 200;

    private final Gallery gallery;
    private final ImageFiles images;
    private final PictureStore store;
    private int missing;
    private int returned;
    private int shrunk;

    RowCheck(Gallery gallery, ImageFiles images, PictureStore store) {
        this.gallery = gallery;
        this.images = images;
        this.store = store;
    }

    void run(BooleanSupplier stopped) {
        long seq = 0;
        while (true) {
            List<Gallery.FileRow> rows = gallery.rowsAfter(seq, BATCH);
            if (rows.isEmpty()) {
                return;
            }
            for (Gallery.FileRow row : rows) {
                if (stopped.getAsBoolean()) {
                    return;
                }
                if (!row.trashed()) {
                    check(row);
                }
            }
            seq = rows.getLast().seq();
        }
    }

    /** Rows whose file has gone since the last walk. */
    int missing() {
        return missing;
    }

    /** Rows whose file is back. */
    int returned() {
        return returned;
    }

    /** Pictures that got their thumbnail now. */
    int shrunk() {
        return shrunk;
    }

    private void check(Gallery.FileRow row) {
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

    private boolean small(Gallery.FileRow row) {
        return row.hasThumbnail()
                && store.find(PictureKey.thumbnail(row.fileName())).isPresent()
                && (row.previewName() == null
                        || store.find(PictureKey.preview(row.previewName())).isPresent());
    }

    private void shrink(Gallery.FileRow row, Path file) {
        try {
            ImageInfo info = ImageProbe.probe(file);
            if (info.format().raster()) {
                ImageFiles.Small made = images.shrink(file, info, row.fileName());
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
