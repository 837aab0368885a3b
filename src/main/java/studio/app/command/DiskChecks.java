package studio.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import studio.files.AtomicFiles;
import studio.files.DiskSpace;
import studio.settings.FolderSettings;
import studio.storage.DatabaseFile;

/** Tries the folders and looks at the database. */
final class DiskChecks {
    private final FolderSettings folders;

    DiskChecks(FolderSettings folders) {
        this.folders = folders;
    }

    /** Each takes a file, keeps it, lets it be renamed and removed; and enough is free. */
    String folders() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path folder : List.of(folders.data(), folders.gallery(), parent(folders.configFile()))) {
            Path there = nearest(folder);
            try {
                tryOut(there);
            } catch (IOException e) {
                throw new IOException(there + " cannot be written: " + e, e);
            }
            long free = DiskSpace.of(there).usable();
            if (free < folders.minFreeBytes()) {
                throw new IOException("%s has %d MiB left, less than MIN_FREE_BYTES".formatted(there, free >> 20));
            }
            found.add("%s writable, %d MiB free".formatted(folder, free >> 20));
        }
        return String.join("; ", found);
    }

    String database() throws IOException {
        if (!Files.exists(folders.database())) {
            return "none yet; the first start makes it";
        }
        DatabaseFile database = new DatabaseFile(folders.database());
        List<String> faults = database.faults();
        if (!faults.isEmpty()) {
            throw new IOException(folders.database() + " is damaged: " + String.join("; ", faults));
        }
        int schema = database.schema();
        if (schema > DatabaseFile.SCHEMA) {
            throw new IOException("%s is of a newer version (schema %d; this one knows %d)"
                    .formatted(folders.database(), schema, DatabaseFile.SCHEMA));
        }
        return "%s is sound, schema %d of %d".formatted(folders.database(), schema, DatabaseFile.SCHEMA);
    }

    private static void tryOut(Path folder) throws IOException {
        Path file = folder.resolve(".self-test-" + UUID.randomUUID());
        try {
            AtomicFiles.write(file, new byte[] {1});
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }

    /** The folder itself, or the one that the first start would make it in. */
    private static Path nearest(Path folder) {
        Path path = folder.toAbsolutePath();
        Path above = path.getParent();
        return Files.exists(path) || above == null ? path : nearest(above);
    }
}
