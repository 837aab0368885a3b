package studio.gallery.file;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import studio.picture.StoredPicture;
import studio.storage.FreeSpace;
import studio.storage.Progress;

/**
 * Replaces the square thumbnails of earlier versions by ones in the shape of their pictures, once for each gallery. It works on one
 * picture at a time and rests after each as long as that took; a restart goes on where it was.
 */
@Singleton
public class RenewThumbnails {
    private static final Logger LOG = Logger.getLogger(RenewThumbnails.class);
    private static final String WORK = "shaped_thumbnails";
    private static final int BATCH = 100;
    /** Sides that differ by less are a square. */
    private static final double NEARLY = 1.03;

    private final Gallery gallery;
    private final ImageFiles images;
    private final PictureStore store;
    private final FreeSpace space;
    private final Progress progress;
    private final CountDownLatch stopped = new CountDownLatch(1);

    RenewThumbnails(Gallery gallery, ImageFiles images, PictureStore store, FreeSpace space, Progress progress) {
        this.gallery = gallery;
        this.images = images;
        this.store = store;
        this.space = space;
        this.progress = progress;
    }

    /** Ends a run under way after the picture that it is at. */
    public void stop() {
        stopped.countDown();
    }

    /**
     * Goes on where the last run has ended, until the end, {@link #stop} or a full disk.
     *
     * @return how many were renewed
     */
    public synchronized int run() {
        int renewed = 0;
        List<FileRow> rows = after(progress.of(WORK));
        while (!rows.isEmpty()) {
            for (FileRow row : rows) {
                if (stopped.getCount() == 0 || full()) {
                    return renewed;
                }
                if (row.hasThumbnail() && !row.trashed() && !row.missing()) {
                    renewed += renew(row) ? 1 : 0;
                }
            }
            long last = rows.getLast().seq();
            progress.note(WORK, last);
            rows = after(last);
        }
        if (renewed > 0) {
            LOG.infof("%d square thumbnails of an earlier version now have the shapes of their pictures", renewed);
        }
        return renewed;
    }

    private List<FileRow> after(long seq) {
        return gallery.rowsAfter(seq, BATCH);
    }

    private boolean full() {
        try {
            return !space.enough();
        } catch (IOException e) {
            LOG.debugf("The disk cannot be measured: %s", e.getMessage());
            return true;
        }
    }

    private boolean renew(FileRow row) {
        long started = System.nanoTime();
        boolean renewed = false;
        try {
            Optional<StoredPicture> picture = images.find(row.fileName());
            if (picture.isEmpty() || !square(row)) {
                return false;
            }
            try (LocalPicture file = picture.get().local()) {
                renewed = renew(row, file.path());
            }
        } catch (NotAnImageException | UndecodedException | IOException | UncheckedIOException e) {
            LOG.debugf("The thumbnail of %s stays as it is: %s", row.fileName(), e.getMessage());
        }
        rest(System.nanoTime() - started);
        return renewed;
    }

    private boolean renew(FileRow row, Path picture) throws NotAnImageException, UndecodedException, IOException {
        ImageInfo info = ImageProbe.probe(picture);
        if (nearlySquare(info)) {
            return false;
        }
        try (ImageFiles.Shrinking shrinking = images.shrink(picture, info)) {
            ImageFiles.Small made = shrinking.stored(row.fileName());
            if (made.hasThumbnail()) {
                // Its preview is as it was, maybe by a name that only its file knows.
                gallery.updateFiles(row.id(), true, row.previewName(), made.placeholder());
            }
            return made.hasThumbnail();
        }
    }

    private boolean square(FileRow row) throws IOException, NotAnImageException {
        var thumbnail = store.find(PictureKey.thumbnail(row.fileName()));
        if (thumbnail.isEmpty()) {
            return false;
        }
        try (LocalPicture file = thumbnail.get().local()) {
            ImageInfo small = ImageProbe.probe(file.path());
            return small.format().raster() && nearlySquare(small);
        }
    }

    private static boolean nearlySquare(ImageInfo info) {
        return info.longSide() < NEARLY * Math.min(info.width(), info.height());
    }

    private void rest(long nanos) {
        try {
            var unused = stopped.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }
}
