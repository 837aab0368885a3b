package studio.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.problem.ProblemException;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.task.Attempt;
import studio.task.Task;
import studio.task.TaskFilter;
import studio.task.TaskStatus;
import studio.task.TaskStore;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.ReportedError;
import studio.upstream.UpstreamException;

@OnBothDatabases
class TaskLifeTest {
    @Parameter
    Dialect dialect;

    @TempDir
    Path folder;

    private TaskFixture fixture;

    @BeforeEach
    void open() {
        fixture = new TaskFixture(folder, dialect);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aTaskThatHasEndedNeverChanges() {
        for (TaskStatus end : EnumSet.of(TaskStatus.DONE, TaskStatus.FAILED, TaskStatus.CANCELED)) {
            for (TaskStatus next : TaskStatus.values()) {
                assertThat(end.leadsTo(next)).isFalse();
            }
        }
    }

    @Test
    void aTaskOnDiskIsTheTaskThatWasWritten() {
        LiveTask live = fixture.submitted("t1");
        fixture.to(live, TaskStatus.RUNNING);
        fixture.tasks.change(live, t -> java.util.Optional.of(t.attempting(List.of(1), TaskFixture.now())));
        fixture.tasks.change(live, t -> java.util.Optional.of(t.attemptAnswers(1, 200, "gen-1")));
        fixture.tasks.change(live, t -> java.util.Optional.of(t.answered(1234, 2)));
        fixture.to(live, TaskStatus.SAVING);
        fixture.tasks.change(live, t -> t.kept(1).transition(TaskStatus.DONE, TaskFixture.now()));
        Task stored = fixture.store.find("t1").orElseThrow();
        assertThat(stored).usingRecursiveComparison().ignoringFields("stage").isEqualTo(live.task());
        assertThat(stored.untouched(1)).isFalse();
    }

    @Test
    void cancelAgainstCompletionHasOneWinner() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                LiveTask live = fixture.submitted("race-" + i);
                fixture.to(live, TaskStatus.RUNNING);
                CyclicBarrier start = new CyclicBarrier(2);
                Future<Boolean> completion = threads.submit(() -> {
                    start.await();
                    return fixture.to(live, TaskStatus.SAVING) && fixture.to(live, TaskStatus.DONE);
                });
                Future<Boolean> cancel = threads.submit(() -> {
                    start.await();
                    try {
                        fixture.cancelTask.cancel(live.task().id());
                        return true;
                    } catch (ProblemException e) {
                        return false;
                    }
                });
                boolean completed = completion.get(10, TimeUnit.SECONDS);
                boolean stopped = cancel.get(10, TimeUnit.SECONDS);
                assertThat(completed).isNotEqualTo(stopped);
                TaskStatus expected = completed ? TaskStatus.DONE : TaskStatus.CANCELED;
                assertThat(live.end().get().status()).isEqualTo(expected);
                assertThat(fixture.store.find(live.task().id()).orElseThrow().status())
                        .isEqualTo(expected);
            }
        }
        assertThat(fixture.tasks.all()).isEmpty();
    }

    @Test
    void aWaitingTaskThatIsCanceledIsNeverSentAndSaysSo() {
        LiveTask live = fixture.submitted("t1");
        Task canceled = fixture.cancelTask.cancel("t1");
        assertThat(canceled.status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(canceled.mayBeBilled()).isFalse();
        assertThat(fixture.queue.waiting()).isZero();
        assertThatThrownBy(() -> fixture.cancelTask.cancel("t1"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.status()).isEqualTo(409));
        assertThat(live.end()).isCompleted();
    }

    @Test
    void aRunningTaskThatIsCanceledHasItsExchangeClosedAndMayBeBilled() {
        LiveTask live = fixture.submitted("t1");
        fixture.to(live, TaskStatus.RUNNING);
        fixture.tasks.change(live, t -> java.util.Optional.of(t.attempting(List.of(1), TaskFixture.now())));
        boolean[] closed = new boolean[1];
        live.closeWith(1, () -> closed[0] = true);
        Task canceled = fixture.cancelTask.cancel("t1");
        assertThat(closed[0]).isTrue();
        assertThat(canceled.mayBeBilled()).isTrue();
        assertThat(canceled.attempts()).extracting(Attempt::outcome).containsExactly(Attempt.Outcome.CANCELED);
        assertThat(fixture.store.find("t1").orElseThrow().mayBeBilled()).isTrue();
    }

    @Test
    void anExchangeThatOpensAfterTheCancelIsClosedAtOnce() {
        LiveTask live = fixture.submitted("t1");
        fixture.to(live, TaskStatus.RUNNING);
        fixture.cancelTask.cancel("t1");
        boolean[] closed = new boolean[1];
        live.closeWith(1, () -> closed[0] = true);
        assertThat(closed[0]).isTrue();
    }

    @Test
    void afterARestartNothingIsSentTwice() throws Exception {
        fixture.submitted("waiting");
        LiveTask open = fixture.submitted("open");
        fixture.to(open, TaskStatus.RUNNING);
        fixture.tasks.change(open, t -> java.util.Optional.of(t.attempting(List.of(1), TaskFixture.now())));
        LiveTask unsent = fixture.submitted("unsent");
        fixture.to(unsent, TaskStatus.RUNNING);
        fixture.tasks.change(unsent, t -> java.util.Optional.of(t.attempting(List.of(1), TaskFixture.now())));
        fixture.tasks.change(
                unsent, t -> java.util.Optional.of(t.attemptFailed(1, failure(Outcome.REFUSED), TaskFixture.now())));
        LiveTask unknown = fixture.submitted("unknown");
        fixture.to(unknown, TaskStatus.RUNNING);
        fixture.tasks.change(unknown, t -> java.util.Optional.of(t.attempting(List.of(1), TaskFixture.now())));
        fixture.tasks.change(
                unknown, t -> java.util.Optional.of(t.attemptFailed(1, failure(Outcome.UNKNOWN), TaskFixture.now())));
        long seen = open.task().version();

        fixture.close();
        fixture = new TaskFixture(folder, dialect);
        fixture.handover.resume();

        // What had started is first again.
        assertThat(fixture.queue.poll()).isEqualTo("unsent");
        assertThat(fixture.queue.poll()).isEqualTo("waiting");
        assertThat(fixture.queue.waiting()).isZero();
        assertThat(fixture.store.find("unknown").orElseThrow().failure().code()).isEqualTo("interrupted");
        Task interrupted = fixture.store.find("open").orElseThrow();
        assertThat(interrupted.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(interrupted.failure().code()).isEqualTo("interrupted");
        assertThat(interrupted.mayBeBilled()).isTrue();
        assertThat(interrupted.version()).isGreaterThan(seen);
    }

    @Test
    void theSameKeyIsTheSameTaskAlsoForTwoAtOnce() throws Exception {
        TaskStore.IdempotencyKey key = new TaskStore.IdempotencyKey("key", "hash");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> inserted = java.util.stream.IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> fixture.store.insert(TaskFixture.queued("k" + i), key)))
                    .toList();
            int count = 0;
            for (Future<Long> one : inserted) {
                count += one.get() > 0 ? 1 : 0;
            }
            assertThat(count).isEqualTo(1);
        }
        assertThat(fixture.store.unfinished()).hasSize(1);
        assertThat(fixture.store.findByKey("key").orElseThrow().taskId())
                .isEqualTo(fixture.store.unfinished().getFirst().id());
    }

    @Test
    void pagesOfTasksLoseAndRepeatNone() {
        Set<String> all = new java.util.HashSet<>();
        for (int i = 0; i < 95; i++) {
            String id = "task-%03d".formatted(i);
            fixture.submitted(id);
            all.add(id);
        }
        Set<String> seen = new java.util.HashSet<>();
        String before = null;
        while (true) {
            List<Task> page = fixture.store.list(10, TaskFilter.of("queued", null, before));
            if (page.isEmpty()) {
                break;
            }
            page.forEach(t -> assertThat(seen.add(t.id())).isTrue());
            before = page.getLast().id();
        }
        assertThat(seen).isEqualTo(all);
    }

    @Test
    void oldTasksAreForgottenAndTheirReferencesSetFree() {
        LiveTask live = fixture.submitted("old");
        fixture.cancelTask.cancel("old");
        assertThat(fixture.store.needsReference("ab".repeat(32))).isTrue();
        assertThat(fixture.store.expire(Instant.now().minusSeconds(60), 10)).isEmpty();
        assertThat(fixture.store.expire(Instant.now().plusSeconds(60), 10)).containsExactly("entry-old");
        assertThat(fixture.store.needsReference("ab".repeat(32))).isFalse();
        assertThat(live.end()).isCompleted();
    }

    @Test
    void aFullQueueRefusesAndHasRoomAgainWhenATaskEnds() {
        TaskQueue queue = new TaskQueue(2);
        queue.reserve();
        queue.reserve();
        assertThatThrownBy(queue::reserve).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.status()).isEqualTo(429);
            assertThat(e.headers()).containsKey("Retry-After");
        });
        queue.release();
        queue.reserve();
    }

    private static UpstreamException failure(Outcome outcome) {
        return new UpstreamException(
                FailureCode.OVERLOADED, outcome, new ReportedError(429, null, null, null, null, null), null);
    }

    @Test
    void nothingIsGivenOutBeforeThereIsWhoRunsIt() {
        LiveTask live = fixture.submitted("early");
        fixture.queue.remove("early");
        fixture.dispatch.control(false, 1, 10);
        fixture.dispatch.restore(live, true);
        assertThat(fixture.dispatch.ready()).isFalse();
        assertThat(fixture.dispatch.poll()).isNull();

        List<String> ran = new ArrayList<>();
        fixture.dispatch.start(() -> {}, task -> ran.add(task.task().id()));
        TaskDispatch.Work work = fixture.dispatch.poll();
        assertThat(work).isNotNull();
        work.run().run();
        assertThat(ran).containsExactly("early");
    }
}
