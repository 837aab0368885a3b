package studio.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void tellsWhatIsLeftAndWhatStillFits() {
        Deadline hour = Deadline.in(HOUR);

        assertThat(hour.hasPassed()).isFalse();
        assertThat(hour.left()).isBetween(HOUR.minusMinutes(1), HOUR);
        assertThat(hour.isAfter(HOUR.minusMinutes(1))).isTrue();
        assertThat(hour.isAfter(HOUR)).isFalse();
        assertThat(Deadline.in(Duration.ZERO).hasPassed()).isTrue();
        assertThat(Deadline.in(Duration.ofMillis(-1)).left()).isNegative();
    }

    @Test
    void isNeverPutOff() {
        Deadline hour = Deadline.in(HOUR);

        assertThat(hour.orIn(HOUR.multipliedBy(2))).isSameAs(hour);
        assertThat(hour.orIn(Duration.ofSeconds(1)).left()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
