package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteDataSource;
import studio.problem.ProblemException;

/** What several instances on one PostgreSQL may rely on. */
class PostgresDatabaseTest {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private RealDatabase one;
    private RealDatabase other;

    @BeforeEach
    void open() {
        one = RealDatabase.in(folder, Dialect.POSTGRESQL);
        other = RealDatabase.beside(one, elsewhere);
    }

    @AfterEach
    void close() {
        other.close();
        one.close();
    }

    @Test
    void instancesThatWriteTheSameRowLoseNoUpdate() throws Exception {
        one.database().update(c -> c.execute("INSERT INTO meta VALUES ('n', '0')"));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Database database = (i % 2 == 0 ? one : other).database();
                all.add(threads.submit(() -> database.run(() -> {
                    int read = value(database);
                    int unused = database.update(
                            c -> c.execute("UPDATE meta SET value = ? WHERE name = 'n'", read + 1 + ""));
                })));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(value(other.database())).isEqualTo(100);
    }

    @Test
    void aReadNeverWaitsForAnotherInstanceThatWrites() throws Exception {
        one.database().update(c -> c.execute("INSERT INTO meta VALUES ('n', '1')"));
        int seen = one.database().write(() -> {
            int unused = one.database().update(c -> c.execute("UPDATE meta SET value = '2'"));
            return value(other.database());
        });
        assertThat(seen).isEqualTo(1);
        assertThat(value(other.database())).isEqualTo(2);
    }

    @Test
    void whoWaitsTooLongForAnotherInstanceIsToldThatTheStorageIsBusy() throws Exception {
        other.database().update(c -> c.execute("SET lock_timeout = '50ms'"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> slow = threads.submit(() -> one.database().run(() -> {
                inside.countDown();
                await(leave);
            }));
            inside.await();
            assertThatThrownBy(() -> other.database().run(() -> {}))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.code())
                            .isEqualTo("storage_busy"));
            leave.countDown();
            slow.get();
        }
        other.database().run(() -> {});
    }

    @Test
    void anInstanceThatStallsInsideAWriteHoldsUpTheOthersForSecondsOnly() {
        assertThatThrownBy(() -> one.database().update(c -> {
                    c.execute("SET LOCAL idle_in_transaction_session_timeout = '100ms'");
                    // The other one gets its turn because the database ends this transaction, on which nothing is done.
                    other.database().update(d -> d.execute("INSERT INTO meta VALUES ('n', '7')"));
                    return c.execute("INSERT INTO meta VALUES ('m', '8')");
                }))
                .isInstanceOf(StorageException.class);
        assertThat(value(other.database())).isEqualTo(7);
        UntilStored again = new UntilStored();
        String limit = again.run(
                "a setting", () -> one.database().update(c -> c.select("SHOW idle_in_transaction_session_timeout")
                        .mapTo(String.class)
                        .one()));
        assertThat(limit).isEqualTo("15s");
    }

    @Test
    void aBrokenRuleIsNotLoggedWithItsValues() {
        one.database().update(c -> c.execute("INSERT INTO meta VALUES ('my secret prompt', '')"));
        assertThatThrownBy(
                        () -> one.database().update(c -> c.execute("INSERT INTO meta VALUES ('my secret prompt', '')")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("meta_pkey")
                .hasMessageNotContaining("secret");
    }

    @Test
    void connectionsThatTheServerEndsAreReplaced() {
        try (Handle administrator = Jdbi.open(RealPostgres.server().getPostgresDatabase())) {
            administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                    + " AND application_name = 'image-studio'");
        }
        for (Database database : List.of(one.database(), other.database())) {
            UntilStored again = new UntilStored();
            again.run(
                    "a row",
                    () -> database.update(c -> c.execute("INSERT INTO meta VALUES (?, '')", database.hashCode() + "")));
            again.run("a read", database::describe);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "08001, storage_unreachable", // refused
        "08006, storage_unreachable", // the connection broke
        "57P01, storage_unreachable", // the server is stopped
        "57P03, storage_unreachable", // the server starts
        "'', storage_busy", // no connection became free
        "40P01, storage_busy",
    })
    void aServerThatIsAwayIsNoFailureOfOurs(String state, String code) {
        SQLException failure = new SQLException("as it says", state.isEmpty() ? null : state);

        RuntimeException meaning = ((PostgresDatabase) one.database()).meaning(failure);

        assertThat(meaning)
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.code())
                        .isEqualTo(code))
                .matches(StorageException::passes, "it is tried again");
    }

    /** So that a backup of one can be restored into the other. */
    @Test
    void bothDatabasesHaveTheSameTablesAndColumns() {
        SQLiteDataSource file = new SQLiteDataSource();
        file.setUrl("jdbc:sqlite:" + folder.resolve("data/other.db"));
        RealDatabase.flyway(file).migrate();
        List<String> expected;
        try (Handle c = Jdbi.open(file)) {
            expected = c.select("""
                            SELECT t.name || '.' || c.name FROM pragma_table_list t, pragma_table_xinfo(t.name) c
                            WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%'
                                AND t.name NOT LIKE 'flyway%' ORDER BY 1""").mapTo(String.class).list();
        }
        List<String> columns =
                one.database().query(c -> c.select("""
                        SELECT table_name || '.' || column_name FROM information_schema.columns
                        WHERE table_schema = 'public' AND table_name NOT LIKE 'flyway%' ORDER BY 1""").mapTo(String.class).list());
        // Tables that only several instances need have no twin.
        Set<String> twins = expected.stream().map(PostgresDatabaseTest::table).collect(Collectors.toSet());
        assertThat(columns)
                .filteredOn(column -> twins.contains(table(column)))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String table(String column) {
        return column.substring(0, column.indexOf('.'));
    }

    private static int value(Database database) {
        return database.query(c -> c.select("SELECT value FROM meta WHERE name = 'n'")
                .mapTo(Integer.class)
                .one());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
