package studio.diagnosis.service;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import studio.diagnosis.Finding;
import studio.diagnosis.ReadyChecks;
import studio.diagnosis.service.ServiceDescription.Health;
import studio.diagnosis.service.ServiceDescription.Limits;
import studio.gallery.GallerySettings;
import studio.imaging.ImageSettings;
import studio.imaging.Thumbnailer;
import studio.log.LogSettings;
import studio.problem.Language;
import studio.problem.Message;
import studio.settings.FolderSettings;
import studio.task.TaskSettings;
import studio.task.api.MeasureQueue;
import studio.upstream.UpstreamSettings;
import studio.web.server.HttpSettings;

/** Puts together what is known of the server at this moment. */
@Singleton
class DescribeService {
    private final String version;
    private final boolean sandbox;
    private final Limits limits;
    private final Thumbnailer thumbnailer;
    private final MeasureQueue queue;
    private final MeasureStorage storage;
    private final Instance<HealthCheck> checks;
    private volatile Instant startedAt = Instant.now();

    DescribeService(
            @ConfigProperty(name = "quarkus.application.version") String version,
            HttpSettings http,
            ImageSettings images,
            UpstreamSettings upstream,
            TaskSettings tasks,
            GallerySettings gallery,
            FolderSettings folders,
            LogSettings log,
            Thumbnailer thumbnailer,
            MeasureQueue queue,
            MeasureStorage storage,
            @Readiness Instance<HealthCheck> checks) {
        this.version = version;
        this.sandbox = http.sandbox();
        this.limits = new Limits(
                http.maxBodyBytes(),
                images.maxPixels(),
                upstream.timeout().toMillis(),
                upstream.retries(),
                tasks.timeToLive().toMillis(),
                gallery.trashTtl().toMillis(),
                folders.minFreeBytes(),
                tasks.syncWait().map(Duration::toMillis).orElse(null),
                log.lines());
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
                ServiceDescription.ImageLibrary.of(thumbnailer.library()),
                queue.now(),
                storage.now(),
                limits,
                sandbox,
                checks.stream()
                        .map(check -> health(check, language))
                        .sorted(Comparator.comparing(Health::name))
                        .toList());
    }

    private static Health health(HealthCheck check, Language language) {
        if (check instanceof ReadyChecks.Probe probe) {
            Finding finding = probe.finding();
            return new Health(
                    probe.check().id(), finding.works(), finding.message().in(language));
        }
        // Quarkus' own: whether it shuts down.
        HealthCheckResponse answer = check.call();
        boolean up = answer.getStatus() == HealthCheckResponse.Status.UP;
        Message message = Message.of(up ? "diagnosis.requests_works" : "diagnosis.requests_broken");
        return new Health(answer.getName(), up, message.in(language));
    }
}
