package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {
    private static final String FILL = "INSERT INTO words WITH RECURSIVE n(i) AS"
            + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) SELECT 'number ' || i || ' ' || hex(randomblob(40)) FROM n";

    @TempDir
    Path folder;

    private RealDatabase real;
    private Database database;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder);
        database = real.database();
    }

    @AfterEach
    void close() {
        real.close();
    }

    /** A connection that searched once remembers the index of that time, and its own check then calls the newer one damaged. */
    @Test
    void aReaderWithAnOldPictureOfTheSearchIndexDoesNotMakeTheDatabaseDamaged() throws Exception {
        database.update(c -> c.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'trigram')"));
        database.update(c -> c.execute(FILL));
        try (Handle reader = Jdbi.open("jdbc:sqlite:" + real.folder().resolve("studio.db"))) {
            assertThat(reader.select("SELECT count(*) FROM words('number')")
                            .mapTo(Long.class)
                            .one())
                    .isPositive();
            for (int i = 0; i < 3; i++) {
                database.update(c -> c.execute(FILL));
                database.update(c -> c.execute("INSERT INTO words(words) VALUES ('optimize')"));
            }
            assertThat(reader.select("PRAGMA quick_check").mapTo(String.class).list())
                    .as("what the old reader believes")
                    .isNotEqualTo(List.of("ok"));

            assertThat(new DatabaseFile(real.folder().resolve("studio.db")).faults())
                    .isEmpty();
        }
    }

    @Test
    void aDatabaseThatIsDamagedIsCalledSo() throws Exception {
        database.update(c -> c.execute("CREATE TABLE big AS WITH RECURSIVE n(i) AS"
                + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i, 'text ' || i AS t FROM n"));
        database.settle();
        Path file = real.folder().resolve("studio.db");
        real.close();
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(raw.length() - 20_000);
            raw.write(new byte[12_000]);
        }

        assertThat(new DatabaseFile(file).faults()).isNotEmpty();
        Files.writeString(file, "this is no database at all".repeat(100));
        assertThat(new DatabaseFile(file).faults()).singleElement().asString().contains("not a database");
    }

    @Test
    void databaseAndFoldersBelongToTheirOwnerAlone() throws Exception {
        put("a", "1");
        assertThat(mode("data")).isEqualTo("rwx------");
        assertThat(mode("gallery/thumbnails")).isEqualTo("rwx------");
        assertThat(mode("data/studio.db")).isEqualTo("rw-------");
        assertThat(mode("data/studio.db-wal")).isEqualTo("rw-------");
    }

    @Test
    void aCheckpointLeavesEverythingInTheOneFile() throws Exception {
        put("a", "1");
        database.settle();
        assertThat(Files.size(folder.resolve("data/studio.db-wal"))).isZero();
    }

    @Test
    void aDatabaseOfANewerProgramIsRefusedWithAClearSentence() {
        database.update(c -> c.execute("""
                INSERT INTO flyway_schema_history
                (installed_rank, version, description, type, script, installed_by, execution_time, success)
                VALUES (99, '900', 'future', 'SQL', 'V900__future.sql', 'someone', 1, 1)"""));

        assertThatThrownBy(() -> OpenStorage.migrate(RealDatabase.flyway(real.writer()), Path.of("studio.db")))
                .hasMessageContaining("newer Image Studio (schema 900)");
    }

    @Test
    void migratingAgainChangesNothing() {
        OpenStorage.migrate(RealDatabase.flyway(real.writer()), Path.of("studio.db"));
        assertThat(database.describe()).startsWith("SQLite 3.");
    }

    private void put(String name, String value) {
        database.update(c -> c.execute(
                "INSERT INTO meta(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                name,
                value));
    }

    private String mode(String path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
    }
}
