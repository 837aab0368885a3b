package studio.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import studio.problem.Language;

/**
 * Notices edits by others, and shows as a metric whether one waits to be corrected. It polls: the kernel's notifications do not cross
 * bind mounts and network shares, and follow the old file when an editor saves by renaming.
 */
@Singleton
class ConfigWatch implements MeterBinder {
    private final CurrentConfig config;

    ConfigWatch(CurrentConfig config) {
        this.config = config;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        config.refresh();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "studio.config.broken",
                        config,
                        found -> found.problem(Language.ENGLISH).isPresent() ? 1 : 0)
                .description("1 while app.config.json on disk cannot be used and its last good state is")
                .register(registry);
    }
}
