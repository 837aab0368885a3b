package studio.backup;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
import studio.storage.InstanceLock;
import studio.storage.PostgresAddress;
import studio.storage.SharedDatabase;

/** Puts a backup in place while no server runs: nothing of the old state is touched before all of the new is proven. */
public final class Restore {
    private final FolderSettings folders;
    private final Optional<PostgresAddress> address;
    private final Supplier<PictureStore> pictures;
    private final Swap swap;

    /** @param pictures opened when they are not on this machine and must be looked at */
    public Restore(FolderSettings folders, Supplier<PictureStore> pictures) {
        this(folders, Optional.empty(), pictures);
    }

    /** @param address of the database that instances share, with this machine as one of them; empty: a file in the data folder */
    public Restore(FolderSettings folders, Optional<PostgresAddress> address, Supplier<PictureStore> pictures) {
        this.folders = folders;
        this.address = address;
        this.pictures = pictures;
        this.swap = new Swap(folders, address, pictures);
    }

    /**
     * What is in place now.
     *
     * @param createdAt when the backup was made
     * @param kept where the old state is, for people to delete
     * @param keptSchema of the shared database, with its old tables; null when there were none
     * @param withoutKey ids of API configs whose key must be typed in
     * @param password the work password, when a new one had to be made
     */
    public record Restored(
            Instant createdAt,
            long files,
            long bytes,
            List<Path> kept,
            @Nullable String keptSchema,
            List<String> withoutKey,
            @Nullable String password) {}

    /**
     * Finishes a restore that was interrupted, or clears away what one left that had not started to replace anything. Run it
     * before the server's start.
     *
     * @throws studio.storage.StartRefusedException when a server uses the data folder
     * @throws BackupException when it cannot be finished as long as something stays as it is
     */
    public void finishInterrupted() throws IOException, BackupException {
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
     * @throws studio.storage.StartRefusedException when a server uses the data folder, or an instance the database
     */
    public Restored from(InputStream archive, boolean replace) throws IOException, BackupException {
        OwnerOnly.createFolder(folders.data());
        OwnerOnly.createFolder(folders.pictures());
        InstanceLock lock = InstanceLock.acquire(folders.data());
        try {
            Optional<Closeable> alone =
                    address.map(place -> SharedDatabase.at(place).alone());
            try {
                return restore(archive, replace);
            } finally {
                if (alone.isPresent()) {
                    alone.get().close();
                }
            }
        } finally {
            lock.close();
        }
    }

    private Restored restore(InputStream archive, boolean replace) throws IOException, BackupException {
        swap.finish();
        if (!replace && occupied()) {
            throw new BackupException(Message.of(
                    "backup.target_not_empty",
                    address.isPresent()
                            ? address.get().place()
                            : folders.data().toAbsolutePath().normalize()));
        }
        return putInPlace(archive);
    }

    private Restored putInPlace(InputStream archive) throws IOException, BackupException {
        String stamp = TimeStamp.of(Instant.now());
        Swap.Staging staging = swap.stage();
        Unpacked unpacked;
        PortableConfig.Completed config;
        String keptSchema;
        try {
            unpacked = new Unpack(staging).from(archive);
            StageDatabase database = new StageDatabase(folders, staging, unpacked.manifest());
            config = completeConfig(staging.place(Archive.CONFIG));
            keptSchema = database.into(address, config);
        } catch (BackupException | IOException | RuntimeException e) {
            swap.finish();
            throw e;
        }
        swap.begin(stamp);
        return new Restored(
                unpacked.manifest().createdAt(),
                unpacked.files(),
                unpacked.bytes(),
                swap.kept(stamp),
                keptSchema == null ? null : keptSchema + stamp,
                config.withoutKey(),
                config.password());
    }

    private boolean occupied() throws IOException {
        if (address.isPresent() ? SharedDatabase.at(address.get()).occupied() : Files.exists(folders.database())) {
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

    private PortableConfig.Completed completeConfig(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new PortableConfig.Completed("", List.of(), null);
        }
        PortableConfig.Completed config =
                PortableConfig.inUse(address, folders.configFile()).complete(Files.readAllBytes(file));
        AtomicFiles.write(file, config.content().getBytes(StandardCharsets.UTF_8));
        return config;
    }
}
