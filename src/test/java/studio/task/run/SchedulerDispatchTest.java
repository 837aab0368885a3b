package studio.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.problem.ProblemException;
import studio.storage.Dialect;
import studio.storage.RealDatabase;
import studio.task.Attempt;
import studio.task.Task;
import studio.task.TaskStatus;

/** Two instances on one PostgreSQL share their tasks. */
class SchedulerDispatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LANES = 3;

    @TempDir
    Path here;

    @TempDir
    Path there;

    private final Map<String, List<String>> runs = new ConcurrentHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private Node one;
    private Node other;

    /** An instance: its objects, and lanes as those of the worker pool. */
    private final class Node {
        final TaskFixture fixture;
        final Lanes lanes = new Lanes();
        final Predicate<LiveTask> runner;

        Node(TaskFixture fixture, Predicate<LiveTask> runner) {
            this.fixture = fixture;
            this.runner = runner;
            lanes.resize(LANES);
            fixture.dispatch.control(false, LANES, 100);
            nodes.add(this);
        }

        void start() {
            fixture.dispatch.start(this::drain, live -> {
                runs.computeIfAbsent(live.task().id(), id -> new ArrayList<>())
                        .add(fixture.real.instances().own());
                return runner.test(live);
            });
        }

        private void drain() {
            while (fixture.dispatch.ready() && lanes.tryAcquire()) {
                TaskDispatch.Work work = fixture.dispatch.poll();
                if (work == null) {
                    lanes.release();
                } else {
                    Thread.ofPlatform().daemon().start(() -> {
                        try {
                            work.run().run();
                        } finally {
                            lanes.release();
                            fixture.dispatch.nudge();
                        }
                    });
                }
            }
        }

        void accept(String id) {
            Task task = TaskFixture.queued(id);
            assertThat(fixture.dispatch.accept(task, () -> {}, () -> fixture.store.insert(task, null)))
                    .isTrue();
        }

        TaskStatus status(String id) {
            return fixture.store.find(id).orElseThrow().status();
        }

        void sql(String sql) {
            fixture.real.database().update(handle -> handle.execute(sql));
        }
    }

    @BeforeEach
    void open() {
        RealDatabase real = RealDatabase.in(here, Dialect.POSTGRESQL);
        one = new Node(TaskFixture.instance(here, real), live -> done(one, live));
        other = new Node(TaskFixture.instance(there, RealDatabase.beside(real, there)), live -> done(other, live));
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> node.fixture.dispatch.close());
        nodes.forEach(node -> node.fixture.dispatch.end());
        nodes.reversed().forEach(node -> node.fixture.close());
    }

    private static boolean done(Node node, LiveTask live) {
        return node.fixture.tasks.change(live, task -> task.transition(TaskStatus.RUNNING, TaskFixture.now()))
                && node.fixture.tasks.change(live, task -> task.kept(1)
                        .transition(TaskStatus.SAVING, TaskFixture.now())
                        .flatMap(saving -> saving.transition(TaskStatus.DONE, TaskFixture.now())));
    }

    private long rows() {
        return one.fixture.real.database().query(handle -> handle.createQuery("SELECT count(*) FROM task_execution")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void everyTaskIsRunOnceByWhoeverHasALane() {
        one.start();
        other.start();
        for (int i = 0; i < 40; i++) {
            (i % 4 == 0 ? other : one).accept("t" + i);
        }
        await().atMost(PATIENCE).until(() -> rows() == 0);
        assertThat(runs).hasSize(40).allSatisfy((id, by) -> assertThat(by).hasSize(1));
        assertThat(runs.keySet()).allSatisfy(id -> assertThat(one.status(id)).isEqualTo(TaskStatus.DONE));
        assertThat(one.fixture.tasks.all()).isEmpty();
        assertThat(other.fixture.dispatch.load()).isEqualTo(new TaskDispatch.Load(0, 0));
    }

    @Test
    void whatFindsNoLaneHereIsRunThere() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        Node full = new Node(
                TaskFixture.instance(here.resolve("full"), RealDatabase.beside(one.fixture.real, here.resolve("full"))),
                live -> {
                    await().atMost(PATIENCE).until(() -> busy.getCount() == 0);
                    return done(nodes.getLast(), live);
                });
        full.start();
        for (int i = 0; i < LANES; i++) {
            full.accept("held" + i);
        }
        await().atMost(PATIENCE).until(() -> runs.size() == LANES);
        other.start();
        full.accept("next");
        await().atMost(PATIENCE).until(() -> other.status("next") == TaskStatus.DONE);
        assertThat(runs.get("next"))
                .containsExactly(other.fixture.real.instances().own());
        assertThat(full.fixture.dispatch.load()).isEqualTo(new TaskDispatch.Load(LANES, 0));
        busy.countDown();
        await().atMost(PATIENCE).until(() -> rows() == 0);
    }

    /** A row that was picked by an instance which is no more. */
    private void died(String id, String owner) {
        one.sql("UPDATE task SET owner = '%s' WHERE id = '%s'".formatted(owner, id));
        one.sql("""
                UPDATE task_execution SET picked = TRUE, picked_by = '%s', last_heartbeat = now() - interval '1 minute'
                WHERE task_instance = '%s'""".formatted(owner, id));
    }

    @Test
    void whatADeadInstanceHadNotSentIsRunByAnotherAndWhatItHadSentIsNot() {
        one.accept("waited");
        one.accept("sent");
        one.accept("unwanted");
        Task sent = one.fixture.store.find("sent").orElseThrow();
        Task open = sent.versioned(2).attempting(List.of(1), TaskFixture.now());
        one.fixture.store.replace(sent, open);
        List.of("waited", "sent", "unwanted").forEach(id -> died(id, "gone"));
        one.sql("UPDATE task SET cancel_asked = 1 WHERE id = 'unwanted'");

        other.start();

        await().atMost(PATIENCE).until(() -> other.status("waited") == TaskStatus.DONE);
        await().atMost(PATIENCE).until(() -> rows() == 0);
        Task ended = other.fixture.store.find("sent").orElseThrow();
        assertThat(ended.failure().code()).isEqualTo("interrupted");
        assertThat(ended.mayBeBilled()).isTrue();
        assertThat(other.status("unwanted")).isEqualTo(TaskStatus.CANCELED);
        assertThat(runs.keySet()).containsExactly("waited");
    }

    @Test
    void aTaskWhoseInstanceLivesIsLeftToIt() {
        one.accept("mine");
        one.accept("next");
        died("mine", one.fixture.real.instances().own());
        Task task = one.fixture.store.find("mine").orElseThrow();
        one.fixture.tasks.add(task.versioned(2), () -> one.fixture.store.takeOver(task, task.versioned(2)));

        other.start();

        await().atMost(PATIENCE).until(() -> other.status("next") == TaskStatus.DONE);
        assertThat(other.fixture.lostTasks.decide("mine")).isEqualTo(LostTasks.Fate.WORKED_ON);
        assertThat(other.fixture.store.claimed("mine").orElseThrow().owner())
                .isEqualTo(one.fixture.real.instances().own());
        assertThat(runs).doesNotContainKey("mine");
    }

    /** An instance that seemed dead, and has a call under way. */
    private LiveTask seemsDead(String id) {
        one.accept(id);
        Task task = one.fixture.store.find(id).orElseThrow();
        one.fixture.tasks.add(task.versioned(2), () -> one.fixture.store.takeOver(task, task.versioned(2)));
        LiveTask live = one.fixture.tasks.find(id).orElseThrow();
        one.fixture.to(live, TaskStatus.RUNNING);
        one.fixture.tasks.change(live, t -> Optional.of(t.attempting(List.of(1), TaskFixture.now())));
        one.sql("UPDATE task SET owner = 'gone' WHERE id = '%s'".formatted(id));
        return live;
    }

    @Test
    void aPictureThatComesLateIsKeptAndItsTaskIsDone() {
        LiveTask live = seemsDead("late");
        assertThat(other.fixture.lostTasks.decide("late")).isEqualTo(LostTasks.Fate.OVER);
        assertThat(other.status("late")).isEqualTo(TaskStatus.FAILED);

        assertThat(one.fixture.tasks.change(live, t -> Optional.of(t.attempting(List.of(1), TaskFixture.now()))))
                .as("nothing is sent any more")
                .isFalse();
        one.fixture.tasks.change(live, t -> t.savingStarts(1, true, TaskFixture.now()));
        boolean kept = one.fixture.tasks.change(live, t -> t.kept(1)
                .attemptEnded(1, Attempt.Outcome.DONE, TaskFixture.now())
                .endedFor(null, TaskFixture.now()));

        assertThat(kept).isTrue();
        Task stored = other.fixture.store.find("late").orElseThrow();
        assertThat(stored.status()).isEqualTo(TaskStatus.DONE);
        assertThat(stored.pictures()).containsExactly(1);
        assertThat(stored.failure()).isNull();
        assertThat(stored.version()).isGreaterThan(LostTasks.VERSION_GAP);
    }

    @Test
    void aTaskThatAnotherInstanceHasTakenOverIsChangedByThatAlone() {
        LiveTask live = seemsDead("taken");
        Task stored = one.fixture.store.find("taken").orElseThrow();
        Task theirs = stored.versioned(5000);
        other.fixture.store.takeOver(stored, theirs);

        assertThat(one.fixture.tasks.change(live, t -> t.endedFor(null, TaskFixture.now())))
                .isFalse();

        assertThat(live.lost()).isTrue();
        assertThat(one.fixture.tasks.find("taken")).isEmpty();
        assertThat(one.fixture.store.find("taken").orElseThrow().version()).isEqualTo(5000);
        assertThat(one.fixture.tasks.change(live, t -> t.endedFor(null, TaskFixture.now())))
                .isFalse();
    }

    @Test
    void aPauseHoldsUpAllAndTheOrderIsThatOfThePeople() {
        other.lanes.resize(1);
        other.fixture.dispatch.control(true, 1, 100);
        other.start();
        List.of("first", "second", "third").forEach(one::accept);
        assertThat(other.fixture.dispatch.next(10)).containsExactly("first", "second", "third");
        assertThat(other.fixture.dispatch.position("third")).isEqualTo(3);
        QueueControls controls = one.fixture.controls;
        controls.resume();
        controls.toFront("third");
        assertThat(runs).isEmpty();
        assertThat(other.fixture.dispatch.next(10)).containsExactly("third", "first", "second");

        List<String> order = new ArrayList<>();
        other.fixture.tasks.tellOf((task, change) -> {
            if (task.status() == TaskStatus.RUNNING) {
                order.add(task.id());
            }
        });
        other.fixture.dispatch.control(false, 1, 100);
        await().atMost(PATIENCE).until(() -> rows() == 0);
        assertThat(order).containsExactly("third", "first", "second");
    }

    @Test
    void theLimitIsOneOfAllInstances() {
        await().atMost(PATIENCE)
                .until(() -> one.fixture.real.instances().all().stream()
                                .mapToInt(member -> member.concurrent())
                                .sum()
                        == 2 * LANES);
        one.fixture.dispatch.control(false, LANES, 1);
        for (int i = 0; i <= 2 * LANES; i++) {
            one.accept("t" + i);
        }
        assertThatThrownBy(() -> one.accept("more"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.status()).isEqualTo(429));
        assertThat(one.fixture.store.find("more")).isEmpty();
        assertThat(rows()).isEqualTo(2 * LANES + 1);
    }

    @Test
    void anInstanceGoesOnAfterItsRestartWithWhatItHad() {
        one.accept("waited");
        seemsDead("sent");
        one.sql("UPDATE task SET owner = '%s'"
                .formatted(one.fixture.real.instances().own()));
        one.fixture.tasks.all().forEach(LiveTask::lose);
        TaskFixture again = TaskFixture.instance(here, RealDatabase.in(here, Dialect.POSTGRESQL));
        Node restarted = new Node(again, live -> done(nodes.getLast(), live));

        again.handover.resume();
        restarted.start();
        again.dispatch.nudge();

        await().atMost(PATIENCE).until(() -> restarted.status("waited") == TaskStatus.DONE);
        assertThat(again.store.find("sent").orElseThrow().failure().code()).isEqualTo("interrupted");
        await().atMost(PATIENCE).until(() -> rows() == 0);
    }

    @Test
    void whatWasPickedAndNotYetTakenBeforeARestartWaitsAgain() {
        one.accept("picked");
        String own = one.fixture.real.instances().own();
        one.sql("UPDATE task_execution SET picked = TRUE, picked_by = '%s', last_heartbeat = now()".formatted(own));
        one.fixture.handover.resume();
        one.start();
        await().atMost(PATIENCE).until(() -> one.status("picked") == TaskStatus.DONE);
    }

    @Test
    void aChangeWhoseCommitWasNotHeardOfIsNoOneElses() {
        LiveTask live = seemsDead("unheard");
        one.sql("UPDATE task SET owner = '%s'"
                .formatted(one.fixture.real.instances().own()));
        Task next = live.task()
                .attemptEnded(1, Attempt.Outcome.FINAL, TaskFixture.now())
                .versioned(live.task().version() + 1);
        one.fixture.store.replace(live.saved(), next);
        AtomicInteger counted = new AtomicInteger();

        boolean changed = one.fixture.tasks.change(
                live,
                t -> Optional.of(t.attemptEnded(1, Attempt.Outcome.FINAL, TaskFixture.now())),
                counted::incrementAndGet);

        assertThat(changed).isTrue();
        assertThat(live.lost()).isFalse();
        assertThat(counted).as("what goes along is written already").hasValue(0);
    }

    @Test
    void whatWaitsWithoutARowIsFoundAtTheStart() {
        Task task = TaskFixture.queued("moved");
        one.fixture.store.insert(task, null);
        one.start();
        await().atMost(PATIENCE).until(() -> one.status("moved") == TaskStatus.DONE);
    }
}
