package studio.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import studio.config.PortableConfig;
import studio.files.AtomicFiles;
import studio.files.Folders;
import studio.files.OwnerOnly;
import studio.picture.PictureStore;
import studio.picture.bucket.PictureStores;
import studio.problem.Message;
import studio.settings.FolderSettings;
import studio.storage.InstanceId;
import studio.storage.InstanceLock;
import studio.storage.PostgresAddress;
import studio.storage.SharedDatabase;
import studio.storage.move.StagedDatabase;

/**
 * Puts unpacked content in the place of what is there, by renames inside the data and the gallery folder, which may be
 * mount points themselves. A note on disk says how far it is, so that it can be finished after a crash at any moment;
 * without a note nothing has been touched, and unpacked content is rubbish. Call it with the folder's lock in hand.
 */
final class Swap {
    private static final String STAGING = ".restore";
    /** What the names of places begin with that keep the old state. */
    static final String KEPT = "before-restore-";

    private static final String AWAY = "away ";
    private static final String IN = "in ";
    /** In the note of a restore into a database that is not in the data folder. */
    private static final String SHARED = " shared";

    private final FolderSettings folders;
    private final Optional<PostgresAddress> address;
    private final Supplier<PictureStore> pictures;
    private final Path note;

    /**
     * @param address of the database that takes the place of the one in use by its tables, last of all
     * @param pictures opened when there are some to move that are not on this machine
     */
    Swap(FolderSettings folders, Optional<PostgresAddress> address, Supplier<PictureStore> pictures) {
        this.folders = folders;
        this.address = address;
        this.pictures = pictures;
        this.note = folders.data().resolve(STAGING).resolve("progress");
    }

    /** Where an archive's entries are unpacked, each on the file system of its later place. */
    record Staging(Path data, Path gallery) {
        /** @param name a known one */
        Path place(String name) {
            return (name.startsWith(Archive.GALLERY) ? gallery : data).resolve(name);
        }

        Path sums() {
            return data.resolve("sums");
        }
    }

    /** Makes an empty place to unpack to. */
    Staging stage() throws IOException {
        Staging staging = staging();
        OwnerOnly.createFolder(staging.data());
        OwnerOnly.createFolder(staging.gallery());
        return staging;
    }

    /** Moves what is there away and what is unpacked in; from here on there is no way back but forward. */
    void begin(String stamp) throws IOException, BackupException {
        syncFolders(staging().data());
        syncFolders(staging().gallery());
        AtomicFiles.write(note, (AWAY + stamp + (address.isPresent() ? SHARED : "")).getBytes(UTF_8));
        finish();
    }

    /** Finishes a swap that was started; without one, clears away what was unpacked. */
    void finish() throws IOException, BackupException {
        if (!Files.exists(note)) {
            clear();
            return;
        }
        String progress = Files.readString(note);
        boolean shared = progress.endsWith(SHARED);
        if (shared && address.isEmpty()) {
            throw new BackupException(Message.of("backup.unfinished_elsewhere"));
        }
        String stamp = progress.substring(progress.indexOf(' ') + 1).replace(SHARED, "");
        if (progress.startsWith(AWAY)) {
            keepConfig(stamp);
            moveAll(folders.data(), folders.data().resolve(KEPT + stamp));
            if (folders.bucket().isPresent()) {
                remotely(() -> pictures.get().setAside(KEPT + stamp));
                // What opening it has made; a folder that is there cannot be moved in.
                removeEmptyFolders(folders.pictures());
            }
            moveAll(folders.pictures(), folders.pictures().resolve(KEPT + stamp));
            AtomicFiles.write(note, progress.replace(AWAY, IN).getBytes(UTF_8));
        }
        Staging staging = staging();
        moveAll(staging.data().resolve("data"), folders.data());
        moveAll(staging.gallery().resolve("gallery"), folders.pictures());
        Path config = staging.place(Archive.CONFIG);
        if (Files.exists(config)) {
            new PortableConfig(folders.configFile()).write(Files.readAllBytes(config));
        }
        if (shared) {
            share(stamp);
        }
        Files.delete(note);
        AtomicFiles.syncFolder(staging.data());
        clear();
    }

    /**
     * Sends the pictures to where all instances find them, and puts the tables in place. They are last: until then every instance that
     * is started sees the old ones, and what it concludes from missing files goes with them.
     */
    private void share(String stamp) throws BackupException {
        long waiting = folders.bucket().isPresent() ? pictures.get().sendWaiting() : 0;
        if (waiting > 0) {
            throw new BackupException(Message.of("backup.pictures_not_sent", waiting));
        }
        remotely(() -> PictureStores.share(folders, pictures.get()));
        SharedDatabase shared = SharedDatabase.at(address.orElseThrow());
        List<String> workers = shared.atWork();
        if (!workers.isEmpty()) {
            throw new BackupException(
                    Message.of("storage.instances_at_work", shared.place(), String.join(", ", workers)));
        }
        new StagedDatabase(shared).swap(KEPT + stamp);
    }

    /** What a restore of this time keeps of the old state. */
    List<Path> kept(String stamp) {
        return Stream.of(
                        folders.data().resolve(KEPT + stamp),
                        folders.pictures().resolve(KEPT + stamp),
                        keptConfig(stamp))
                .filter(Files::exists)
                .toList();
    }

    private Path keptConfig(String stamp) {
        return folders.configFile().resolveSibling(folders.configFile().getFileName() + "." + KEPT + stamp);
    }

    private void keepConfig(String stamp) throws IOException {
        Path config = folders.configFile();
        if (Files.exists(config) && address.isEmpty()) {
            try {
                AtomicFiles.write(keptConfig(stamp), out -> Files.copy(config, out));
            } catch (IOException e) {
                // Its folder may be read-only, with the file alone mounted into it.
                Path besideData = folders.data().resolve(keptConfig(stamp).getFileName());
                AtomicFiles.write(besideData, out -> Files.copy(config, out));
            }
        }
    }

    private static void remotely(Runnable step) throws BackupException {
        try {
            step.run();
        } catch (UncheckedIOException e) {
            throw new BackupException(Message.of("backup.bucket_failed", String.valueOf(e.getMessage())), e);
        }
    }

    private static void removeEmptyFolders(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path folder : all.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                try {
                    Files.delete(folder);
                } catch (DirectoryNotEmptyException e) {
                    // It holds something.
                }
            }
        }
    }

    private void moveAll(Path from, Path to) throws IOException {
        boolean moved = false;
        // A folder that changes while it is listed may not show all that it holds.
        while (Files.isDirectory(from) && moveSome(from, to)) {
            moved = true;
        }
        if (moved) {
            AtomicFiles.syncFolder(to);
            AtomicFiles.syncFolder(from);
        }
    }

    private boolean moveSome(Path from, Path to) throws IOException {
        boolean moved = false;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(from, path -> !stays(path))) {
            for (Path path : all) {
                OwnerOnly.createFolder(to);
                Files.move(path, to.resolve(path.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                moved = true;
            }
        }
        return moved;
    }

    /** What belongs to the folder itself, or lies in it although it is another of the studio's places. */
    private boolean stays(Path path) {
        String name = path.getFileName().toString();
        return InstanceLock.isLock(path)
                || (address.isPresent() && InstanceId.isFile(path))
                || name.equals(STAGING)
                || name.contains(KEPT)
                || name.equals("lost+found")
                || Stream.of(folders.data(), folders.pictures(), folders.configFile())
                        .anyMatch(place -> place.toAbsolutePath()
                                .normalize()
                                .startsWith(path.toAbsolutePath().normalize()));
    }

    private Staging staging() {
        return new Staging(folders.data().resolve(STAGING), folders.pictures().resolve(STAGING));
    }

    private void clear() throws IOException {
        Folders.delete(staging().gallery());
        Folders.delete(staging().data());
    }

    private static void syncFolders(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path folder : (Iterable<Path>) all.filter(Files::isDirectory)::iterator) {
                AtomicFiles.syncFolder(folder);
            }
        }
    }
}
