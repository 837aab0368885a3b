package studio.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.config.PortableConfig;
import studio.files.Folders;
import studio.problem.Message;
import studio.settings.FolderSettings;
import studio.storage.DatabaseFile;
import studio.storage.InstanceId;
import studio.storage.PostgresAddress;
import studio.storage.SharedDatabase;
import studio.storage.move.FileFromRows;
import studio.storage.move.StagedDatabase;

/** Makes of an unpacked database, a file or rows, what the studio here has: a file, or tables that all instances share. */
final class StageDatabase {
    private final FolderSettings folders;
    private final Swap.Staging staging;
    private final Archive.Manifest manifest;

    StageDatabase(FolderSettings folders, Swap.Staging staging, Archive.Manifest manifest) {
        this.folders = folders;
        this.staging = staging;
        this.manifest = manifest;
    }

    /**
     * Stages it, checked; nothing of what is in use is touched. A shared database takes the config along.
     *
     * @return the beginning of the name of the schema that will keep the old tables; null when there are none
     * @throws BackupException when it is damaged, or of a newer version
     */
    @Nullable
    String into(Optional<PostgresAddress> address, PortableConfig.Completed config)
            throws IOException, BackupException {
        Path file = staging.place(Archive.DATABASE);
        Path rows = staging.place(Archive.ROWS);
        boolean asRows = manifest.format() == Archive.ROWS_FORMAT;
        if (asRows != Files.exists(rows) || asRows == Files.exists(file)) {
            throw new BackupException(Message.of("backup.database_damaged"));
        }
        if (address.isEmpty()) {
            if (asRows) {
                fileOfRows(file, rows);
            }
            checkFile(file);
            return null;
        }
        SharedDatabase shared = SharedDatabase.at(address.get());
        if (shared.schemaVersion() > DatabaseFile.SCHEMA) {
            throw new BackupException(Message.of("storage.schema_newer", shared.place(), shared.schemaVersion()));
        }
        stage(shared, asRows, file, rows, config);
        return shared.holdsStudio() ? Swap.KEPT : null;
    }

    private void stage(SharedDatabase shared, boolean asRows, Path file, Path rows, PortableConfig.Completed config)
            throws IOException, BackupException {
        StagedDatabase staged = new StagedDatabase(shared);
        byte @Nullable [] content =
                config.content().isEmpty() ? null : config.content().getBytes(StandardCharsets.UTF_8);
        String owner = InstanceId.of(folders.data());
        try {
            if (asRows) {
                staged.stage(manifest.schema(), rows, content, owner);
            } else {
                checkFile(file);
                staged.stage(file, content, owner);
            }
        } catch (IOException e) {
            staged.discard();
            throw new BackupException(Message.of("backup.rows_refused", String.valueOf(e.getMessage())), e);
        }
        Folders.delete(rows);
        Folders.delete(file);
        Folders.delete(staging.place(Archive.CONFIG));
        for (String mirror : Archive.MIRRORS) {
            Folders.delete(staging.place(mirror));
        }
    }

    private void fileOfRows(Path file, Path rows) throws IOException, BackupException {
        try {
            FileFromRows.build(file, manifest.schema(), rows);
        } catch (IOException e) {
            throw new BackupException(Message.of("backup.rows_refused", String.valueOf(e.getMessage())), e);
        }
        Folders.delete(rows);
    }

    private static void checkFile(Path file) throws IOException, BackupException {
        DatabaseFile database = new DatabaseFile(file);
        if (!Files.exists(file) || !database.faults().isEmpty() || database.schema() < 1) {
            throw new BackupException(Message.of("backup.database_damaged"));
        }
        if (database.schema() > DatabaseFile.SCHEMA) {
            throw new BackupException(Message.of("backup.database_newer"));
        }
    }
}
