package studio.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import studio.files.OwnerOnly;

/** The database by its file, for commands that run without the server or beside it. Safe while a server writes to it. */
public final class DatabaseFile {

    /** The newest migration of this version, {@code V<n>__…} of either database; a test keeps it true. */
    public static final int SCHEMA = 22;

    private static final int LONGEST_WAIT_MS = 10_000;

    /** Where the file's header has what {@code PRAGMA user_version} sets, four bytes, the highest first (sqlite.org/fileformat.html). */
    private static final int USER_VERSION = 60;

    private final Path path;

    public DatabaseFile(Path path) {
        this.path = path;
    }

    /**
     * Whether the file says that its schema is this version's, so that nobody needs to look for migrations. Read without SQLite:
     * what a killed process has left in the write-ahead log is not seen, and answers no.
     */
    public static boolean isCurrent(Path path) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(USER_VERSION);
            return file.readInt() == SCHEMA;
        } catch (IOException e) {
            // None yet, or none that can be read, which its opening tells better.
            return false;
        }
    }

    /** Writes the last committed state, complete in one file for its owner alone; others go on reading and writing. */
    public void copyTo(Path target) throws IOException {
        // SQLite fills an empty file, but gives one of its own making to everybody.
        OwnerOnly.createFile(target);
        ask(handle -> handle.execute("VACUUM INTO ?", target.toString()));
    }

    /** The newest migration that it has seen; 0 when it is no database of the studio. */
    public int schema() throws IOException {
        return ask(handle -> {
            boolean known =
                    number(handle, "SELECT count(*) FROM sqlite_master WHERE name = 'flyway_schema_history'") > 0;
            return known
                    ? number(
                            handle, "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success = 1")
                    : 0;
        });
    }

    /**
     * What {@code PRAGMA quick_check} finds wrong; empty when the file is sound. Reads the whole file. Never asked of a connection
     * that has searched before: such a one remembers how the search index was, and calls an index damaged that others have
     * merged meanwhile. What one fresh connection finds is said only when a second one finds faults, too.
     *
     * @throws IOException when it could not be looked at, which says nothing of the file
     */
    public List<String> faults() throws IOException {
        return look().isEmpty() ? List.of() : look();
    }

    private List<String> look() throws IOException {
        try (Handle handle = jdbi("jdbc:sqlite:" + path).open()) {
            return handle.select("PRAGMA quick_check(20)").mapTo(String.class).stream()
                    .filter(line -> !line.equals("ok"))
                    .toList();
        } catch (JdbiException e) {
            SQLException cause = SqlDatabase.cause(e);
            // A malformed file, and one that is not a database.
            if (cause != null && List.of(11, 26).contains(SqliteDatabase.code(cause))) {
                return List.of(String.valueOf(cause.getMessage()));
            }
            throw failed(e);
        }
    }

    /** Answers whether the search index of this build of SQLite works, by a database in memory. */
    public static boolean searchWorks() throws IOException {
        return ask("jdbc:sqlite::memory:", handle -> {
            handle.execute("CREATE VIRTUAL TABLE probe USING fts5 (words, tokenize = 'trigram')");
            handle.execute("INSERT INTO probe VALUES ('一只戴帽子的猫 hat')");
            return number(handle, "SELECT count(*) FROM probe WHERE probe MATCH '\"戴帽子\"'") == 1;
        });
    }

    private static int number(Handle handle, String sql) {
        return handle.select(sql).mapTo(Integer.class).one();
    }

    private <T> T ask(Function<Handle, T> work) throws IOException {
        return ask("jdbc:sqlite:" + path, work);
    }

    private static <T> T ask(String url, Function<Handle, T> work) throws IOException {
        try (Handle handle = jdbi(url).open()) {
            return work.apply(handle);
        } catch (JdbiException e) {
            throw failed(e);
        }
    }

    private static IOException failed(JdbiException e) {
        Exception cause = Objects.requireNonNullElse(SqlDatabase.cause(e), e);
        return new IOException("The database failed: " + cause.getMessage(), cause);
    }

    private static Jdbi jdbi(String url) {
        SqliteLibrary.locate();
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(LONGEST_WAIT_MS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        return SqlValues.jdbi(source::getConnection);
    }
}
