package studio.diagnosis.service;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import studio.diagnosis.service.ServiceDescription.Health;
import studio.diagnosis.service.ServiceDescription.ImageLibrary;
import studio.imaging.Thumbnailer;
import studio.problem.Language;
import studio.task.MeasureQueue;

/** Puts together what is known of the server at this moment. */
@Singleton
class DescribeService {
    private final String version;
    private final MeasureLimits limits;
    private final Thumbnailer thumbnailer;
    private final MeasureQueue queue;
    private final MeasureStorage storage;
    private final Instance<HealthCheck> checks;
    private volatile Instant startedAt = Instant.now();

    DescribeService(
            @ConfigProperty(name = "quarkus.application.version") String version,
            MeasureLimits limits,
            Thumbnailer thumbnailer,
            MeasureQueue queue,
            MeasureStorage storage,
            @Readiness Instance<HealthCheck> checks) {
        this.version = version;
        this.limits = limits;
        this.thumbnailer = thumbnailer;
        this.queue = queue;
        this.storage = storage;
        this.checks = checks;
    }

    void start(@Observes StartupEvent event) {
        startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    ServiceDescription now(Language language) {
        return new ServiceDescription(
                version,
                ImageMode.current().isNativeImage()
                        ? ServiceDescription.Platform.NATIVE
                        : ServiceDescription.Platform.JAVA,
                startedAt,
                ImageLibrary.of(thumbnailer.library()),
                queue.now(),
                storage.now(),
                limits.now(),
                limits.sandbox(),
                health(language));
    }

    private List<Health> health(Language language) {
        return checks.stream()
                .map(HealthCheck::call)
                .sorted(Comparator.comparing(HealthCheckResponse::getName))
                .map(state -> HealthWords.of(state, language))
                .toList();
    }
}
