package studio.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import studio.push.GatherEnds.Pace;

class GatherEndsTest {
    private static final Instant START = Instant.parse("2026-11-30T10:00:00Z");
    private static final Pace PACE =
            new Pace(Duration.ofSeconds(2), List.of(Duration.ofSeconds(30), Duration.ofMinutes(2)));

    private final GatherEnds gathered = new GatherEnds(PACE);

    @Test
    void nothingIsToldWhileNothingHasEnded() {
        assertThat(gathered.due(0, START)).isEmpty();
    }

    @Test
    void theFirstEndWaitsOnlyForThoseThatEndWithIt() {
        gathered.add(end("a", 0));
        assertThat(gathered.due(5, at(0))).contains(at(2));
        gathered.add(end("b", 1));
        assertThat(gathered.take(4, at(2))).extracting(TaskEnd::taskId).containsExactly("a", "b");
        assertThat(gathered.due(4, at(2))).isEmpty();
    }

    @Test
    void thosePausesGrowThatOtherTasksAreWaitedFor() {
        tell(9, 0);
        gathered.add(end("b", 3));
        assertThat(gathered.due(8, at(3))).contains(at(30));
        tell(8, 30);
        gathered.add(end("c", 31));
        assertThat(gathered.due(7, at(31))).contains(at(150));
        tell(7, 150);
        gathered.add(end("d", 151));
        assertThat(gathered.due(6, at(151))).contains(at(270));
        assertThat(gathered.due(6, at(300))).as("what is late").contains(at(302));
    }

    @Test
    void theLastEndIsToldSoonAndEndsTheBurst() {
        tell(1, 0);
        gathered.add(end("b", 5));
        assertThat(gathered.due(0, at(5))).contains(at(7));
        tell(0, 7);
        gathered.add(end("c", 8));
        assertThat(gathered.due(3, at(8))).contains(at(10));
    }

    private void tell(int underWay, int second) {
        gathered.add(end("x", second));
        assertThat(gathered.take(underWay, at(second))).isNotEmpty();
    }

    private static TaskEnd end(String id, int second) {
        return new TaskEnd(id, 1, 0, "", at(second));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
