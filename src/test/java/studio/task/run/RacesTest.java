package studio.task.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.problem.Language;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;
import studio.task.TaskStore;
import studio.web.event.LooseStream;

/** What may happen to a task at the same moment, provoked. Cancel against completion is in {@link TaskLifeTest}. */
class RacesTest {
    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private TaskFixture fixture;

    @BeforeEach
    void open() {
        fixture = new TaskFixture(folder);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        fixture.close();
    }

    @Test
    void aReaderWhoJoinsWhileTheLastOneLeavesHearsTheEnd() throws Exception {
        int rounds = 20_000;
        List<LiveTask> tasks = new ArrayList<>();
        List<LooseStream> leaving = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            tasks.add(new LiveTask(TaskFixture.queued("followed-" + i)));
            leaving.add(new LooseStream());
            fixture.feed.follow(tasks.get(i)::task, leaving.get(i).stream(), null, Language.ENGLISH);
        }
        fixture.settle();
        // Both spin for the start of each round: the moment is shorter than the waking of a thread.
        AtomicInteger started = new AtomicInteger(-1);
        AtomicInteger left = new AtomicInteger();
        Thread leaver = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < rounds; i++) {
                while (started.get() < i) {
                    Thread.onSpinWait();
                }
                leaving.get(i).leave();
                left.incrementAndGet();
            }
        });
        for (int i = 0; i < rounds; i++) {
            LooseStream joining = new LooseStream();
            started.set(i);
            fixture.feed.follow(tasks.get(i)::task, joining.stream(), null, Language.ENGLISH);
            while (left.get() <= i) {
                Thread.onSpinWait();
            }
            Task ended = tasks.get(i)
                    .task()
                    .transition(TaskStatus.CANCELED, TaskFixture.now())
                    .orElseThrow();
            fixture.feed.changed(ended.versioned(2), i);
            fixture.settle();
            assertThat(joining.stream().isOpen()).as("round %d", i).isFalse();
        }
        leaver.join();
    }

    @Test
    void aTaskWhoseEndIsBeingReportedIsNotUnderWay() throws Exception {
        LiveTask live = fixture.submitted("reported");
        CompletableFuture<Optional<LiveTask>> underWay = new CompletableFuture<>();
        fixture.tasks.tellOf(new LiveTasks.Listener() {
            @Override
            public void changed(Task task, long change) {
                // Whoever hears of the end may ask for a retry before the change is over.
                Thread asking =
                        Thread.ofPlatform().start(() -> underWay.complete(fixture.tasks.ofEntry(task.entryId())));
                while (asking.getState() != Thread.State.BLOCKED && asking.isAlive()) {
                    Thread.onSpinWait();
                }
            }

            @Override
            public void partial(String taskId, LiveTasks.Partial partial) {}

            @Override
            public void settle(Duration limit) {}
        });
        fixture.cancelTask.cancel(live.task().id());
        assertThat(underWay.get(20, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aReaderWhoJoinsWhileATaskEndsHearsTheEnd() throws Exception {
        for (int i = 0; i < 500; i++) {
            LiveTask live = fixture.submitted("ends-" + i);
            LooseStream joining = new LooseStream();
            atOnce(
                    () -> fixture.cancelTask.cancel(live.task().id()),
                    () -> fixture.feed.follow(
                            () -> fixture.newest(live.task().id()), joining.stream(), null, Language.ENGLISH));
            fixture.settle();
            assertThat(joining.stream().isOpen()).as("round %d", i).isFalse();
        }
    }

    @Test
    void aTaskEitherBeginsAndIsWaitedForOrWaitsForTheNextStart() throws Exception {
        for (int i = 0; i < 500; i++) {
            LiveTask live = fixture.submitted("shutdown-" + i);
            TaskQueue queue = new TaskQueue(10);
            CompletableFuture<Boolean> waitedFor = new CompletableFuture<>();
            Runnable work = () -> fixture.tasks.change(
                    live,
                    GenerateTask.start(new InMemoryQueue(queue, fixture.tasks, fixture.store), Clock.systemUTC()));
            atOnce(work, () -> {
                queue.close();
                waitedFor.complete(live.started());
            });
            boolean started = live.task().status() == TaskStatus.RUNNING;
            assertThat(waitedFor.get(10, TimeUnit.SECONDS)).as("round %d", i).isEqualTo(started);
        }
    }

    /** While the server goes down around it, keeping a picture may fail; the next start can do it. */
    @Test
    void whatHasArrivedWhenTheServerEndsIsLeftToTheNextStart() throws Exception {
        LiveTask silent = fixture.submitted("silent");
        LiveTask arrived = fixture.submitted("arrived");
        for (LiveTask live : List.of(silent, arrived)) {
            fixture.to(live, TaskStatus.RUNNING);
            fixture.tasks.change(
                    live,
                    t -> Optional.of(t.attempting(List.of(1), TaskFixture.now()).attemptAnswers(1, 200, null)));
        }
        Path call =
                Files.createDirectories(fixture.folders.open("entry-arrived").resolve("1"));
        Files.writeString(call.resolve("answer.json"), "{}");

        fixture.handover.shutDown();
        fixture.tasks.change(arrived, t -> t.endedFor(TaskFailure.notSaved(), TaskFixture.now()));

        assertThat(silent.task().status()).isEqualTo(TaskStatus.FAILED);
        assertThat(arrived.task().status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(fixture.store.unfinished()).extracting(Task::id).containsExactly("arrived");
        assertThat(fixture.to(arrived, TaskStatus.SAVING)).isTrue();
        fixture.tasks.change(arrived, t -> t.kept(1).transition(TaskStatus.DONE, TaskFixture.now()));
        assertThat(arrived.task().status()).isEqualTo(TaskStatus.DONE);
    }

    @Test
    void aWorkerThatHasLeftIsNotDisturbedByTheStopOfItsTask() throws Exception {
        LiveTask live = fixture.submitted("left");
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch registered = new CountDownLatch(1);
        Future<Boolean> worker = threads.submit(() -> {
            live.workedOnBy(Thread.currentThread());
            registered.countDown();
            awaitWhateverHappens(stopping);
            live.leaves(Thread.currentThread(), 1);
            Thread.interrupted();
            left.countDown();
            awaitWhateverHappens(stopped);
            return Thread.interrupted();
        });
        registered.await();
        // The stop is in its midst when the worker leaves.
        live.closeWith(2, () -> {
            stopping.countDown();
            awaitWhateverHappens(left);
        });
        live.stop();
        stopped.countDown();
        assertThat(worker.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void theSameKeyTwiceAtOnceIsOneTask() throws Exception {
        for (int i = 0; i < 300; i++) {
            TaskStore.IdempotencyKey key = new TaskStore.IdempotencyKey("key-" + i, "hash");
            Task one = TaskFixture.queued("one-" + i);
            Task other = TaskFixture.queued("other-" + i);
            Future<Boolean> first;
            Future<Boolean> second;
            CyclicBarrier start = new CyclicBarrier(2);
            first = threads.submit(() -> add(start, one, key));
            second = threads.submit(() -> add(start, other, key));
            assertThat(List.of(first.get(10, TimeUnit.SECONDS), second.get(10, TimeUnit.SECONDS)))
                    .containsExactlyInAnyOrder(true, false);
            assertThat(fixture.tasks.all()).hasSize(i + 1);
        }
    }

    private boolean add(CyclicBarrier start, Task task, TaskStore.IdempotencyKey key) throws Exception {
        start.await(10, TimeUnit.SECONDS);
        return fixture.tasks.add(task, () -> fixture.store.insert(task, key));
    }

    @Test
    void whatIsNotOnDiskYetIsNotChanged() throws Exception {
        Task task = TaskFixture.queued("early");
        CompletableFuture<Task> canceled = new CompletableFuture<>();
        fixture.queue.reserve();
        fixture.tasks.add(task, () -> {
            threads.execute(() -> canceled.complete(fixture.cancelTask.cancel("early")));
            return fixture.store.insert(task, null);
        });
        assertThat(canceled.get(10, TimeUnit.SECONDS).status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(fixture.store.find("early").orElseThrow().status()).isEqualTo(TaskStatus.CANCELED);
    }

    @Test
    void aTaskThatCannotBeWrittenIsNobodys() {
        Task task = TaskFixture.queued("unwritten");
        assertThat(fixture.tasks.add(task, () -> 0)).isFalse();
        assertThat(fixture.tasks.find("unwritten")).isEmpty();
    }

    @Test
    void whatATaskReceivedStaysForItsRetriesWhateverBecomesOfThem() throws Exception {
        LiveTask live = fixture.submitted("paid");
        fixture.to(live, TaskStatus.RUNNING);
        Path call = Files.createDirectories(fixture.folders.open("entry-paid").resolve("1"));
        Files.writeString(call.resolve("answer.json"), "{}");
        fixture.tasks.change(live, t -> t.endedFor(TaskFailure.notSaved(), TaskFixture.now()));
        Task retry = Task.queued("retry", "entry-paid", null, TaskFixture.request(), TaskFixture.now(), "paid");
        fixture.queue.reserve();
        fixture.tasks.add(retry, () -> fixture.store.insert(retry, null));
        assertThat(fixture.tasks.ofEntry("entry-paid").orElseThrow().task().id())
                .isEqualTo("retry");

        fixture.cancelTask.cancel("retry");

        assertThat(fixture.tasks.ofEntry("entry-paid")).isEmpty();
        assertThat(fixture.store.ofEntry("entry-paid")).hasSize(2);
        assertThat(fixture.folders.seemsToHoldAnswer("entry-paid")).isTrue();
        assertThat(fixture.store.expire(TaskFixture.now().plusSeconds(60), 10))
                .containsExactly("entry-paid", "entry-paid");
    }

    private void atOnce(Runnable one, Runnable other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<?> first = threads.submit(() -> run(start, one));
        Future<?> second = threads.submit(() -> run(start, other));
        first.get(10, TimeUnit.SECONDS);
        second.get(10, TimeUnit.SECONDS);
    }

    private static Void run(CyclicBarrier start, Runnable action) throws Exception {
        start.await(10, TimeUnit.SECONDS);
        action.run();
        return null;
    }

    private static void awaitWhateverHappens(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
