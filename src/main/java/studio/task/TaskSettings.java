package studio.task;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import studio.settings.Converters.Millis;

/** How many tasks there may be, and how long they are waited for and remembered. */
@ConfigMapping(prefix = "studio.task")
public interface TaskSettings {

    /** {@code MAX_CONCURRENT_TASKS}. */
    @Min(1)
    @Max(64)
    int concurrent();

    /** {@code MAX_QUEUE_SIZE}: waiting tasks; one more is refused. */
    @Min(0)
    @Max(10_000)
    int queueSize();

    /** {@code TASK_TTL_MS}: how long ended tasks are remembered. */
    @WithConverter(Millis.class)
    @DurationMin(millis = 1000)
    @DurationMax(days = 3650)
    Duration timeToLive();

    /** {@code SHUTDOWN_GRACE_MS}. */
    @WithConverter(Millis.class)
    @DurationMin
    @DurationMax(minutes = 10)
    Duration shutdownGrace();

    /** {@code SYNC_WAIT_MS}: the synchronous call answers 202 after this; absent: it waits to the end. */
    Optional<@WithConverter(Millis.class) @DurationMin(millis = 1) @DurationMax(days = 1) Duration> syncWait();
}
