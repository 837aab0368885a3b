package studio.diagnosis.service;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import studio.diagnosis.service.ServiceDescription.Storage;
import studio.diagnosis.service.ServiceDescription.Trash;
import studio.files.DiskSpace;
import studio.gallery.Gallery;
import studio.settings.FolderSettings;

/** How much lies on disk, and how much still fits. Nothing is counted file by file. */
@Singleton
class MeasureStorage {
    /** SQLite's own file, and what it has not merged into it yet. */
    private static final List<String> DATABASE_FILES = List.of("", "-wal");

    private final FolderSettings folders;
    private final Gallery gallery;

    MeasureStorage(FolderSettings folders, Gallery gallery) {
        this.folders = folders;
        this.gallery = gallery;
    }

    Storage now() {
        Gallery.Totals pictures = gallery.totals();
        Gallery.Totals trash = gallery.trashTotals();
        try {
            DiskSpace space = DiskSpace.of(folders.data(), folders.gallery());
            return new Storage(
                    pictures.entries(),
                    pictures.bytes(),
                    new Trash(trash.entries(), trash.bytes()),
                    databaseBytes(),
                    space.usable(),
                    space.total());
        } catch (IOException e) {
            throw new UncheckedIOException("The disk cannot be measured", e);
        }
    }

    private long databaseBytes() throws IOException {
        long bytes = 0;
        for (String ending : DATABASE_FILES) {
            Path file = folders.database().resolveSibling(folders.database().getFileName() + ending);
            try {
                bytes += Files.size(file);
            } catch (NoSuchFileException e) {
                // The write-ahead log comes and goes.
            }
        }
        return bytes;
    }
}
