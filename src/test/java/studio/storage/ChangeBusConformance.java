package studio.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import studio.storage.ChangeBus.Change;
import studio.storage.ChangeBus.Subject;

/** What every bus of changes must do. */
abstract class ChangeBusConformance {
    private static final Change FIRST = new Change(Subject.TASK, "t", 1, "QUEUED");
    private static final Change SECOND = new Change(Subject.TASK, "t", 2, "CONNECTING");

    private final List<Change> seen = new CopyOnWriteArrayList<>();

    abstract ChangeBus bus();

    abstract Transactions transactions();

    /** Waits until what was published has arrived. */
    abstract void settle();

    @Test
    void aChangeIsToldAfterItsCommitInOrder() {
        bus().subscribe(seen::add);
        transactions().run(() -> {
            bus().publish(FIRST);
            bus().publish(SECOND);
            settle();
            assertThat(seen).isEmpty();
        });
        settle();
        assertThat(seen).containsExactly(FIRST, SECOND);
    }

    @Test
    void aChangeThatIsRolledBackIsNotTold() {
        bus().subscribe(seen::add);
        assertThatThrownBy(() -> transactions().run(() -> {
                    bus().publish(FIRST);
                    throw new IllegalArgumentException("undone");
                }))
                .hasMessage("undone");
        bus().publish(SECOND);
        settle();
        assertThat(seen).containsExactly(SECOND);
    }

    @Test
    void aReaderThatFailsHarmsNoOther() {
        bus().subscribe(change -> {
            throw new IllegalStateException("broken");
        });
        bus().subscribe(seen::add);
        bus().publish(FIRST);
        settle();
        assertThat(seen).containsExactly(FIRST);
    }

    @Test
    void aClosedSubscriptionHearsNothing() {
        try (ChangeBus.Subscription subscription = bus().subscribe(seen::add)) {
            bus().publish(Change.entry("e"));
            settle();
        }
        bus().publish(FIRST);
        settle();
        assertThat(seen).containsExactly(new Change(Subject.ENTRY, "e", 0, null));
    }
}
