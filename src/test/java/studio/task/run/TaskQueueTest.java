package studio.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import studio.problem.ProblemException;

class TaskQueueTest {
    private final TaskQueue queue = new TaskQueue(10);

    @Test
    void aPausedQueueGivesNothingAndTakesOn() {
        queue.add("a");
        queue.control(true, 10);
        assertThat(queue.poll()).isNull();
        queue.reserve();
        queue.add("b");
        assertThat(queue.waiting()).isEqualTo(2);
        queue.control(false, 10);
        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.poll()).isEqualTo("b");
    }

    @Test
    void aPauseDoesNotHoldUpWhatHadStarted() {
        queue.restore("waits", false);
        queue.restore("started", true);
        queue.control(true, 10);
        assertThat(queue.first(10)).containsExactly("started", "waits");
        assertThat(queue.position("waits")).isEqualTo(2);
        assertThat(queue.poll()).isEqualTo("started");
        assertThat(queue.ready()).isFalse();
        queue.putBack("started");
        assertThat(queue.poll()).isEqualTo("started");
        assertThat(queue.poll()).isNull();
    }

    @Test
    void aTaskIsMovedToTheFrontAsLongAsItWaits() {
        queue.add("a");
        queue.add("b");
        queue.add("c");
        assertThat(queue.toFront("c")).isTrue();
        assertThat(queue.first(2)).containsExactly("c", "a");
        assertThat(queue.position("b")).isEqualTo(3);
        assertThat(queue.poll()).isEqualTo("c");
        assertThat(queue.toFront("c")).isFalse();
        assertThat(queue.first(10)).containsExactly("a", "b");
    }

    @Test
    void placesGrowAndShrinkAndNothingThatWasTakenIsLost() {
        queue.control(false, 2);
        queue.reserve();
        queue.reserve();
        assertThatThrownBy(queue::reserve).isInstanceOf(ProblemException.class);
        queue.control(false, 3);
        queue.reserve();
        queue.control(false, 1);
        queue.release();
        queue.release();
        assertThatThrownBy(queue::reserve).isInstanceOf(ProblemException.class);
        queue.release();
        queue.reserve();
    }

    @Test
    void lanesShrinkAsTheyAreGivenBack() {
        Lanes lanes = new Lanes();
        assertThat(lanes.tryAcquire()).isFalse();
        lanes.resize(2);
        assertThat(lanes.tryAcquire()).isTrue();
        assertThat(lanes.tryAcquire()).isTrue();
        assertThat(lanes.tryAcquire()).isFalse();
        lanes.resize(1);
        lanes.release();
        assertThat(lanes.tryAcquire()).isFalse();
        lanes.release();
        assertThat(lanes.tryAcquire()).isTrue();
        lanes.resize(3);
        assertThat(lanes.tryAcquire()).isTrue();
    }
}
