package studio.diagnosis.service;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import studio.diagnosis.Finding;
import studio.diagnosis.ReadyChecks;
import studio.diagnosis.service.ServiceDescription.Health;
import studio.diagnosis.service.ServiceDescription.ImageLibrary;
import studio.diagnosis.service.ServiceDescription.Limits;
import studio.diagnosis.service.ServiceDescription.Platform;
import studio.gallery.GallerySettings;
import studio.imaging.ImageSettings;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.DecoderInfo;
import studio.log.LogSettings;
import studio.problem.Language;
import studio.problem.Message;
import studio.settings.FolderSettings;
import studio.task.TaskSettings;
import studio.task.api.MeasureQueue;
import studio.upstream.UpstreamSettings;
import studio.web.server.HttpSettings;

/** The server itself, as it is at this moment. */
@Path("/api/service")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Service")
public class ServiceResource {
    private final String version;
    private final boolean sandbox;
    private final Limits limits;
    private final Thumbnailer thumbnailer;
    private final MeasureQueue queue;
    private final MeasureStorage storage;
    private final Instance<HealthCheck> checks;
    private volatile Instant startedAt = Instant.now();

    ServiceResource(
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
                gallery.keepDays(),
                gallery.keepEntries(),
                gallery.keepBytes(),
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

    @GET
    @Operation(
            summary = "The server: version, health, queue, storage and limits",
            description = "Cheap enough to be asked every few seconds.")
    public ServiceDescription service(@HeaderParam("Accept-Language") @Nullable String languages) {
        Language language = Language.of(languages);
        DecoderInfo library = thumbnailer.library();
        return new ServiceDescription(
                version,
                ImageMode.current().isNativeImage() ? Platform.NATIVE : Platform.JAVA,
                startedAt,
                new ImageLibrary(library.name(), library.version(), library.available()),
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
