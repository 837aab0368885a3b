package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.problem.ProblemException;

/** What the stores may rely on, whichever database is below. */
@OnBothDatabases
class DatabaseTest {
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    @Parameter
    Dialect dialect;

    @TempDir
    Path folder;

    private RealDatabase real;
    private Database database;

    @BeforeEach
    void open() {
        real = RealDatabase.in(folder, dialect);
        database = real.database();
    }

    @AfterEach
    void close() {
        real.close();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        put("a", "1");

        assertThat(value("a")).isEqualTo("1");
    }

    @Test
    void itsSizeIsThatOfWhatIsInIt() {
        long before = database.bytes();
        StringBuilder text = new StringBuilder();
        new Random(7).ints(1 << 20, 'a', 'z').forEach(letter -> text.append((char) letter));

        put("a", text.toString());

        assertThat(database.bytes()).isBetween(before + (1 << 19), before + (1 << 22));
    }

    @Test
    void aFailureUndoesEverythingAlsoWhatNestedWritesDid() {
        assertThatThrownBy(() -> database.run(() -> {
                    put("a", "1");
                    database.run(() -> put("b", "2"));
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(names()).isEmpty();
        put("c", "3");
        assertThat(names()).containsExactly("c");
    }

    @Test
    void aReadInsideAWriteSeesWhatWasJustWritten() {
        String seen = database.write(() -> {
            put("a", "1");
            return value("a");
        });

        assertThat(seen).isEqualTo("1");
    }

    @Test
    void aReadBesideAWriteNeitherWaitsNorSeesIt() throws Exception {
        put("a", "old");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String seen = database.write(() -> {
                put("a", "new");
                return get(threads.submit(() -> value("a")));
            });
            assertThat(seen).isEqualTo("old");
        }
        assertThat(value("a")).isEqualTo("new");
    }

    @Test
    void allStatementsOfOneReadSeeTheSameState() {
        put("a", "old");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> seen = database.query(connection -> {
                List<String> values = new ArrayList<>();
                values.add(value("a"));
                get(threads.submit(() -> put("a", "new")));
                values.add(value("a"));
                return values;
            });
            assertThat(seen).containsExactly("old", "old");
        }
        assertThat(value("a")).isEqualTo("new");
    }

    @Test
    void manyWritersAtOnceLoseNoUpdate() throws Exception {
        put("n", "0");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(threads.submit(
                        () -> database.run(() -> put("n", Integer.toString(Integer.parseInt(value("n")) + 1)))));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(value("n")).isEqualTo("200");
    }

    @Test
    void whoWaitsTooLongForTheWriterIsToldThatTheStorageIsBusy(@TempDir Path other) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (RealDatabase impatient = RealDatabase.in(other, dialect, Duration.ofMillis(50), Duration.ofSeconds(5));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = threads.submit(() -> impatient.database().run(() -> {
                inside.countDown();
                await(leave);
            }));
            inside.await();

            assertThatThrownBy(() -> impatient.database().run(() -> {}))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> {
                        assertThat(problem.status()).isEqualTo(503);
                        assertThat(problem.code()).isEqualTo("storage_busy");
                    });
            leave.countDown();
            slow.get();
        }
    }

    @Test
    void aSearchThatNeverEndsIsBrokenOffAndTheReaderServesOthersAfterwards(@TempDir Path other) {
        try (RealDatabase hurried = RealDatabase.in(other, dialect, Duration.ofSeconds(10), Duration.ofMillis(100))) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> hurried.database()
                                .search(c -> c.select(ENDLESS).mapTo(Long.class).one()))
                        .isInstanceOfSatisfying(ProblemException.class, problem -> {
                            assertThat(problem.status()).isEqualTo(503);
                            assertThat(problem.code()).isEqualTo("search_too_long");
                        });
                assertThat(hurried.database().<Long>query(c -> c.select("SELECT count(*) FROM meta")
                                .mapTo(Long.class)
                                .one()))
                        .isZero();
            }
        }
    }

    @Test
    void searchesLeaveReadersToOthersAndDoNotWaitForEver(@TempDir Path other) throws Exception {
        try (RealDatabase hurried = RealDatabase.in(other, dialect, Duration.ofSeconds(10), Duration.ofMillis(300))) {
            CountDownLatch searching = new CountDownLatch(2);
            CountDownLatch over = new CountDownLatch(1);
            List<Thread> searches = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                searches.add(Thread.ofPlatform().start(() -> hurried.database().search(c -> {
                    searching.countDown();
                    await(over);
                    return 0;
                })));
            }
            await(searching);

            assertThatThrownBy(() -> hurried.database()
                            .search(c -> c.select("SELECT 1").mapTo(Long.class).one()))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.code())
                            .isEqualTo("search_busy"));
            assertThat(hurried.database()
                            .<Long>query(
                                    c -> c.select("SELECT 1").mapTo(Long.class).one()))
                    .isEqualTo(1);

            over.countDown();
            for (Thread search : searches) {
                search.join();
            }
            assertThat(hurried.database()
                            .<Long>search(
                                    c -> c.select("SELECT 1").mapTo(Long.class).one()))
                    .isEqualTo(1);
        }
    }

    @Test
    void anInterruptedThreadStillSavesAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        put("a", "1");
        boolean interrupted = Thread.interrupted();

        assertThat(interrupted).isTrue();
        assertThat(value("a")).isEqualTo("1");
    }

    @Test
    void readersCannotWrite() {
        assertThatThrownBy(() -> database.query(c -> c.execute("INSERT INTO meta VALUES ('x', 'y')")))
                .isInstanceOf(RuntimeException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void followUpsRunAfterTheCommitAndNotAfterARollback() {
        List<String> done = new ArrayList<>();
        database.run(() -> {
            database.afterCommit(() -> done.add("outer sees " + value("a")));
            database.run(() -> put("a", "1"));
            assertThat(done).isEmpty();
        });
        assertThat(done).containsExactly("outer sees 1");

        assertThatThrownBy(() -> database.run(() -> {
                    database.afterCommit(() -> done.add("never"));
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(done).hasSize(1);
    }

    private void put(String name, String value) {
        database.update(c -> c.execute(
                "INSERT INTO meta(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
                name,
                value));
    }

    private String value(String name) {
        return database.query(c -> c.select("SELECT value FROM meta WHERE name = ?", name)
                        .mapTo(String.class)
                        .findFirst())
                .orElseThrow();
    }

    private List<String> names() {
        return database.query(c -> c.select("SELECT name FROM meta ORDER BY name")
                .mapTo(String.class)
                .list());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
