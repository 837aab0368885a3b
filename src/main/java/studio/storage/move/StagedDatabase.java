package studio.storage.move;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import studio.storage.DatabaseFile;
import studio.storage.Dialect;
import studio.storage.SharedDatabase;

/**
 * The tables of a shared database that a restore makes beside those that are in use, in a schema of PostgreSQL of their own, and that
 * take their place in one transaction. What was there goes to another schema, for people to drop.
 */
public final class StagedDatabase {
    private static final String STAGING = "studio_restore";

    private final SharedDatabase shared;

    public StagedDatabase(SharedDatabase shared) {
        this.shared = shared;
    }

    /** What a new database is filled with. */
    private interface Filling {
        void fill(Handle handle) throws IOException;
    }

    /**
     * Takes the database file of a single server, which is brought up to date for it.
     *
     * @param config the content of app.config.json; null: the one that is in use here stays
     * @param owner id of the instance that goes on with tasks which were being worked on
     */
    public void stage(Path file, byte @Nullable [] config, String owner) throws IOException {
        FileFromRows.upgrade(file);
        try (Handle rows = Jdbi.open(FileFromRows.source(file))) {
            stage(DatabaseFile.SCHEMA, new SqlRows(rows, Dialect.SQLITE), config, owner);
        } catch (JdbiException e) {
            throw FileFromRows.failed(e);
        }
    }

    /**
     * Takes the rows of an archive.
     *
     * @param schema that they are of; later migrations follow
     */
    public void stage(int schema, Path rows, byte @Nullable [] config, String owner) throws IOException {
        stage(schema, new JsonRows(rows), config, owner);
    }

    private void stage(int schema, RowSource source, byte @Nullable [] config, String owner) throws IOException {
        try {
            discard();
            try (Handle handle = shared.open()) {
                // Into the schema in use, which keeps it: triggers of either are found by this name.
                handle.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm");
                handle.execute("CREATE SCHEMA " + STAGING);
            }
            migrate(Integer.toString(schema));
            inside(handle -> fill(handle, source));
            migrate("latest");
            inside(handle -> complete(handle, config, owner));
        } catch (FlywayException | JdbiException e) {
            throw FileFromRows.failed(e);
        }
    }

    private void migrate(String target) {
        int unused = Migrations.of(Dialect.POSTGRESQL, shared.connections())
                .schemas(STAGING)
                .defaultSchema(STAGING)
                .createSchemas(false)
                .target(target)
                .load()
                .migrate()
                .migrationsExecuted;
    }

    private void inside(Filling work) throws IOException {
        try (Handle handle = shared.open()) {
            handle.useTransaction(begun -> {
                begun.execute("SET LOCAL search_path = " + STAGING + ", " + shared.schema());
                work.fill(begun);
            });
        }
    }

    private static void fill(Handle handle, RowSource source) throws IOException {
        for (String table : MovedTables.ALL) {
            Columns columns = Columns.of(handle, Dialect.POSTGRESQL, table);
            Optional<RowCursor> found = columns.none() ? Optional.empty() : source.open(table);
            if (found.isPresent()) {
                try (RowCursor rows = found.get()) {
                    handle.execute("DELETE FROM " + table);
                    if (table.equals(MovedTables.TASK)) {
                        // What the trigger writes of tasks follows as rows.
                        handle.execute("ALTER TABLE task DISABLE TRIGGER USER");
                        CopyRows.into(handle, columns, rows);
                        handle.execute("ALTER TABLE task ENABLE TRIGGER USER");
                    } else {
                        CopyRows.into(handle, columns, rows);
                    }
                }
            }
        }
        Optional<RowCursor> numbers = source.open(MovedTables.NUMBERS);
        if (numbers.isPresent()) {
            try (RowCursor rows = numbers.get()) {
                for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
                    goOnAfter(handle, row[0], row[1]);
                }
            }
        }
    }

    /** The next number of a table is higher than any that it has given, also than those of rows that are gone. */
    private static void goOnAfter(Handle handle, @Nullable Object table, @Nullable Object last) {
        handle.createQuery("""
                        SELECT table_name, column_name FROM information_schema.columns
                        WHERE table_schema = current_schema() AND table_name = :table AND is_identity = 'YES'""")
                .bind("table", String.valueOf(table))
                .map((row, context) -> List.of(row.getString("table_name"), row.getString("column_name")))
                .forEach(identity -> {
                    long highest = handle.createQuery("SELECT greatest(coalesce(max(" + identity.getLast()
                                    + "), 0), :last) FROM " + identity.getFirst())
                            .bind("last", last instanceof Long number ? number.longValue() : 0L)
                            .mapTo(Long.class)
                            .one();
                    long unused = handle.createQuery(
                                    "SELECT setval(pg_get_serial_sequence(:table, :column), greatest(:last, 1), :last > 0)")
                            .bind("table", identity.getFirst())
                            .bind("column", identity.getLast())
                            .bind("last", highest)
                            .mapTo(Long.class)
                            .one();
                });
    }

    private void complete(Handle handle, byte @Nullable [] config, String owner) {
        if (config != null) {
            handle.createUpdate("INSERT INTO config_document (one, content, version) VALUES (1, :content, 1)")
                    .bind("content", config)
                    .execute();
        } else if (handle.createQuery("SELECT to_regclass(:table) IS NOT NULL")
                .bind("table", shared.schema() + ".config_document")
                .mapTo(Boolean.class)
                .one()) {
            handle.execute("INSERT INTO config_document (one, content, version) SELECT one, content, version FROM "
                    + shared.schema() + ".config_document");
        }
        // Answers that have arrived are where this restore puts them; nothing that was sent may be taken for waiting.
        handle.createUpdate("""
                        UPDATE task SET owner = CASE WHEN status IN ('RUNNING', 'SAVING') OR (status = 'QUEUED'
                            AND EXISTS (SELECT 1 FROM attempt WHERE attempt.task_id = task.id)) THEN :owner END""").bind("owner", owner).execute();
        handle.execute("ANALYZE gallery_entry, task");
    }

    /** Removes what a restore has made that did not get further. */
    public void discard() {
        try (Handle handle = shared.open()) {
            handle.execute("DROP SCHEMA IF EXISTS " + STAGING + " CASCADE");
        }
    }

    /**
     * Puts what was staged in the place of what is in use, at once. Nothing happens when that is done already.
     *
     * @param aside name of the schema that keeps the old tables
     * @throws IllegalStateException when an instance is at work
     */
    public void swap(String aside) {
        int unused = shared.database().update(handle -> {
            if (exists(handle, STAGING)) {
                List<String> workers = shared.atWork();
                if (!workers.isEmpty()) {
                    throw new IllegalStateException("At work: " + String.join(", ", workers));
                }
                move(handle, shared.schema(), '"' + aside + '"');
                move(handle, STAGING, shared.schema());
                handle.execute("DROP SCHEMA " + STAGING);
            }
            return 0;
        });
    }

    private static boolean exists(Handle handle, String schema) {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = :name)")
                .bind("name", schema)
                .mapTo(Boolean.class)
                .one();
    }

    /** Moves the tables and functions that are like the staged ones, and no others. */
    private static void move(Handle handle, String from, String to) {
        List<String> moves = handle.createQuery("""
                        SELECT 'ALTER TABLE ' || c.oid::regclass || ' SET SCHEMA ' FROM pg_class c
                        WHERE c.relkind = 'r' AND c.relnamespace = :from::regnamespace AND c.relname IN (
                            SELECT relname FROM pg_class WHERE relnamespace = :staging::regnamespace AND relkind = 'r')
                        UNION ALL
                        SELECT 'ALTER FUNCTION ' || p.oid::regprocedure || ' SET SCHEMA ' FROM pg_proc p
                        WHERE p.pronamespace = :from::regnamespace AND p.proname IN (
                            SELECT proname FROM pg_proc WHERE pronamespace = :staging::regnamespace)""")
                .bind("from", from)
                .bind("staging", STAGING)
                .mapTo(String.class)
                .list();
        if (!moves.isEmpty()) {
            handle.execute("CREATE SCHEMA IF NOT EXISTS " + to);
            moves.forEach(move -> handle.execute(move + to));
        }
    }
}
