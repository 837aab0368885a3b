package studio.storage.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.storage.Dialect;
import studio.storage.RealDatabase;

/** Two instances on one PostgreSQL, each with the same list of jobs. */
class ClusterJobsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration QUICK = Duration.ofMillis(50);
    private static final Duration NEVER_AGAIN = Duration.ofDays(1);

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

    private static ClusterJobs start(RealDatabase at, String own, Job... jobs) {
        ClusterJobs started = new ClusterJobs(
                new Executions(at.writer(), new DatabaseClock(at.database()), own),
                List.of(jobs),
                SchedulerListener.NOOP,
                QUICK,
                QUICK);
        started.start();
        return started;
    }

    @Test
    void aJobIsRunOnceHoweverManyInstancesHaveIt() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger witness = new AtomicInteger();
        Job job = Job.once("once", NEVER_AGAIN, Duration.ZERO, runs::incrementAndGet);
        // Each instance looks for work again and again meanwhile.
        Job other = Job.once("witness", QUICK, Duration.ZERO, witness::incrementAndGet);
        try (ClusterJobs here = start(one, "here", job, other);
                ClusterJobs there = start(this.other, "there", job, other)) {
            await().atMost(PATIENCE).until(() -> witness.get() >= 10);
            assertThat(runs).hasValue(1);
        }
    }

    @Test
    void aJobComesAgainAlsoAfterItHasFailedAndNeverTwiceAtATime() {
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Job job = Job.once("again", QUICK, Duration.ZERO, () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                if (runs.incrementAndGet() % 2 == 0) {
                    throw new IllegalStateException("every second run fails");
                }
            } finally {
                inside.decrementAndGet();
            }
        });
        try (ClusterJobs here = start(one, "here", job);
                ClusterJobs there = start(other, "there", job)) {
            await().atMost(PATIENCE).until(() -> runs.get() >= 6);
            assertThat(most).hasValue(1);
        }
    }

    @Test
    void aJobOfAnInstanceThatDiedIsRunByAnother() {
        long now = Instant.now().toEpochMilli();
        int unused = one.database().update(handle -> handle.createUpdate("""
                        INSERT INTO job_execution (
                            task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)
                        VALUES ('left', 'recurring', to_timestamp(:long / 1000.0), TRUE, 'killed',
                            to_timestamp(:long / 1000.0), 1)""")
                .bind("long", now - Duration.ofMinutes(5).toMillis())
                .execute());
        AtomicInteger runs = new AtomicInteger();
        try (ClusterJobs here = start(one, "here", Job.once("left", NEVER_AGAIN, NEVER_AGAIN, runs::incrementAndGet))) {
            await().atMost(PATIENCE).until(() -> runs.get() == 1);
        }
    }

    @Test
    void aStoppedInstanceLeavesItsJobsToTheOthers() throws Exception {
        Map<String, Integer> runs = new ConcurrentHashMap<>();
        CountDownLatch first = new CountDownLatch(1);
        ClusterJobs here = start(one, "here", Job.once("moves", QUICK, Duration.ZERO, () -> {
            runs.merge("here", 1, Integer::sum);
            first.countDown();
        }));
        assertThat(first.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        here.close();
        int before = runs.get("here");

        try (ClusterJobs there = start(
                other, "there", Job.once("moves", QUICK, Duration.ZERO, () -> runs.merge("there", 1, Integer::sum)))) {
            await().atMost(PATIENCE).until(() -> runs.getOrDefault("there", 0) > 2);
        }
        assertThat(runs.get("here")).isEqualTo(before);
    }

    @Test
    void aJobOfANewerVersionIsLeftToIt() {
        AtomicInteger newer = new AtomicInteger();
        AtomicInteger known = new AtomicInteger();
        Job both = Job.once("known", QUICK, Duration.ZERO, known::incrementAndGet);
        try (ClusterJobs old = start(one, "old", both);
                ClusterJobs young =
                        start(other, "young", both, Job.once("newer", QUICK, Duration.ZERO, newer::incrementAndGet))) {
            await().atMost(PATIENCE).until(() -> newer.get() >= 5 && known.get() >= 5);
        }
    }

    @Test
    void theClockIsTheDatabasesWhateverTheOwnOneSays() {
        AtomicLong ours = new AtomicLong(1_000_000);
        AtomicLong theirs = new AtomicLong(5_000_000);
        DatabaseClock clock = new DatabaseClock(theirs::get, ours::get);
        assertThat(clock.now()).isEqualTo(Instant.ofEpochMilli(5_000_000));
        ours.addAndGet(700);
        assertThat(clock.now()).isEqualTo(Instant.ofEpochMilli(5_000_700));

        Instant asked = new DatabaseClock(one.database()).now();
        assertThat(asked).isBetween(Instant.now().minusSeconds(2), Instant.now().plusSeconds(2));
    }

    @Test
    void aDatabaseThatDoesNotAnswerLeavesTheClockAsItIs() {
        DatabaseClock clock = new DatabaseClock(
                () -> {
                    throw new IllegalStateException("away");
                },
                () -> 42);
        assertThat(clock.now()).isEqualTo(Instant.ofEpochMilli(42));
    }
}
