package studio.diagnosis.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import studio.task.api.MeasureQueue.QueueLoad;

/**
 * What people want to know of the server that they look after.
 *
 * @param startedAt when this process started to serve
 * @param sandbox whether the practice upstream is served
 */
record ServiceDescription(
        String version,
        Platform runtime,
        Instant startedAt,
        ImageLibrary imageLibrary,
        QueueLoad queue,
        Storage storage,
        Limits limits,
        boolean sandbox,
        List<Health> health) {

    /** What the server runs on. */
    @Schema(name = "ServiceRuntime")
    public enum Platform {
        JAVA,
        NATIVE;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What shrinks pictures.
     *
     * @param available false: originals are shown in place of thumbnails
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ImageLibrary(String name, @Nullable String version, boolean available) {}

    /**
     * What lies on disk.
     *
     * @param pictures in the gallery, without the trash
     * @param pictureBytes of their originals
     * @param trash what could still be restored
     * @param databaseBytes with what is not yet merged into the main file
     * @param freeBytes that the server may still fill, where less is left: with the data or with the gallery
     * @param totalBytes of that disk
     */
    @Schema(name = "StorageFigures")
    record Storage(
            long pictures, long pictureBytes, Trash trash, long databaseBytes, long freeBytes, long totalBytes) {}

    @Schema(name = "TrashFigures")
    record Trash(long count, long bytes) {}

    /**
     * What the environment allows; times in milliseconds.
     *
     * @param galleryKeepDays after which pictures go to the trash; 0, as in the two that follow: no such limit
     * @param galleryKeepEntries how many of the newest pictures stay
     * @param galleryKeepBytes how large those that stay may be together
     * @param minFreeBytes with less disk space left nothing new is taken on; 0: no such limit
     * @param syncWaitMs after which the waiting call answers 202; absent: it waits to the end
     */
    @Schema(name = "ServiceLimits")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Limits(
            long maxBodyBytes,
            long maxImagePixels,
            long upstreamTimeoutMs,
            int upstreamRetries,
            long taskTtlMs,
            long trashTtlMs,
            int galleryKeepDays,
            int galleryKeepEntries,
            long galleryKeepBytes,
            long minFreeBytes,
            @Nullable Long syncWaitMs,
            int logLines) {}

    /**
     * One of the checks behind {@code /q/health/ready}.
     *
     * @param name {@code database}, {@code disk}, {@code pictures}, {@code Graceful Shutdown}
     * @param sentence for people
     */
    @Schema(name = "HealthState")
    record Health(String name, boolean up, String sentence) {}
}
