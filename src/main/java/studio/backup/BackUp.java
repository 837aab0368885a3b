package studio.backup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import studio.config.PortableConfig;
import studio.files.OwnerOnly;
import studio.problem.Message;
import studio.settings.FolderSettings;
import studio.settings.Version;
import studio.storage.DatabaseFile;

/** Takes a consistent copy of all that a studio holds, while it works or while it is stopped. */
public final class BackUp {
    /** Unfinished folders of this name go with the server's own clean-up when the process was killed. */
    static final String WORK = "backup-";

    private final FolderSettings folders;

    public BackUp(FolderSettings folders) {
        this.folders = folders;
    }

    /**
     * Copies database and config, after which the backup shows the studio as it is now; the files follow when it is written.
     *
     * @param withKeys false: API keys, password and the secret of the sessions are left out
     * @throws BackupException when there is nothing to back up
     * @throws IOException when the disk or the database fails
     */
    public Backup begin(boolean withKeys) throws IOException, BackupException {
        if (!Files.isRegularFile(folders.database())) {
            throw new BackupException(
                    Message.of("backup.nothing_to_back_up", folders.database().toAbsolutePath()));
        }
        Optional<byte[]> config = new PortableConfig(folders.configFile()).read(withKeys);
        Path work = folders.temp().resolve(WORK + UUID.randomUUID());
        OwnerOnly.createFolder(work);
        try {
            Path database = work.resolve("studio.db");
            new DatabaseFile(folders.database()).copyTo(database);
            int schema = new DatabaseFile(database).schema();
            Manifest manifest = new Manifest(Manifest.FORMAT, Version.text(), schema, Instant.now(), withKeys);
            return new Backup(folders, work, manifest, config.orElse(null));
        } catch (IOException | RuntimeException e) {
            remove(work);
            throw e;
        }
    }

    static void remove(Path work) throws IOException {
        if (!Files.isDirectory(work)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(work)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(work);
    }
}
