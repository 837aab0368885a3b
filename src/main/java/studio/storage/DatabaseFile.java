package studio.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;
import studio.files.OwnerOnly;

/** The database by its file, for commands that run without the server or beside it. Safe while a server writes to it. */
public final class DatabaseFile {

    /** The newest migration of this version, {@code V<n>__…}; a test keeps it true. */
    public static final int SCHEMA = 13;

    private static final int LONGEST_WAIT_MS = 10_000;

    private final Path path;

    public DatabaseFile(Path path) {
        this.path = path;
    }

    /** Writes the last committed state, complete in one file for its owner alone; others go on reading and writing. */
    public void copyTo(Path target) throws IOException {
        // SQLite fills an empty file, but gives one of its own making to everybody.
        OwnerOnly.createFile(target);
        ask(connection -> Sql.execute(connection, "VACUUM INTO ?", target.toString()));
    }

    /** The newest migration that it has seen; 0 when it is no database of the studio. */
    public int schema() throws IOException {
        return ask(connection -> {
            boolean known =
                    Sql.number(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'flyway_schema_history'")
                            > 0;
            return known
                    ? (int) Sql.number(
                            connection,
                            "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success = 1")
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
        try (Connection connection = source("jdbc:sqlite:" + path).getConnection()) {
            return Sql.list(connection, "PRAGMA quick_check(20)", row -> row.getString(1)).stream()
                    .filter(line -> !line.equals("ok"))
                    .toList();
        } catch (SQLiteException e) {
            // Extended codes carry the primary one in their low byte: 11 is a malformed file, 26 none of a database.
            int code = e.getResultCode().code & 0xff;
            if (code == 11 || code == 26) {
                return List.of(String.valueOf(e.getMessage()));
            }
            throw failed(e);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Answers whether the search index of this build of SQLite works, by a database in memory. */
    public static boolean searchWorks() throws IOException {
        return ask(source("jdbc:sqlite::memory:"), connection -> {
            Sql.execute(connection, "CREATE VIRTUAL TABLE probe USING fts5 (words, tokenize = 'trigram')");
            Sql.execute(connection, "INSERT INTO probe VALUES ('一只戴帽子的猫 hat')");
            return Sql.number(connection, "SELECT count(*) FROM probe WHERE probe MATCH ?", "\"戴帽子\"") == 1;
        });
    }

    private <T> T ask(Database.Work<T> work) throws IOException {
        return ask(source("jdbc:sqlite:" + path), work);
    }

    private static <T> T ask(SQLiteDataSource source, Database.Work<T> work) throws IOException {
        try (Connection connection = source.getConnection()) {
            return work.apply(connection);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static IOException failed(SQLException e) {
        return new IOException("The database failed: " + e.getMessage(), e);
    }

    private static SQLiteDataSource source(String url) {
        SqliteLibrary.locate();
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(LONGEST_WAIT_MS);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        return source;
    }
}
