package studio.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class AliveTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Alive alive = new Alive(nanos::get);

    @Test
    void aSchedulerThatStandsStillIsNoticedAndOneThatGoesOnIsForgiven() {
        pass(Alive.LIMIT.toNanos() - 1);
        assertThat(alive.call().getStatus()).isEqualTo(Status.UP);
        pass(1);
        assertThat(alive.call().getStatus()).isEqualTo(Status.DOWN);
        alive.beat();
        assertThat(alive.call().getStatus()).isEqualTo(Status.UP);
    }

    private void pass(long time) {
        nanos.addAndGet(time);
    }
}
