package studio.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.problem.Language;
import studio.problem.ProblemException;
import studio.storage.Dialect;
import studio.storage.RealDatabase;
import studio.task.Task;
import studio.task.TaskFilter;
import studio.task.TaskStatus;
import studio.task.TaskStatus.Stage;
import studio.task.feed.TaskFeed;
import studio.task.feed.TaskView;
import studio.web.event.ReadStream;

/** Two instances on one PostgreSQL, each with all of its own: what one does, the other one's browsers see. */
class TwoInstancesTest {
    private static final Logger LOG = Logger.getLogger(TwoInstancesTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static Vertx vertx;

    @TempDir
    Path folder;

    private Instance one;
    private Instance other;

    /** All that a process has. */
    private record Instance(RealDatabase real, TaskFixture tasks) {
        static Instance of(RealDatabase real, Path folder) {
            return new Instance(real, TaskFixture.instance(folder, real));
        }

        ReadStream all(String lastEventId) {
            ReadStream reader = new ReadStream(vertx);
            tasks.feed.followAll(reader.stream(), lastEventId, Language.ENGLISH);
            return reader;
        }

        void execute(String sql, Object... values) {
            int unused = real.database().update(handle -> handle.execute(sql, values));
        }
    }

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void open() {
        RealDatabase real = RealDatabase.in(folder.resolve("one"), Dialect.POSTGRESQL);
        one = Instance.of(real, folder.resolve("one"));
        other = Instance.of(RealDatabase.beside(real, folder.resolve("other")), folder.resolve("other"));
        // Until both hear each other.
        heardBy(one, other, "hello");
        heardBy(other, one, "hello-back");
    }

    private static void heardBy(Instance from, Instance to, String id) {
        ReadStream reader = to.all(null);
        from.tasks.submitted(id);
        from.tasks.cancelTask.cancel(id);
        await().atMost(PATIENCE).until(() -> ended(reader, id));
        reader.leave();
    }

    @AfterEach
    void close() {
        other.tasks.close();
        one.tasks.close();
    }

    @Test
    void aTaskIsSeenElsewhereStepByStepAndItsEndOnce() {
        ReadStream reader = other.all(null);
        ReadStream own = new ReadStream(vertx);
        LiveTask live = one.tasks.submitted("t");
        await().atMost(PATIENCE).until(() -> other.tasks.store.find("t").isPresent());
        other.tasks.feed.follow(() -> other.tasks.views.find("t"), own.stream(), null, Language.ENGLISH);
        one.tasks.to(live, TaskStatus.RUNNING);
        await().atMost(PATIENCE)
                .until(() -> newest(reader, "t").map(TaskView::status).equals(Optional.of(TaskStatus.RUNNING)));
        assertThat(newest(reader, "t").orElseThrow().startedAt())
                .isEqualTo(live.task().startedAt());
        one.tasks.tasks.note(live, task -> task.at(Stage.DOWNLOADING));
        await().atMost(PATIENCE)
                .until(() -> newest(reader, "t").map(TaskView::stage).equals(Optional.of(Stage.DOWNLOADING)));
        // Nothing of it is on disk, and yet whoever asks is told.
        assertThat(other.tasks.store.find("t").orElseThrow().status()).isEqualTo(TaskStatus.QUEUED);
        assertThat(other.tasks.views.find("t")).isEqualTo(live.task());
        TaskFilter running = TaskFilter.of("running", null, null);
        assertThat(other.tasks.views.list(null, running, Language.ENGLISH))
                .extracting(TaskView::id)
                .containsExactly("t");
        assertThat(other.tasks.views.unfinished()).containsExactly(live.task());

        one.tasks.to(live, TaskStatus.FAILED);
        await().atMost(PATIENCE).until(() -> ended(reader, "t") && !own.stream().isOpen());
        settle(reader);
        assertThat(named(reader, "error")).hasSize(1);
        await().atMost(PATIENCE).until(() -> !named(own, "error").isEmpty());
        assertThat(views(reader, "t"))
                .extracting(TaskView::version)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void whatWasNeverToldIsFound() {
        ReadStream reader = other.all(null);
        one.real.silence();
        LiveTask live = one.tasks.submitted("silent");
        one.tasks.to(live, TaskStatus.FAILED);
        await().atMost(PATIENCE).until(() -> ended(reader, "silent"));
    }

    /** The reader's connection breaks again and again, and each time the other instance answers it. */
    @Test
    void aReaderWhoGoesFromOneInstanceToTheOtherMissesNothing() throws Exception {
        int each = 60;
        Map<String, Long> known = new HashMap<>();
        AtomicBoolean working = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> work = new ArrayList<>();
            for (Instance instance : List.of(one, other)) {
                String name = instance == one ? "one-" : "other-";
                work.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        LiveTask live = instance.tasks.submitted(name + i);
                        instance.tasks.to(live, TaskStatus.RUNNING);
                        instance.tasks.tasks.note(live, task -> task.at(Stage.DOWNLOADING));
                        if (i % 12 > 0) {
                            instance.tasks.to(live, TaskStatus.FAILED);
                        }
                    }
                }));
            }
            String lastId = null;
            ReadStream reader = one.all(null);
            for (int hop = 1; working.get(); hop++) {
                ReadStream from = reader;
                working.set(work.stream().anyMatch(one -> !one.isDone()));
                int enough = working.get() ? hop % 7 : 0;
                await().atMost(PATIENCE).until(() -> from.events().size() > enough || finished(work));
                from.leave();
                lastId = take(from, known, lastId);
                reader = (hop % 2 == 0 ? one : other).all(lastId);
            }
            for (Future<?> one : work) {
                one.get(1, TimeUnit.MINUTES);
            }
            ReadStream last = reader;
            await().atMost(PATIENCE).untilAsserted(() -> {
                String unused = take(last, known, null);
                for (String name : List.of("one-", "other-")) {
                    for (int i = 0; i < each; i++) {
                        String id = name + i;
                        assertThat(known).as("the newest of %s", id).containsEntry(id, version(id));
                    }
                }
            });
        }
    }

    private static boolean finished(List<Future<?>> work) {
        return work.stream().allMatch(Future::isDone);
    }

    private long version(String id) {
        return one.tasks
                .tasks
                .find(id)
                .or(() -> other.tasks.tasks.find(id))
                .map(LiveTask::task)
                .or(() -> one.tasks.store.find(id))
                .orElseThrow()
                .version();
    }

    /** Keeps the newest version of each task, as the page does, and returns the id to resume by. */
    private static String take(ReadStream reader, Map<String, Long> known, String before) {
        String last = before;
        for (OutboundSseEvent event : reader.events()) {
            if (event.getData() instanceof TaskView view) {
                known.merge(view.id(), view.version(), Math::max);
            } else if (event.getData() instanceof TaskFeed.Ready ready) {
                assertThat(ready.complete()).isTrue();
            }
            last = event.getId() == null ? last : event.getId();
        }
        return last;
    }

    @Test
    void theSynchronousCallHearsOfTheEndElsewhere() throws Exception {
        LiveTask live = one.tasks.submitted("awaited");
        CompletableFuture<Task> end = other.tasks.ends.of("awaited");
        CompletableFuture<Task> abandoned = other.tasks.ends.of("awaited");
        abandoned.cancel(true);
        assertThat(end).isNotDone();
        one.tasks.to(live, TaskStatus.FAILED);
        assertThat(end.get(60, TimeUnit.SECONDS).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(other.tasks.ends.of("awaited").get(60, TimeUnit.SECONDS)).isEqualTo(end.get());
        assertThatThrownBy(() -> other.tasks.ends.of("unknown").get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ProblemException.class);
    }

    @Test
    void cancelReachesTheInstanceThatWorksOnTheTask() {
        ReadStream reader = other.all(null);
        LiveTask live = running("t");
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        live.closeWith(1, () -> closed.complete(true));
        Task canceled = other.tasks.cancelTask.cancel("t");
        assertThat(canceled.status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(closed).isCompletedWithValue(true);
        assertThat(live.task().status()).isEqualTo(TaskStatus.CANCELED);
        await().atMost(PATIENCE).until(() -> ended(reader, "t"));
        refuses(() -> other.tasks.cancelTask.cancel("t"), "task_finished");
        refuses(() -> other.tasks.cancelTask.cancel("unknown"), "task_not_found");
    }

    @Test
    void aCancelThatWasNotHeardIsFound() {
        LiveTask live = running("t");
        other.execute("UPDATE task SET cancel_asked = 1 WHERE id = 't'");
        one.tasks.cancelTask.lookForAsked();
        assertThat(live.task().status()).isEqualTo(TaskStatus.CANCELED);
    }

    @Test
    void aPictureThatIsBeingKeptIsNotCanceledFromElsewhere() throws Exception {
        LiveTask live = running("t");
        one.tasks.to(live, TaskStatus.SAVING);
        CompletableFuture<Void> keeping = CompletableFuture.runAsync(() -> {
            await().atMost(PATIENCE)
                    .until(() -> other.tasks.store.find("t").orElseThrow().cancelRequested());
            one.tasks.tasks.change(live, task -> task.kept(1).transition(TaskStatus.DONE, TaskFixture.now()));
        });
        refuses(() -> other.tasks.cancelTask.cancel("t"), "task_finished");
        keeping.get(60, TimeUnit.SECONDS);
        assertThat(other.tasks.store.find("t").orElseThrow().status()).isEqualTo(TaskStatus.DONE);
        assertThat(other.tasks.store.find("t").orElseThrow().cancelRequested()).isFalse();
    }

    @Test
    void anOwnerThatDoesNotAnswerIsAskedAndThatIsSaid() {
        one.tasks.store.insert(TaskFixture.queued("t"), null);
        one.execute("UPDATE task SET owner = 'gone', status = 'RUNNING' WHERE id = 't'");
        Task asked = other.tasks.cancelTask.cancel("t");
        assertThat(asked.status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(asked.cancelRequested()).isTrue();
    }

    @Test
    void aWaitingTaskIsCanceledByAnyInstanceAndGivenToNone() {
        ReadStream reader = one.all(null);
        one.tasks.store.insert(TaskFixture.queued("t"), null);
        one.execute("INSERT INTO task_execution (task_name, task_instance, execution_time, picked, version)"
                + " VALUES ('generate', 't', now(), FALSE, 1)");
        Task canceled = other.tasks.cancelTask.cancel("t");
        assertThat(canceled.status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(canceled.mayBeBilled()).isFalse();
        assertThat(one.tasks.store.find("t")).contains(canceled);
        int left = one.real.database().query(handle -> handle.createQuery(
                        "SELECT count(*) FROM task_execution WHERE task_instance = 't'")
                .mapTo(Integer.class)
                .one());
        assertThat(left).isZero();
        await().atMost(PATIENCE).until(() -> ended(reader, "t"));
    }

    @Test
    void thePlaceInTheQueueIsThatOfAllInstances() {
        for (String id : List.of("a", "b", "c", "d")) {
            one.tasks.store.insert(TaskFixture.queued(id), null);
        }
        one.execute("UPDATE task SET queue_rank = -1 WHERE id = 'd'");
        one.execute("UPDATE task SET owner = 'gone' WHERE id = 'a'");
        one.execute("UPDATE task SET created_at = ? + length(id) WHERE id <> 'b'", System.currentTimeMillis() + 1000);
        List<TaskView> shown = other.tasks.views.show(
                List.of(other.tasks.views.find("a"), other.tasks.views.find("b"), other.tasks.views.find("d")),
                Language.ENGLISH);
        assertThat(shown).extracting(TaskView::position).containsExactly(null, 2, 1);
    }

    @Test
    void anUnfinishedPictureIsSeenElsewhere() throws Exception {
        ReadStream reader = other.all(null);
        LiveTask live = running("t");
        Path file = folder.resolve("partial.png");
        assertThat(ImageIO.write(new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB), "png", file.toFile()))
                .isTrue();
        one.tasks.tasks.show(live, new LiveTasks.Partial(1, 2, file));
        await().atMost(PATIENCE).until(() -> !named(reader, "partial").isEmpty());
        assertThat(named(reader, "partial").getFirst().getData())
                .isEqualTo(new TaskView.PartialPicture("t", 1, 2, "/api/generate/task/t/partials/1?index=2"));
        assertThat(other.tasks.partials.find("t", 1, (bytes, type) -> type + " of " + bytes.length))
                .contains("image/png of " + java.nio.file.Files.size(file));
        one.tasks.to(live, TaskStatus.FAILED);
        await().atMost(PATIENCE)
                .until(() ->
                        other.tasks.partials.find("t", 1, (bytes, type) -> type).isEmpty());
    }

    @Test
    void aPauseHoldsEverywhere() {
        one.tasks.controls.resume();
        other.tasks.controls.resume();
        ReadStream reader = other.all(null);
        QueueControls.State unused = one.tasks.controls.change(true, null);
        await().atMost(PATIENCE)
                .until(() ->
                        other.tasks.dispatch.paused() && !named(reader, "queue").isEmpty());
        QueueControls.State again = other.tasks.controls.change(false, null);
        await().atMost(PATIENCE).until(() -> !one.tasks.dispatch.paused());
    }

    /** From the end's commit to the event; how long it takes on a quiet machine is in {@code docs/scaling.md}. */
    @Test
    void anEndIsSeenElsewhereLongBeforeAnyoneLooks() {
        ReadStream reader = other.all(null);
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < 41; i++) {
            String id = "timed-" + i;
            LiveTask live = one.tasks.submitted(id);
            one.tasks.to(live, TaskStatus.FAILED);
            long start = System.nanoTime();
            await().pollInterval(Duration.ofMillis(1)).atMost(PATIENCE).until(() -> ended(reader, id));
            micros.add((System.nanoTime() - start) / 1000);
        }
        micros.sort(null);
        LOG.infof("An end is seen elsewhere after %d us (median)", micros.get(micros.size() / 2));
        assertThat(micros.get(micros.size() / 2)).isLessThan(1_500_000);
    }

    private LiveTask running(String id) {
        LiveTask live = one.tasks.submitted(id);
        one.execute(
                "UPDATE task SET owner = ? WHERE id = ?", one.real.instances().own(), id);
        one.tasks.to(live, TaskStatus.RUNNING);
        return live;
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String code) {
        assertThatThrownBy(work).isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    /** Until all that was written before has reached the reader. */
    private void settle(ReadStream reader) {
        LiveTask last = one.tasks.submitted("last");
        one.tasks.to(last, TaskStatus.FAILED);
        await().atMost(PATIENCE).until(() -> ended(reader, "last"));
        reader.events()
                .removeIf(event ->
                        event.getData() instanceof TaskView view && view.id().equals("last"));
    }

    private static boolean ended(ReadStream reader, String id) {
        return newest(reader, id).filter(view -> view.status().terminal()).isPresent();
    }

    private static Optional<TaskView> newest(ReadStream reader, String id) {
        return views(reader, id).stream().reduce((before, after) -> after);
    }

    private static List<TaskView> views(ReadStream reader, String id) {
        return reader.events().stream()
                .map(OutboundSseEvent::getData)
                .filter(TaskView.class::isInstance)
                .map(TaskView.class::cast)
                .filter(view -> view.id().equals(id))
                .toList();
    }

    private static List<OutboundSseEvent> named(ReadStream reader, String name) {
        return reader.events().stream()
                .filter(event -> name.equals(event.getName()))
                .toList();
    }
}
