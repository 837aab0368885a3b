package studio.storage.move;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;
import studio.files.OwnerOnly;
import studio.storage.Dialect;
import studio.storage.SqliteLibrary;

/** Makes the database of a single server of the rows that an archive holds, and databases of earlier versions today's. */
public final class FileFromRows {
    private static final int BATCH = 500;

    private FileFromRows() {}

    /**
     * Makes a database with all rows, of the schema that they are of.
     *
     * @param file there is none yet
     * @param rows folder of the rows' files
     * @throws IOException when the rows are no studio's, or the disk fails
     */
    public static void build(Path file, int schema, Path rows) throws IOException {
        OwnerOnly.createFile(file);
        SQLiteDataSource source = source(file);
        try {
            int unused = Migrations.of(Dialect.SQLITE, source)
                    .target(Integer.toString(schema))
                    .load()
                    .migrate()
                    .migrationsExecuted;
            try (Handle handle = Jdbi.open(source)) {
                handle.useTransaction(begun -> fill(begun, new JsonRows(rows)));
                if (!handle.select("PRAGMA foreign_key_check").mapToMap().list().isEmpty()) {
                    throw new IOException("Rows refer to others that are missing");
                }
            }
        } catch (FlywayException | JdbiException e) {
            throw failed(e);
        }
    }

    /** Brings a database of an earlier version up to date, as the start of a server does. */
    static void upgrade(Path file) throws IOException {
        try {
            int unused = Migrations.of(Dialect.SQLITE, source(file)).load().migrate().migrationsExecuted;
        } catch (FlywayException e) {
            throw failed(e);
        }
    }

    static SQLiteDataSource source(Path file) {
        SqliteLibrary.locate();
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    static IOException failed(RuntimeException e) {
        return new IOException("The database failed: " + e.getMessage(), e);
    }

    private static void fill(Handle handle, RowSource source) throws IOException {
        for (String table : MovedTables.ALL) {
            Columns columns = Columns.of(handle, Dialect.SQLITE, table);
            Optional<RowCursor> found = columns.none() ? Optional.empty() : source.open(table);
            if (found.isPresent()) {
                try (RowCursor rows = found.get()) {
                    handle.execute("DELETE FROM " + table);
                    insert(handle, columns, rows);
                }
            }
        }
        Optional<RowCursor> numbers = source.open(MovedTables.NUMBERS);
        if (numbers.isPresent()) {
            try (RowCursor rows = numbers.get()) {
                for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
                    // A table without a row has none there either.
                    handle.execute(
                            "INSERT INTO sqlite_sequence (name, seq) SELECT ?, 0 WHERE NOT EXISTS"
                                    + " (SELECT 1 FROM sqlite_sequence WHERE name = ?)",
                            row[0],
                            row[0]);
                    handle.execute(
                            "UPDATE sqlite_sequence SET seq = max(seq, coalesce(?, 0)) WHERE name = ?", row[1], row[0]);
                }
            }
        }
        // One process has no others: what it left is its own.
        if (Columns.of(handle, Dialect.SQLITE, MovedTables.TASK).names().contains("owner")) {
            handle.execute("UPDATE task SET owner = NULL");
        }
    }

    private static void insert(Handle handle, Columns columns, RowCursor rows) throws IOException {
        List<String> names = rows.columns();
        if (!columns.names().containsAll(names)) {
            throw new IOException("Rows of " + columns.table() + " have columns that this version does not know");
        }
        String sql = "INSERT INTO " + columns.table() + " (" + Columns.listed(names) + ") VALUES ("
                + String.join(", ", names.stream().map(name -> "?").toList()) + ")";
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            int waiting = 0;
            for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(i + 1, row[i]);
                }
                statement.addBatch();
                if (++waiting % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw SqlRows.failed(e);
        }
    }
}
