package studio.gallery;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import studio.imaging.metadata.PictureMetadata;
import studio.imaging.metadata.PictureMetadataReader;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.settings.FolderSettings;
import studio.storage.Ids;

/**
 * Makes rows and files agree again after a crash, or after somebody copied pictures into the folder or out of it. Works in
 * small batches and may run beside everything else: a file that could belong to a save under way is left alone.
 */
@Singleton
class Reconciliation {
    private static final Logger LOG = Logger.getLogger(Reconciliation.class);
    private static final int BATCH = 200;
    private static final Duration LEFTOVER = Duration.ofHours(1);

    /** What was found and mended. */
    record Result(int recovered, int missing, int returned, int shrunk, int removed) {}

    private final SqlGallery gallery;
    private final ImageFiles images;
    private final GalleryTrash trash;
    private final GalleryFolder folder;
    private final RecoveredEntry recoveredEntry;
    private volatile boolean stopped;

    @Inject
    Reconciliation(
            SqlGallery gallery,
            ImageFiles images,
            GalleryTrash trash,
            FolderSettings folders,
            ObjectMapper mapper,
            Ids ids) {
        this(gallery, images, trash, new GalleryFolder(folders), new RecoveredEntry(mapper, ids::next));
    }

    Reconciliation(
            SqlGallery gallery,
            ImageFiles images,
            GalleryTrash trash,
            GalleryFolder folder,
            RecoveredEntry recoveredEntry) {
        this.gallery = gallery;
        this.images = images;
        this.trash = trash;
        this.folder = folder;
        this.recoveredEntry = recoveredEntry;
    }

    /** Ends a run under way after the picture that it is at. */
    void stop() {
        stopped = true;
    }

    /**
     * @param before files that were written later may belong to a save under way and wait for the next time
     * @throws IOException when the folder cannot be read
     */
    synchronized Result run(Instant before) throws IOException {
        int removed = removeLeftovers(folder.incoming(), Instant.now().minus(LEFTOVER));
        int recovered = recoverFiles(before);
        removed += emptyTrashWithoutRows(before);
        RowCheck rows = new RowCheck(gallery, images, folder);
        rows.run(() -> stopped);
        return new Result(recovered, rows.missing(), rows.returned(), rows.shrunk(), removed);
    }

    private int recoverFiles(Instant before) throws IOException {
        int recovered = 0;
        List<String> batch = new ArrayList<>(BATCH);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.pictures(), GalleryFolder::isFile)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (GalleryFolder.safe(name) && isOlder(file, before)) {
                    batch.add(name);
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

    private int recover(List<String> names) {
        if (names.isEmpty()) {
            return 0;
        }
        Map<String, Boolean> trashed = gallery.known(names);
        List<GalleryEntry> entries = new ArrayList<>();
        for (String name : names) {
            Boolean inTrash = trashed.get(name);
            if (inTrash == null) {
                recovered(name, folder.picture(name)).ifPresent(entries::add);
            } else if (inTrash) {
                finishDeletion(name);
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

    private Optional<GalleryEntry> recovered(String name, Path file) {
        try {
            ImageInfo info = ImageProbe.probe(file);
            if (info.format().raster() && info.complete()) {
                PictureMetadata made = PictureMetadataReader.read(file).orElse(new PictureMetadata(Map.of()));
                return Optional.of(recoveredEntry.of(name, info, made, written(file)));
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
    synchronized void adoptTrash() throws IOException {
        List<GalleryEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder.trash(GalleryFolder.Kind.PICTURE), GalleryFolder::isFile)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (GalleryFolder.safe(name) && gallery.known(List.of(name)).isEmpty()) {
                    recovered(name, file).ifPresent(entries::add);
                }
            }
        }
        if (!entries.isEmpty()) {
            LOG.infof("Found %d pictures of a lost database in the trash", gallery.addTrashed(entries, Instant.now()));
        }
    }

    private int emptyTrashWithoutRows(Instant before) throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder.trash(GalleryFolder.Kind.PICTURE), GalleryFolder::isFile)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                // The row of a picture deleted for good goes first.
                if (isOlder(file, before)
                        && GalleryFolder.safe(name)
                        && !gallery.known(List.of(name)).containsKey(name)) {
                    for (GalleryFolder.Places place : folder.places(name, name)) {
                        removed += Files.deleteIfExists(place.trashed()) ? 1 : 0;
                    }
                }
            }
        }
        return removed;
    }

    private static int removeLeftovers(Path incoming, Instant before) throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming, GalleryFolder::isFile)) {
            for (Path file : files) {
                if (isOlder(file, before)) {
                    Files.deleteIfExists(file);
                    removed++;
                }
            }
        }
        return removed;
    }

    /** A file of which nobody knows waits for the next time, and keeps nothing else waiting. */
    private static boolean isOlder(Path file, Instant time) {
        try {
            return written(file).isBefore(time);
        } catch (IOException e) {
            LOG.debugf("%s is left alone: %s", file.getFileName(), e.getMessage());
            return false;
        }
    }

    private static Instant written(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }
}
