package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteDataSource;

/** Databases of every earlier version become today's with all that they hold. */
class UpgradeTest {
    @TempDir
    Path root;

    /** The numbers of the migrations that there are. */
    static IntStream earlier() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            return IntStream.of(files.mapToInt(file ->
                            Integer.parseInt(file.getFileName().toString().replaceAll("V(\\d+)__.*", "$1")))
                    .sorted()
                    .toArray());
        }
    }

    @ParameterizedTest
    @MethodSource("earlier")
    void whatAnEarlierVersionKeptIsThereAfterTheUpgrade(int version) throws Exception {
        SQLiteDataSource source = source();
        flyway(source, Integer.toString(version)).migrate();
        try (Connection c = source.getConnection()) {
            fill(c, version);
        }

        OpenStorage.migrate(flyway(source, "latest"), root.resolve("studio.db"));

        assertThat(new DatabaseFile(root.resolve("studio.db")).schema()).isEqualTo(DatabaseFile.SCHEMA);
        assertThat(new DatabaseFile(root.resolve("studio.db")).faults()).isEmpty();
        try (Connection c = source.getConnection()) {
            assertThat(Sql.number(c, "SELECT count(*) FROM gallery_entry")).isEqualTo(2);
            assertThat(Sql.number(c, "SELECT entries FROM gallery_total")).isEqualTo(1);
            // The gallery folds their texts before the first search.
            assertThat(Sql.number(c, "SELECT count(*) FROM gallery_entry WHERE folded IS NULL"))
                    .isEqualTo(2);
            Sql.execute(c, "UPDATE gallery_entry SET folded = prompt");
            assertThat(Sql.number(c, "SELECT count(*) FROM gallery_text WHERE gallery_text MATCH '\"戴帽子\"'"))
                    .isEqualTo(2);
            assertThat(Sql.number(c, "SELECT entries FROM gallery_facet WHERE name = 'ratio' AND value = '16:9'"))
                    .isEqualTo(1);
            if (version >= 2) {
                assertThat(Sql.number(
                                c,
                                "SELECT count(*) FROM task WHERE status = 'DONE' AND config_id = 'sandbox'"
                                        + " AND model = 'painter'"))
                        .isEqualTo(version < 9 ? 1 : 0);
                assertThat(Sql.number(c, "SELECT count(*) FROM attempt")).isEqualTo(1);
                assertThat(Sql.number(c, "SELECT count(*) FROM entry_reference"))
                        .isEqualTo(1);
            }
            if (version >= 3) {
                assertThat(Sql.number(c, "SELECT count(*) FROM ended_session")).isEqualTo(1);
            }
            if (version >= 4) {
                assertThat(Sql.number(c, "SELECT count(*) FROM spending")).isEqualTo(1);
            }
        }
    }

    @Test
    void theNewestMigrationIsTheOneThatThisVersionClaims() throws Exception {
        assertThat(earlier().max()).hasValue(DatabaseFile.SCHEMA);
    }

    @Test
    void aDatabaseOfANewerVersionIsLeftAsItIs() throws Exception {
        SQLiteDataSource source = source();
        flyway(source, "latest").migrate();
        try (Connection c = source.getConnection()) {
            Sql.execute(
                    c,
                    "UPDATE flyway_schema_history SET version = '10000', script = 'V10000__x.sql' WHERE version = '"
                            + DatabaseFile.SCHEMA + "'");
        }
        byte[] before = Files.readAllBytes(root.resolve("studio.db"));

        assertThatThrownBy(() -> OpenStorage.migrate(flyway(source, "latest"), root.resolve("studio.db")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("更新版本的 Image Studio")
                .hasMessageContaining("newer Image Studio (schema 10000)");

        assertThat(Files.readAllBytes(root.resolve("studio.db"))).isEqualTo(before);
    }

    private static void fill(Connection c, int version) throws SQLException {
        String entry = "INSERT INTO gallery_entry(id, prompt, response_text, file_name, has_thumbnail, config_id,"
                + " config_label, model_id, created_at, width, height, bytes, format, favorite, deleted_at)"
                + " VALUES (?, '一只戴帽子的猫', 'ok', ?, 1, 'sandbox', 'Practice', 'painter', 1, 1344, 768, 100, 'png', 1, ?)";
        Sql.execute(c, entry, "e1", "e1.png", null);
        Sql.execute(c, entry, "e2", "e2.png", 5L);
        if (version >= 2) {
            Sql.execute(
                    c,
                    "INSERT INTO task(id, entry_id, status, created_at, version, request) VALUES"
                            + " ('t1', 'e1', 'DONE', 1, 3, '{\"configId\": \"sandbox\", \"model\": \"painter\"}')");
            Sql.execute(c, "INSERT INTO attempt(task_id, number, started_at, outcome) VALUES ('t1', 1, 1, 'DONE')");
            Sql.execute(c, "INSERT INTO entry_reference VALUES ('f00d', 'e1')");
        }
        if (version >= 3) {
            Sql.execute(c, "INSERT INTO ended_session VALUES ('s', 1)");
        }
        if (version >= 4) {
            Sql.execute(
                    c,
                    "INSERT INTO spending(task_id, attempt, at, day, config_id, config_label, model, pictures, cost,"
                            + " estimated, outcome) VALUES ('t1', 1, 1, '2026-01-01', 'sandbox', 'P', 'painter', 1, '0.04', 0, 'DONE')");
        }
    }

    private SQLiteDataSource source() {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + root.resolve("studio.db"));
        return source;
    }

    private static Flyway flyway(SQLiteDataSource source, String target) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .target(target)
                .load();
    }
}
