package studio.storage.move;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import studio.files.OwnerOnly;
import studio.storage.Database;
import studio.storage.DatabaseFile;
import studio.storage.Dialect;
import studio.storage.SharedDatabase;

/** The rows of a database as files, for an archive. */
public final class RowFiles {
    private RowFiles() {}

    /**
     * What was written.
     *
     * @param schema that the rows are of; 0: the database is no studio's, and nothing was written
     * @param files {@code <table>.jsonl}
     */
    public record Exported(int schema, List<Path> files) {}

    /**
     * Writes all rows as one committed state has them; others go on reading and writing.
     *
     * @param folder an empty one
     */
    public static Exported export(Database database, Path folder) throws IOException {
        try {
            return database.query(handle -> {
                try {
                    return export(handle, database.dialect(), folder);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Exported export(Handle handle, Dialect dialect, Path folder) throws IOException {
        int schema =
                switch (dialect) {
                    case SQLITE -> DatabaseFile.SCHEMA;
                    case POSTGRESQL -> SharedDatabase.version(handle);
                };
        List<Path> files = new ArrayList<>();
        if (schema > 0) {
            SqlRows source = new SqlRows(handle, dialect);
            for (String table : Stream.concat(MovedTables.ALL.stream(), Stream.of(MovedTables.NUMBERS))
                    .toList()) {
                Optional<RowCursor> found = source.open(table);
                if (found.isPresent()) {
                    Path file = JsonRows.file(folder, table);
                    OwnerOnly.createFile(file);
                    try (RowCursor rows = found.get();
                            OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                        JsonRows.write(rows, out);
                    }
                    files.add(file);
                }
            }
        }
        return new Exported(schema, List.copyOf(files));
    }
}
