package studio.storage;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.files.AtomicFiles;
import studio.files.TimeStamp;
import studio.json.JsonElements;
import studio.problem.Language;
import studio.problem.Message;
import studio.storage.ImportTally.SkippedElementException;

/**
 * Imports the files of the earlier Node server, or this program's own mirrors when the database was lost, each once. Until that has
 * succeeded a file is not settled, and nothing may write to it or act on what the database does not hold: an import that failed
 * is repeated by the next start. A file that is damaged, or of which an element was skipped, is kept under another name.
 */
@Singleton
public class EarlierData {
    private static final Logger LOG = Logger.getLogger(EarlierData.class);
    private static final String SETTLED = "settled:";
    private static final String SKIPPED = "skipped:";

    /** Takes the elements of a file into the database. */
    public interface Importer {

        /**
         * Takes one element, now or with those that follow.
         *
         * @throws SkippedElementException when it is no use
         * @throws IOException when disk or file fail; then the import has failed
         */
        void take(InputStream element, ImportTally tally) throws IOException, SkippedElementException;

        /** Ends what {@link #take} has started. */
        default void finish(ImportTally tally) {}

        /** Does what belongs to a new database, just before the file is settled; also when there is none. */
        default void settling() throws IOException {}
    }

    /**
     * What people should know of the import of a file.
     *
     * @param message why it has not been imported, or what was skipped and why
     * @param kept the file as it was, which holds what is missing; null when the import has failed and the file is where it was
     */
    public record Report(
            String fileName, Message message, @Nullable Path kept) {

        public boolean failed() {
            return kept == null;
        }
    }

    private final Database database;
    private final Map<String, Report> failures = new ConcurrentHashMap<>();

    public EarlierData(Database database) {
        this.database = database;
    }

    /** @param fileName in the data folder, for example {@code tasks.json} */
    public boolean settled(String fileName) {
        return database.query(handle -> handle.select("SELECT 1 FROM meta WHERE name = ?", SETTLED + fileName)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    /** From now on the file is this program's own; joins the transaction under way. */
    public void settle(String fileName) {
        note(SETTLED + fileName, "1");
    }

    /**
     * Imports what can be read of a file, unless it is settled, and settles it.
     *
     * @param what its elements are, for the log
     * @return empty when it was settled before or there is none
     * @throws IOException when file or disk fail; so does a failing database. The file is not settled then
     */
    public Optional<ImportTally> importOnce(Path file, String what, Importer importer) throws IOException {
        String name = String.valueOf(file.getFileName());
        try {
            if (settled(name)) {
                return Optional.empty();
            }
            // A file of which not even that is known is read, and fails.
            boolean none = Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
            Optional<ImportTally> tally =
                    none ? Optional.empty() : Optional.of(read(file, importer, new ImportTally(name)));
            importer.settling();
            if (tally.isPresent()) {
                end(file, name, what, tally.get());
            } else {
                settle(name);
            }
            return tally;
        } catch (IOException | RuntimeException e) {
            String why = e.getClass().getSimpleName() + ": " + e.getMessage();
            failures.put(name, new Report(name, Message.verbatim(why, why), null));
            throw e;
        }
    }

    /**
     * Adds what can be read of a file of another server, which is settled here or not.
     *
     * @param name of the file there, for the log
     */
    public static ImportTally add(Path file, String name, Importer importer) throws IOException {
        return read(file, importer, new ImportTally(name));
    }

    /** Of the files with which not all is well. */
    public List<Report> reports(Path folder) {
        List<Report> skipped = database.query(
                handle -> handle.select("SELECT name, value FROM meta WHERE name LIKE ? ORDER BY name", SKIPPED + "%")
                        .map((row, context) -> {
                            String file = row.getString("name").substring(SKIPPED.length());
                            String[] parts = row.getString("value").split("\t", 3);
                            return new Report(file, Message.verbatim(parts[1], parts[2]), folder.resolve(parts[0]));
                        })
                        .list());
        return Stream.concat(failures.values().stream(), skipped.stream()).toList();
    }

    private static ImportTally read(Path file, Importer importer, ImportTally tally) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            JsonElements elements = new JsonElements(in);
            for (InputStream element = elements.next(); element != null; element = elements.next()) {
                try {
                    importer.take(element, tally);
                } catch (SkippedElementException e) {
                    tally.skip(e);
                }
            }
            importer.finish(tally);
            if (!elements.whole()) {
                tally.broken();
            }
            return tally;
        }
    }

    private void end(Path file, String name, String what, ImportTally tally) throws IOException {
        LOG.infof("Imported %d %s from %s, skipped %d", tally.imported(), what, file, tally.skipped());
        if (tally.whole() && tally.skipped() == 0) {
            settle(name);
        } else {
            Path kept = keep(file, tally.whole() ? "skipped" : "damaged");
            String english = tally.missing().in(Language.ENGLISH);
            database.run(() -> {
                settle(name);
                note(SKIPPED + name, kept.getFileName() + "\t" + tally.missing().in(Language.CHINESE) + "\t" + english);
            });
            LOG.errorf("%s: not imported: %s. The file is kept as %s", name, english, kept);
        }
        failures.remove(name);
    }

    /** A second name for the file, or a copy where there are none. What replaces the file leaves it alone. */
    private static Path keep(Path file, String why) throws IOException {
        Path kept = file.resolveSibling(file.getFileName() + "." + why + "-" + TimeStamp.of(Instant.now()));
        try {
            return Files.createLink(kept, file);
        } catch (UnsupportedOperationException | IOException e) {
            AtomicFiles.write(kept, out -> Files.copy(file, out));
            return kept;
        }
    }

    private void note(String name, String value) {
        database.update(handle -> handle.execute("""
                INSERT INTO meta (name, value) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value""", name, value));
    }
}
