package studio.diagnosis.service;

import jakarta.inject.Singleton;
import java.time.Duration;
import studio.diagnosis.service.ServiceDescription.Limits;
import studio.gallery.GallerySettings;
import studio.imaging.ImageSettings;
import studio.log.LogSettings;
import studio.settings.FolderSettings;
import studio.task.TaskSettings;
import studio.upstream.UpstreamSettings;
import studio.web.server.HttpSettings;

/** Collects what the environment allows. */
@Singleton
class MeasureLimits {
    private final HttpSettings http;
    private final Limits limits;

    MeasureLimits(
            HttpSettings http,
            ImageSettings images,
            UpstreamSettings upstream,
            TaskSettings tasks,
            GallerySettings gallery,
            FolderSettings folders,
            LogSettings log) {
        this.http = http;
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
    }

    Limits now() {
        return limits;
    }

    boolean sandbox() {
        return http.sandbox();
    }
}
