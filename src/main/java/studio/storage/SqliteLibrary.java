package studio.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.sqlite.SQLiteJDBCLoader;
import studio.files.BesideProgram;
import studio.files.Folders;

/**
 * SQLite's own shared library, loaded where it lies beside the program. Elsewhere the driver unpacks its copy into the temporary
 * folder, where a killed process would leave it: it is unpacked into a folder of its own there, loaded and removed at once. A
 * library that does not fit this system (another C library) is passed over by the driver.
 */
public final class SqliteLibrary {
    private static final Logger LOG = Logger.getLogger(SqliteLibrary.class);
    private static final String FOLDER_PROPERTY = "org.sqlite.lib.path";
    private static final String UNPACK_PROPERTY = "org.sqlite.tmpdir";
    private static final String NAME = "libsqlitejdbc.so";
    private static final String PREFIX = "image-studio-sqlite-";
    /** Much longer than it takes to load what was unpacked. */
    private static final Duration LEFT = Duration.ofMinutes(1);

    private static boolean loaded;

    private SqliteLibrary() {}

    /** Makes the driver ready. To be called before the first connection; properties set by hand stay. */
    public static synchronized void locate() {
        if (loaded || System.getProperty(FOLDER_PROPERTY) != null || System.getProperty(UNPACK_PROPERTY) != null) {
            return;
        }
        Optional<Path> folder = BesideProgram.folders("sqlite").stream()
                .filter(found -> Files.isReadable(found.resolve(NAME)))
                .findFirst();
        if (folder.isPresent()) {
            System.setProperty(FOLDER_PROPERTY, folder.get().toString());
            System.setProperty("org.sqlite.lib.name", NAME);
            return;
        }
        try {
            Path temp = Path.of(System.getProperty("java.io.tmpdir"));
            removeLeft(temp);
            Path unpacked = Files.createTempDirectory(temp, PREFIX);
            try {
                System.setProperty(UNPACK_PROPERTY, unpacked.toString());
                loaded = SQLiteJDBCLoader.initialize();
            } finally {
                System.clearProperty(UNPACK_PROPERTY);
                remove(unpacked);
            }
        } catch (Exception e) {
            // The first connection tries again in the driver's own way, and its failure stops the start.
            LOG.debug("SQLite's library could not be loaded from a folder of its own", e);
        }
    }

    /** A process that was killed between unpacking and removing. */
    private static void removeLeft(Path temp) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temp, PREFIX + "*")) {
            for (Path folder : folders) {
                FileTime used = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS);
                if (used.toInstant().isBefore(Instant.now().minus(LEFT))
                        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    remove(folder);
                }
            }
        }
    }

    private static void remove(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            // Another user's, or a system that does not remove what is in use; then the next start does.
            LOG.debugf("%s is left: %s", folder, e.getMessage());
        }
    }
}
