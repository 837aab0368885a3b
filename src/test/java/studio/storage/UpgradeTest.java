package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
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
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/sqlite"))) {
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
        try (Handle c = Jdbi.open(source)) {
            fill(c, version);
        }

        assertThat(DatabaseFile.isCurrent(root.resolve("studio.db"))).isFalse();
        OpenStorage.migrate(flyway(source, "latest"), root.resolve("studio.db"));

        assertThat(DatabaseFile.isCurrent(root.resolve("studio.db"))).isTrue();
        assertThat(new DatabaseFile(root.resolve("studio.db")).schema()).isEqualTo(DatabaseFile.SCHEMA);
        assertThat(new DatabaseFile(root.resolve("studio.db")).faults()).isEmpty();
        try (Handle c = Jdbi.open(source)) {
            assertThat(c.select("SELECT count(*) FROM gallery_entry")
                            .mapTo(Long.class)
                            .one())
                    .isEqualTo(2);
            assertThat(c.select("SELECT entries FROM gallery_total")
                            .mapTo(Long.class)
                            .one())
                    .isEqualTo(1);
            // The gallery folds their texts before the first search.
            assertThat(c.select("SELECT count(*) FROM gallery_entry WHERE folded IS NULL")
                            .mapTo(Long.class)
                            .one())
                    .isEqualTo(2);
            c.execute("UPDATE gallery_entry SET folded = prompt");
            assertThat(c.select("SELECT count(*) FROM gallery_text WHERE gallery_text MATCH '\"戴帽子\"'")
                            .mapTo(Long.class)
                            .one())
                    .isEqualTo(2);
            assertThat(c.select("SELECT entries FROM gallery_facet WHERE name = 'ratio' AND value = '16:9'")
                            .mapTo(Long.class)
                            .one())
                    .isEqualTo(1);
            if (version >= 2) {
                assertThat(c.select("SELECT count(*) FROM task WHERE status = 'DONE' AND config_id = 'sandbox'"
                                        + " AND model = 'painter'")
                                .mapTo(Long.class)
                                .one())
                        .isEqualTo(version < 9 ? 1 : 0);
                assertThat(c.select("SELECT count(*) FROM attempt")
                                .mapTo(Long.class)
                                .one())
                        .isEqualTo(1);
                assertThat(c.select("SELECT count(*) FROM entry_reference")
                                .mapTo(Long.class)
                                .one())
                        .isEqualTo(1);
            }
            // Whoever was signed in signs in once more.
            assertThat(c.select("SELECT count(*) FROM session")
                            .mapTo(Long.class)
                            .one())
                    .isZero();
            if (version >= 4) {
                assertThat(c.select("SELECT count(*) FROM spending")
                                .mapTo(Long.class)
                                .one())
                        .isEqualTo(1);
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
        try (Handle c = Jdbi.open(source)) {
            c.execute("UPDATE flyway_schema_history SET version = '10000', script = 'V10000__x.sql' WHERE version = '"
                    + DatabaseFile.SCHEMA + "'");
        }
        byte[] before = Files.readAllBytes(root.resolve("studio.db"));

        assertThatThrownBy(() -> OpenStorage.migrate(flyway(source, "latest"), root.resolve("studio.db")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("更新版本的 Image Studio")
                .hasMessageContaining("newer Image Studio (schema 10000)");

        assertThat(Files.readAllBytes(root.resolve("studio.db"))).isEqualTo(before);
    }

    private static void fill(Handle c, int version) {
        String entry = "INSERT INTO gallery_entry(id, prompt, response_text, file_name, has_thumbnail, config_id,"
                + " config_label, model_id, created_at, width, height, bytes, format, favorite, deleted_at)"
                + " VALUES (?, '一只戴帽子的猫', 'ok', ?, 1, 'sandbox', 'Practice', 'painter', 1, 1344, 768, 100, 'png', 1, ?)";
        c.execute(entry, "e1", "e1.png", null);
        c.execute(entry, "e2", "e2.png", 5L);
        if (version >= 2) {
            c.execute("INSERT INTO task(id, entry_id, status, created_at, version, request) VALUES"
                    + " ('t1', 'e1', 'DONE', 1, 3, '{\"configId\": \"sandbox\", \"model\": \"painter\"}')");
            c.execute("INSERT INTO attempt(task_id, number, started_at, outcome) VALUES ('t1', 1, 1, 'DONE')");
            c.execute("INSERT INTO entry_reference VALUES ('f00d', 'e1')");
        }
        if (version >= 3 && version < 19) {
            c.execute("INSERT INTO ended_session VALUES ('s', 1)");
        }
        if (version >= 4) {
            String cost = version < 14 ? "cost" : "cost_nanos";
            c.execute(
                    "INSERT INTO spending(task_id, attempt, at, day, config_id, config_label, model, pictures, " + cost
                            + ", estimated, outcome) VALUES ('t1', 1, 1, '2026-01-01', 'sandbox', 'P', 'painter', 1, '4', 0, 'DONE')");
        }
    }

    @Test
    void amountsBecomeWholeBillionthsOfADollarAndNoneIsLost() throws Exception {
        SQLiteDataSource source = source();
        flyway(source, "13").migrate();
        Map<String, Long> expected = new LinkedHashMap<>();
        expected.put("0", 0L);
        expected.put("0.04", 40_000_000L);
        expected.put("0.0400", 40_000_000L);
        expected.put("0.1", 100_000_000L);
        expected.put("0.000000001", 1L);
        expected.put("0.00000025", 250L);
        expected.put("0.00012499999999999998765", 125_000L);
        expected.put("0.00000000000000000000000000000000000001", 0L);
        expected.put("1.234567891", 1_234_567_891L);
        expected.put("99999.999999999", 99_999_999_999_999L);
        expected.put("100000", 100_000_000_000_000L);
        try (Handle c = Jdbi.open(source)) {
            expected.keySet().forEach(cost -> spend(c, "cost " + cost, cost));
            for (int i = 0; i < 1000; i++) {
                spend(c, "cents " + i, BigDecimal.valueOf(i * 7919L, 6).toPlainString());
            }
            spend(c, "unknown", null);
        }

        OpenStorage.migrate(flyway(source, "latest"), root.resolve("studio.db"));

        try (Handle c = Jdbi.open(source)) {
            expected.forEach((cost, nanos) ->
                    assertThat(nanos(c, "cost " + cost)).as(cost).isEqualTo(nanos));
            for (int i = 0; i < 1000; i++) {
                assertThat(nanos(c, "cents " + i)).isEqualTo(i * 7_919_000L);
            }
            assertThat(nanos(c, "unknown")).isNull();
            assertThat(c.select("SELECT count(*) FROM spending WHERE typeof(cost_nanos) NOT IN ('integer', 'null')")
                            .mapTo(Long.class)
                            .one())
                    .isZero();
        }
    }

    private static void spend(Handle c, String task, String cost) {
        c.execute(
                "INSERT INTO spending(task_id, attempt, at, day, config_id, config_label, model, pictures, cost, estimated,"
                        + " outcome) VALUES (?, 1, 1, '2026-01-01', 'c', 'C', 'm', 1, ?, 0, 'DONE')",
                task,
                cost);
    }

    private static Long nanos(Handle c, String task) {
        return c.select("SELECT cost_nanos FROM spending WHERE task_id = ?", task)
                .map((row, context) -> row.getObject(1) == null ? null : (Long) row.getLong(1))
                .list()
                .getFirst();
    }

    private SQLiteDataSource source() {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + root.resolve("studio.db"));
        return source;
    }

    private static Flyway flyway(SQLiteDataSource source, String target) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/sqlite")
                .target(target)
                .load();
    }
}
