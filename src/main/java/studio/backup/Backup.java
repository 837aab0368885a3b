package studio.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.config.PortableConfig;
import studio.files.Folders;
import studio.files.OwnerOnly;
import studio.picture.PictureKey.Kind;
import studio.picture.PictureStore;
import studio.picture.SharedFiles;
import studio.picture.StoredPicture;
import studio.picture.bucket.PictureStores;
import studio.problem.Message;
import studio.settings.Environment;
import studio.settings.FolderSettings;
import studio.storage.Database;
import studio.storage.DatabaseFile;
import studio.storage.move.RowFiles;

/**
 * A consistent copy of all that a studio holds, while it works or while it is stopped: database and config are copied and wait to be
 * written, with all files, as one archive.
 */
public final class Backup implements AutoCloseable {
    /** Unfinished folders of this name go with the server's own clean-up when the process was killed. */
    private static final String WORK = "backup-";

    private final FolderSettings folders;
    private final PictureStore pictures;
    private final Path work;
    private final Archive.Manifest manifest;
    private final byte @Nullable [] config;
    private final List<Path> rows;

    private Backup(
            FolderSettings folders,
            PictureStore pictures,
            Path work,
            Archive.Manifest manifest,
            byte @Nullable [] config,
            List<Path> rows) {
        this.folders = folders;
        this.pictures = pictures;
        this.work = work;
        this.manifest = manifest;
        this.config = config;
        this.rows = rows;
    }

    /**
     * Copies database and config, after which the backup shows the studio as it is now; the files follow when it is written.
     *
     * @param pictures opened when there is something to back up
     * @param withKeys false: API keys, password and the secret of the sessions are left out
     * @throws BackupException when there is nothing to back up
     * @throws IOException when the disk or the database fails
     */
    public static Backup begin(FolderSettings folders, Supplier<PictureStore> pictures, boolean withKeys)
            throws IOException, BackupException {
        if (!Files.isRegularFile(folders.database())) {
            throw new BackupException(
                    Message.of("backup.nothing_to_back_up", folders.database().toAbsolutePath()));
        }
        Optional<byte[]> config = new PortableConfig(folders.configFile()).read(withKeys);
        Path work = work(folders);
        try {
            Path database = work.resolve("studio.db");
            new DatabaseFile(folders.database()).copyTo(database);
            int schema = new DatabaseFile(database).schema();
            Archive.Manifest manifest =
                    new Archive.Manifest(Archive.FORMAT, Environment.version(), schema, Instant.now(), withKeys);
            return new Backup(folders, pictures.get(), work, manifest, config.orElse(null), List.of());
        } catch (IOException | RuntimeException e) {
            Folders.delete(work);
            throw e;
        }
    }

    /**
     * The same of a studio whose instances share a database. What other instances have on their disks is not in it: answers that are
     * received and not saved yet, and pictures that wait for the bucket.
     */
    public static Backup begin(
            FolderSettings folders, Database shared, Supplier<PictureStore> pictures, boolean withKeys)
            throws IOException, BackupException {
        Path work = work(folders);
        try {
            Path rows = work.resolve("rows");
            OwnerOnly.createFolder(rows);
            RowFiles.Exported exported = RowFiles.export(shared, rows);
            if (exported.schema() == 0) {
                throw new BackupException(Message.of("backup.nothing_to_back_up", shared.describe()));
            }
            Optional<byte[]> config =
                    PortableConfig.shared(shared, folders.configFile()).read(withKeys);
            Archive.Manifest manifest = new Archive.Manifest(
                    Archive.ROWS_FORMAT, Environment.version(), exported.schema(), Instant.now(), withKeys);
            return new Backup(folders, pictures.get(), work, manifest, config.orElse(null), exported.files());
        } catch (IOException | BackupException | RuntimeException e) {
            Folders.delete(work);
            throw e;
        }
    }

    private static Path work(FolderSettings folders) throws IOException {
        Path work = folders.temp().resolve(WORK + UUID.randomUUID());
        OwnerOnly.createFolder(work);
        return work;
    }

    /**
     * What was written.
     *
     * @param missing files that were deleted between being listed and being read, at most 10,000
     */
    public record Written(long files, long bytes, List<String> missing) {}

    public Instant createdAt() {
        return manifest.createdAt();
    }

    /** Writes the whole archive; the stream stays open. */
    public Written writeTo(OutputStream out) throws IOException {
        try (ArchiveWriter archive = new ArchiveWriter(out, work.resolve("sums"))) {
            archive.bytes(Archive.MANIFEST, manifest.bytes(), manifest.createdAt());
            TakeFiles files = new TakeFiles(archive);
            takeDatabase(archive, files);
            if (config != null) {
                archive.bytes(Archive.CONFIG, config, manifest.createdAt());
            }
            files.answers(folders.temp(), name -> !name.startsWith(WORK));
            SharedFiles shared = PictureStores.files(folders, pictures);
            files.shared(Archive.INPUTS, shared, SharedFiles.Kind.INPUT);
            files.shared(Archive.TEMPLATES, shared, SharedFiles.Kind.TEMPLATE);
            takeGallery(files);
            List<String> missing = files.missing();
            if (!missing.isEmpty()) {
                archive.bytes(Archive.MISSING, (String.join("\n", missing) + "\n").getBytes(UTF_8), Instant.now());
            }
            Written written = new Written(archive.files(), archive.bytes(), missing);
            archive.finish();
            return written;
        }
    }

    @Override
    public void close() throws IOException {
        Folders.delete(work);
    }

    private void takeDatabase(ArchiveWriter archive, TakeFiles files) throws IOException {
        for (Path table : rows) {
            files.take(Archive.ROWS + table.getFileName(), table);
        }
        if (rows.isEmpty()) {
            files.take(Archive.DATABASE, work.resolve("studio.db"));
            for (String mirror : Archive.MIRRORS) {
                archive.file(mirror, folders.data().resolve(mirror.substring("data/".length())));
            }
        }
    }

    /**
     * The trash goes before and once more after the rest, so that a picture is found which leaves the trash or enters it
     * meanwhile. Where it is found does not matter: a restored studio moves files after their rows.
     */
    private void takeGallery(TakeFiles files) throws IOException {
        Set<String> taken = new HashSet<>();
        Predicate<String> first = taken::add;
        takePictures(files, true, first);
        takePictures(files, false, name -> true);
        takePictures(files, true, first);
    }

    private void takePictures(TakeFiles files, boolean trashed, Predicate<String> wanted) throws IOException {
        for (Kind kind : Kind.values()) {
            try (Stream<StoredPicture> all = pictures.list(kind, trashed)) {
                for (StoredPicture picture : (Iterable<StoredPicture>) all::iterator) {
                    String name = Archive.name(picture.key());
                    if (Archive.known(name) && wanted.test(name)) {
                        files.picture(name, picture);
                    }
                }
            }
        }
    }
}
