package studio.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** SQLite with one writer and many readers (WAL). Without a queue the database itself would let writers retry in no order. */
public final class SqliteDatabase extends SqlDatabase {

    /**
     * @param writer hands out the one connection that may write
     * @see SqlDatabase#SqlDatabase
     */
    public SqliteDatabase(DataSource writer, DataSource readers, Duration longestWait, Duration longestSearch) {
        super(writer, readers, longestWait, longestSearch);
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public String describe() {
        return "SQLite "
                + query(handle -> handle.select("SELECT sqlite_version()")
                        .mapTo(String.class)
                        .one());
    }

    @Override
    public long bytes() {
        String file = query(handle -> handle.select("SELECT file FROM pragma_database_list WHERE name = 'main'")
                .mapTo(String.class)
                .one());
        // What is not merged into it yet comes and goes.
        return size(Path.of(file)) + size(Path.of(file + "-wal"));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("The database cannot be measured", e);
        }
    }

    /** Moves the write-ahead log into the database file, so that a copy of that one file is complete. */
    @Override
    public void settle() {
        alone(handle ->
                handle.select("PRAGMA wal_checkpoint(TRUNCATE)").mapToMap().list());
    }

    @Override
    void begin(Handle handle) {
        // The connection begins its transactions as a writer's (transaction_mode=IMMEDIATE).
    }

    @Override
    <T> T limited(LongReads searches, Handle handle, Function<Handle, T> work) {
        return searches.limited(handle, work);
    }

    @Override
    RuntimeException meaning(SQLException e) {
        return switch (code(e)) {
            case 5, 6 -> busy().causedBy(e);
            case 9 -> ProblemException.of(ProblemCode.SEARCH_TOO_LONG).causedBy(e);
            case 13 -> ProblemException.of(ProblemCode.STORAGE_FULL).causedBy(e);
            case 8 -> ProblemException.of(ProblemCode.STORAGE_READ_ONLY).causedBy(e);
            case 19 -> brokenRule(e);
            default -> failed(e);
        };
    }

    /** SQLite's primary result code; 0 for a failure of the driver or the pool. Extended codes carry it in their low byte. */
    static int code(@Nullable SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
    }
}
