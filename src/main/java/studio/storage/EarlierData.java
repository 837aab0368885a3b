package studio.storage;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Remembers which files of the earlier Node server have been dealt with, so that they are imported once and never
 * overwritten before. A file is settled when it was imported, could not be read and was copied aside, or was not there.
 */
@Singleton
public class EarlierData {
    private static final String KEY = "settled:";

    private final Database database;

    public EarlierData(Database database) {
        this.database = database;
    }

    /** @param fileName in the data folder, for example {@code tasks.json} */
    public boolean settled(String fileName) {
        return database.query(c -> Sql.number(c, "SELECT count(*) FROM meta WHERE name = ?", KEY + fileName)) > 0;
    }

    /** From now on the file is this program's own; joins the transaction of the import's last part. */
    public void settle(String fileName) {
        database.update(c -> Sql.execute(
                c, "INSERT INTO meta(name, value) VALUES (?, '1') ON CONFLICT(name) DO NOTHING", KEY + fileName));
    }

    /** Copies a file that cannot be read whole, so that nothing is lost when its place is written to; returns the copy. */
    public Path setAside(Path file) throws IOException {
        String time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        Path copy = file.resolveSibling(file.getFileName() + ".damaged-" + time);
        AtomicFiles.write(copy, out -> Files.copy(file, out));
        return copy;
    }
}
