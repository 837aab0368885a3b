package studio.storage;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * SQLite's own shared library as a file, where a container image has one. Without it the driver unpacks its copy into the
 * temporary folder at each start, leaves it there when the process is killed, and fails where programs may not run from that folder.
 */
public final class SqliteLibrary {
    private static final String FOLDER_PROPERTY = "org.sqlite.lib.path";
    private static final Path CONTAINER = Path.of("/opt/sqlite");
    private static final String NAME = "libsqlitejdbc.so";

    private SqliteLibrary() {}

    /** Tells the driver of the file. To be called before the first connection; what somebody has set by hand stays. */
    public static void locate() {
        locate(CONTAINER);
    }

    static void locate(Path folder) {
        if (System.getProperty(FOLDER_PROPERTY) == null && Files.isReadable(folder.resolve(NAME))) {
            System.setProperty(FOLDER_PROPERTY, folder.toString());
            System.setProperty("org.sqlite.lib.name", NAME);
        }
    }
}
