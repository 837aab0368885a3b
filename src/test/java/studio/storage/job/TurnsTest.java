package studio.storage.job;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.problem.ProblemException;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.storage.RealDatabase;

/** Two instances on one PostgreSQL, and two threads of one process. */
@OnBothDatabases
class TurnsTest {
    private static final int ROUNDS = 50;

    @Parameter
    Dialect dialect;

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RealDatabase one;
    private RealDatabase other;
    private Turns here;
    private Turns there;

    @BeforeEach
    void open() {
        if (dialect == Dialect.SQLITE) {
            here = Turns.ofThisProcess();
            there = here;
            return;
        }
        one = RealDatabase.in(folder, dialect);
        other = RealDatabase.beside(one, elsewhere);
        here = new PostgresTurns(one.writer());
        there = new PostgresTurns(other.writer());
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        if (one != null) {
            other.close();
            one.close();
        }
    }

    @Test
    void onlyOneAtATimeHasATurn() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            for (Turns turns : List.of(here, there)) {
                all.add(threads.submit(() -> turns.take("x", () -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    inside.decrementAndGet();
                })));
            }
        }
        for (Future<?> one : all) {
            one.get(60, SECONDS);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void turnsOfDifferentNamesDoNotWaitForEachOther() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<?> holder = threads.submit(() -> here.take("x", () -> {
            taken.countDown();
            awaitQuietly(end);
        }));
        assertThat(taken.await(30, SECONDS)).isTrue();

        assertThat(there.take("y", () -> "y")).isEqualTo("y");

        end.countDown();
        holder.get(30, SECONDS);
    }

    @Test
    void insideItsOwnTurnAThreadDoesNotWaitAndAfterAFailureTheNextOneHasIt() {
        assertThat(here.<Integer>take("x", () -> here.take("x", () -> 1))).isEqualTo(1);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> here.take("x", () -> {
                    throw new IllegalStateException("broken");
                }));
        assertThat(there.take("x", () -> 2)).isEqualTo(2);
    }

    @Test
    void theWorkHasTransactionsOfItsOwn() {
        if (dialect == Dialect.POSTGRESQL) {
            int rows = here.take("x", () -> one.database()
                    .update(handle -> handle.execute("INSERT INTO meta (name, value) VALUES ('a', 'b')")));
            assertThat(rows).isEqualTo(1);
        }
    }

    @Test
    void whoWaitsForAnotherInstanceTooLongIsRefused() throws Exception {
        if (dialect == Dialect.SQLITE) {
            return;
        }
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<?> holder = threads.submit(() -> here.take("x", () -> {
            taken.countDown();
            awaitQuietly(end);
        }));
        assertThat(taken.await(30, SECONDS)).isTrue();
        Turns impatient = new PostgresTurns(other.writer(), Duration.ofMillis(50));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> impatient.take("x", () -> 1))
                .satisfies(e -> assertThat(e.code()).isEqualTo("storage_busy"));

        end.countDown();
        holder.get(30, SECONDS);
        assertThat(there.take("x", () -> 2)).isEqualTo(2);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
