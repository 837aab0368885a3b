package studio.config;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import studio.problem.Language;

/** Whether an edit of the configuration file is waiting to be corrected. */
@Singleton
class ConfigMetrics implements MeterBinder {
    private final AppConfigFile file;

    ConfigMetrics(AppConfigFile file) {
        this.file = file;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(
                        "studio.config.broken",
                        file,
                        config -> config.problem(Language.ENGLISH).isPresent() ? 1 : 0)
                .description("1 while app.config.json on disk cannot be used and its last good state is")
                .register(registry);
    }
}
