package studio.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import studio.problem.ProblemException;
import studio.settings.TestSettings;
import studio.storage.Dialect;
import studio.storage.OnBothDatabases;
import studio.task.Task;
import studio.task.TaskSettings;
import studio.task.TaskStatus;

@OnBothDatabases
class QueueControlsTest {
    @Parameter
    Dialect dialect;

    @TempDir
    Path folder;

    private TaskFixture fixture;

    @BeforeEach
    void open() {
        fixture = new TaskFixture(folder, dialect);
        fixture.controls.resume();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The same database under another start of the server. */
    private QueueControls afterARestart(Map<String, String> environment) {
        QueueControls controls = new QueueControls(
                new SqlQueueStore(fixture.real.database()),
                fixture.dispatch,
                fixture.lanes,
                TestSettings.of(TaskSettings.class, environment));
        controls.resume();
        return controls;
    }

    @Test
    void threeTasksRunAtOnceUntilSomebodyDecidesOtherwise() {
        assertThat(fixture.controls.state().maxConcurrent()).isEqualTo(3);
        assertThat(fixture.controls.state().fixed()).isFalse();
        assertThat(fixture.controls.state().paused()).isFalse();
        assertThat(fixture.controls.change(null, 5).maxConcurrent()).isEqualTo(5);
    }

    @Test
    void whatWasDecidedHoldsAfterARestart() {
        fixture.controls.change(null, 7);
        fixture.controls.change(true, null);
        QueueControls.State state = afterARestart(Map.of()).state();
        assertThat(state.paused()).isTrue();
        assertThat(state.maxConcurrent()).isEqualTo(7);
        assertThat(fixture.queue.paused()).isTrue();
    }

    @Test
    void theEnvironmentWinsAndIsShownAsFixed() {
        fixture.controls.change(null, 7);
        QueueControls fixed = afterARestart(Map.of("MAX_CONCURRENT_TASKS", "2"));
        assertThat(fixed.state().maxConcurrent()).isEqualTo(2);
        assertThat(fixed.state().fixed()).isTrue();
        assertThatThrownBy(() -> fixed.change(null, 4))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo("concurrency_fixed"));
        assertThat(fixed.change(true, 2).paused()).isTrue();
        assertThat(afterARestart(Map.of()).state().maxConcurrent()).isEqualTo(7);
    }

    @Test
    void aNumberOutOfRangeIsRefused() {
        for (int wrong : new int[] {0, -1, 65}) {
            assertThatThrownBy(() -> fixture.controls.change(true, wrong))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.status()).isEqualTo(400));
        }
        assertThat(fixture.controls.state().paused()).isFalse();
    }

    @Test
    void everyChangeIsToldAndNoneThatChangesNothing() {
        AtomicInteger told = new AtomicInteger();
        fixture.controls.whenChanged(told::incrementAndGet);
        fixture.controls.change(false, 3);
        fixture.controls.change(false, 3);
        assertThat(told).hasValue(1);
        fixture.controls.change(true, null);
        fixture.submitted("a");
        fixture.submitted("b");
        fixture.controls.toFront("b");
        assertThat(told).hasValue(3);
        assertThat(fixture.controls.state().next()).containsExactly("b", "a");
        assertThat(fixture.controls.state().waiting()).isEqualTo(2);
    }

    @Test
    void aTaskThatWasMovedToTheFrontIsFirstAfterARestartToo() {
        fixture.submitted("a");
        fixture.submitted("b");
        fixture.submitted("c");
        fixture.controls.toFront("b");
        fixture.controls.toFront("c");
        assertThat(fixture.store.unfinished()).extracting(Task::id).containsExactly("c", "b", "a");
    }

    @Test
    void whatHadStartedComesBeforeWhatWasMovedToTheFront() {
        LiveTask running = fixture.submitted("runs");
        fixture.submitted("waits");
        fixture.queue.poll();
        fixture.to(running, TaskStatus.RUNNING);
        fixture.tasks.change(
                running, task -> java.util.Optional.of(task.attempting(java.util.List.of(1), TaskFixture.now())));
        fixture.controls.toFront("waits");
        assertThat(fixture.store.unfinished()).extracting(Task::id).containsExactly("runs", "waits");
    }

    @Test
    void onlyATaskThatWaitsIsMoved() {
        LiveTask running = fixture.submitted("runs");
        fixture.queue.poll();
        fixture.to(running, TaskStatus.RUNNING);
        MoveToFront move = new MoveToFront(fixture.tasks, fixture.store, fixture.controls);
        assertThatThrownBy(() -> move.move("runs"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo("task_not_queued"));
        assertThatThrownBy(() -> move.move("unknown"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.status()).isEqualTo(404));
    }
}
