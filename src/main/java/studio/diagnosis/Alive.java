package studio.diagnosis;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Reports a process that answers while its scheduler stands still, which nothing but a restart cures. Nothing else may make an
 * orchestrator kill a server that is busy with paid work, so the beat needs no worker thread.
 */
@Liveness
@Singleton
class Alive implements HealthCheck {
    /** Twelve missed beats; a suspended machine needs one beat to be well again. */
    static final Duration LIMIT = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private volatile long lastBeat;

    @Inject
    Alive() {
        this(System::nanoTime);
    }

    Alive(LongSupplier nanos) {
        this.nanos = nanos;
        this.lastBeat = nanos.getAsLong();
    }

    @Scheduled(every = "5s", identity = "heart-beat")
    @NonBlocking
    void beat() {
        lastBeat = nanos.getAsLong();
    }

    @Override
    public HealthCheckResponse call() {
        Duration silence = Duration.ofNanos(nanos.getAsLong() - lastBeat);
        return HealthCheckResponse.named("process")
                .status(silence.compareTo(LIMIT) < 0)
                .withData("secondsSinceBeat", silence.toSeconds())
                .build();
    }
}
