package studio.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.config.PortableConfig;
import studio.files.AtomicFiles;
import studio.files.OwnerOnly;
import studio.files.TimeStamp;
import studio.picture.PictureStore;
import studio.picture.StoredPicture;
import studio.problem.Message;
import studio.settings.FolderSettings;
import studio.storage.DatabaseFile;
import studio.storage.InstanceLock;

/** Puts a backup in place while no server runs: nothing of the old state is touched before all of the new is proven. */
public final class Restore {
    private final FolderSettings folders;
    private final Supplier<PictureStore> pictures;
    private final Swap swap;

    /** @param pictures opened when they are not on this machine and must be looked at */
    public Restore(FolderSettings folders, Supplier<PictureStore> pictures) {
        this.folders = folders;
        this.pictures = pictures;
        this.swap = new Swap(folders, pictures);
    }

    /**
     * What is in place now.
     *
     * @param createdAt when the backup was made
     * @param kept where the old state is, for people to delete
     * @param withoutKey ids of API configs whose key must be typed in
     * @param password the work password, when a new one had to be made
     */
    public record Restored(
            Instant createdAt,
            long files,
            long bytes,
            List<Path> kept,
            List<String> withoutKey,
            @Nullable String password) {}

    /**
     * Finishes a restore that was interrupted, or clears away what one left that had not started to replace anything. Run it
     * before the server's start.
     *
     * @throws studio.storage.StartRefusedException when a server uses the data folder
     */
    public void finishInterrupted() throws IOException {
        if (Files.isDirectory(folders.data())) {
            InstanceLock lock = InstanceLock.acquire(folders.data());
            try {
                swap.finish();
            } finally {
                lock.close();
            }
        }
    }

    /**
     * @param replace whether a studio that is there may be moved aside
     * @throws BackupException when the archive is not as it was written, or the place is taken; nothing is changed then
     * @throws studio.storage.StartRefusedException when a server uses the data folder
     */
    public Restored from(InputStream archive, boolean replace) throws IOException, BackupException {
        OwnerOnly.createFolder(folders.data());
        OwnerOnly.createFolder(folders.pictures());
        InstanceLock lock = InstanceLock.acquire(folders.data());
        try {
            swap.finish();
            if (!replace && occupied()) {
                throw new BackupException(Message.of(
                        "backup.target_not_empty",
                        folders.data().toAbsolutePath().normalize()));
            }
            return putInPlace(archive);
        } finally {
            lock.close();
        }
    }

    private Restored putInPlace(InputStream archive) throws IOException, BackupException {
        String stamp = TimeStamp.of(Instant.now());
        Swap.Staging staging = swap.stage();
        try {
            Unpacked unpacked = new Unpack(staging).from(archive);
            checkDatabase(staging.place(Archive.DATABASE));
            PortableConfig.Completed config = completeConfig(staging.place(Archive.CONFIG));
            swap.begin(stamp);
            return new Restored(
                    unpacked.manifest().createdAt(),
                    unpacked.files(),
                    unpacked.bytes(),
                    swap.kept(stamp),
                    config.withoutKey(),
                    config.password());
        } catch (BackupException | IOException | RuntimeException e) {
            swap.finish();
            throw e;
        }
    }

    private boolean occupied() throws IOException {
        if (Files.exists(folders.database())) {
            return true;
        }
        if (folders.bucket().isPresent()) {
            try (Stream<StoredPicture> originals = pictures.get().originals(false)) {
                return originals.findAny().isPresent();
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folders.gallery(), Files::isRegularFile)) {
            return files.iterator().hasNext();
        }
    }

    private static void checkDatabase(Path file) throws IOException, BackupException {
        DatabaseFile database = new DatabaseFile(file);
        if (!Files.exists(file) || !database.faults().isEmpty() || database.schema() < 1) {
            throw new BackupException(Message.of("backup.database_damaged"));
        }
        if (database.schema() > DatabaseFile.SCHEMA) {
            throw new BackupException(Message.of("backup.database_newer"));
        }
    }

    private PortableConfig.Completed completeConfig(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new PortableConfig.Completed("", List.of(), null);
        }
        PortableConfig.Completed config = new PortableConfig(folders.configFile()).complete(Files.readAllBytes(file));
        AtomicFiles.write(file, config.content().getBytes(StandardCharsets.UTF_8));
        return config;
    }
}
