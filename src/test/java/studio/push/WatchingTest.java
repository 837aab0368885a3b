package studio.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WatchingTest {
    private static final Instant START = Instant.parse("2026-11-30T10:00:00Z");
    private Instant now = START;
    private final Watching watching = new Watching(((InstantSource) this::now).withZone(ZoneOffset.UTC));

    @Test
    void aPageThatSaysNothingMoreWasSeenWhenItLastSaidSo() {
        watching.set("phone", true);
        pass(30);
        assertThat(watching.contains("phone")).isTrue();
        assertThat(watching.lastSeen("phone")).isEqualTo(now);
        pass(31);
        assertThat(watching.contains("phone")).isFalse();
        assertThat(watching.lastSeen("phone")).isEqualTo(START);
    }

    @Test
    void aPageThatIsHiddenWasSeenUntilThen() {
        watching.set("phone", true);
        pass(10);
        watching.set("phone", false);
        pass(100);
        assertThat(watching.lastSeen("phone")).isEqualTo(START.plusSeconds(10));
    }

    @Test
    void aPageThatOpensBehindOthersWasNotSeen() {
        watching.set("phone", false);
        assertThat(watching.contains("phone")).isFalse();
        assertThat(watching.lastSeen("phone")).isEqualTo(Instant.EPOCH);
    }

    private Instant now() {
        return now;
    }

    private void pass(int seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }
}
