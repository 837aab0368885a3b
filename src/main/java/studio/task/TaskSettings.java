package studio.task;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import studio.settings.Converters.Limits;
import studio.settings.Converters.Millis;

/** How many tasks there may be, and how long they are waited for and remembered. */
@RegisterForReflection
@ConfigMapping(prefix = "studio.task")
public interface TaskSettings {

    /** The highest number of tasks at once. */
    int MAX_CONCURRENT = 64;

    /** {@code MAX_CONCURRENT_TASKS}; absent: what was chosen in the page. */
    @Limits(min = 1, max = MAX_CONCURRENT)
    OptionalInt concurrent();

    /** {@code MAX_QUEUE_SIZE}: waiting tasks; one more is refused. */
    @Limits(max = 10_000)
    int queueSize();

    /** {@code TASK_TTL_MS}: how long ended tasks are remembered. */
    @WithConverter(Millis.class)
    @Limits(min = 1000, max = 3650 * Limits.DAY)
    Duration timeToLive();

    /** {@code SHUTDOWN_GRACE_MS}. */
    @WithConverter(Millis.class)
    @Limits(max = 10 * Limits.MINUTE)
    Duration shutdownGrace();

    /** {@code SYNC_WAIT_MS}: the synchronous call answers 202 after this; absent: it waits to the end. */
    Optional<@WithConverter(Millis.class) @Limits(min = 1, max = Limits.DAY) Duration> syncWait();
}
