package studio.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import studio.task.run.TaskFixture;

/** What every store of tasks must do, whatever keeps them. */
abstract class TaskStoreConformance {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    abstract TaskStore store();

    @Test
    void aTaskIsReadBackAsItWasStored() {
        Task task = task("t1", 0);
        assertThat(store().insert(task, null)).isPositive();
        assertThat(store().find("t1")).contains(task);
        assertThat(store().find("t2")).isEmpty();
        assertThat(store().ofEntry(task.entryId())).containsExactly(task);
    }

    @Test
    void aKeyStandsForItsFirstTask() {
        TaskStore.IdempotencyKey key = new TaskStore.IdempotencyKey("key", "hash");
        assertThat(store().insert(task("t1", 0), key)).isPositive();
        assertThat(store().insert(task("t2", 1), key)).isZero();
        assertThat(store().find("t2")).isEmpty();
        assertThat(store().findByKey("key")).contains(new TaskStore.Keyed("hash", "t1"));
        assertThat(store().findByKey("other")).isEmpty();
    }

    @Test
    void aChangeIsRefusedWhenAnotherOneCameBefore() {
        Task queued = task("t1", 0);
        store().insert(queued, null);
        Task running = queued.versioned(2).transition(TaskStatus.RUNNING, NOON).orElseThrow();
        Task canceled = queued.transition(TaskStatus.CANCELED, NOON).orElseThrow();
        assertThat(store().replace(queued, running)).isPositive();
        assertThat(store().replace(queued, canceled)).isZero();
        assertThat(store().find("t1").orElseThrow().status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void aTaskIsOfWhoHasTakenItOver() {
        Task queued = task("t1", 0);
        store().insert(queued, null);
        assertThat(store().claimed("t1").orElseThrow().owner()).isNull();
        assertThat(store().own()).isEmpty();
        assertThat(store().takeOver(queued, queued.versioned(2))).isPositive();
        assertThat(store().claimed("t1").orElseThrow().owner()).isNotBlank();
        assertThat(store().own()).extracting(Task::id).containsExactly("t1");
        assertThat(store().takeOver(queued, queued.versioned(3))).isZero();

        assertThat(store().release(queued.versioned(2), queued.versioned(3))).isPositive();
        assertThat(store().claimed("t1").orElseThrow().owner()).isNull();
        assertThat(store().claimed("unknown")).isEmpty();
    }

    @Test
    void aTaskThatMakesThePicturesOfAnEndedOneIsFound() {
        Task ended = task("t1", 0).transition(TaskStatus.CANCELED, NOON).orElseThrow();
        store().insert(ended, null);
        assertThat(store().making(ended)).isEmpty();
        Task again = Task.queued("t2", ended.entryId(), null, ended.request(), NOON, "t1");
        store().insert(again, null);
        assertThat(store().making(ended)).map(Task::id).contains("t2");
        store().replace(
                        again,
                        again.versioned(2).transition(TaskStatus.CANCELED, NOON).orElseThrow());
        assertThat(store().making(ended)).isEmpty();
    }

    @Test
    void changesAreNumberedInTheirOrder() {
        Task first = task("t1", 0);
        Task second = task("t2", 1);
        long one = store().insert(first, null);
        long two = store().insert(second, null);
        long three = store().replace(
                        first, first.transition(TaskStatus.RUNNING, NOON).orElseThrow());
        assertThat(List.of(one, two, three)).isSorted().doesNotHaveDuplicates();
        assertThat(store().lastChange()).isEqualTo(three);
        assertThat(store().changedAfter(one, 10))
                .extracting(changed -> changed.task().id())
                .containsExactly("t2", "t1");
        assertThat(store().changedAfter(one, 1))
                .extracting(TaskStore.Changed::change)
                .containsExactly(two);
        assertThat(store().changedAfter(three, 10)).isEmpty();
    }

    @Test
    void aListIsNewestFirstAndNarrowed() {
        for (int i = 0; i < 5; i++) {
            store().insert(task("t" + i, i), null);
        }
        Task oldest = store().find("t0").orElseThrow();
        store().replace(oldest, oldest.transition(TaskStatus.RUNNING, NOON).orElseThrow());
        assertThat(ids(store().list(2, new TaskFilter(Set.of(), null, null)))).containsExactly("t4", "t3");
        assertThat(ids(store().list(9, new TaskFilter(Set.of(), null, "t3")))).containsExactly("t2", "t1", "t0");
        assertThat(ids(store().list(9, new TaskFilter(Set.of(TaskStatus.RUNNING), null, null))))
                .containsExactly("t0");
        assertThat(ids(store().list(9, new TaskFilter(Set.of(), "request-1", null))))
                .hasSize(5);
        assertThat(store().list(9, new TaskFilter(Set.of(), "none", null))).isEmpty();
        assertThat(ids(store().unfinished())).containsExactly("t0", "t1", "t2", "t3", "t4");
    }

    @Test
    void tasksThatEndedLongAgoAreForgottenWithTheirReferences() {
        Task queued = task("t1", 0);
        store().insert(queued, null);
        store().insert(task("t2", 0), null);
        store().replace(queued, queued.transition(TaskStatus.CANCELED, NOON).orElseThrow());
        assertThat(store().needsReference("ab".repeat(32))).isTrue();
        assertThat(store().expire(NOON, 10)).isEmpty();
        assertThat(store().expire(NOON.plusSeconds(1), 10)).containsExactly("entry-t1");
        assertThat(store().find("t1")).isEmpty();
        assertThat(store().needsReference("ab".repeat(32))).isTrue();
        assertThat(store().needsReference("00".repeat(32))).isFalse();
    }

    private static Task task(String id, int second) {
        return Task.queued(id, "entry-" + id, "request-1", TaskFixture.request(), NOON.plusSeconds(second), null);
    }

    private static List<String> ids(List<Task> tasks) {
        return tasks.stream().map(Task::id).toList();
    }
}
