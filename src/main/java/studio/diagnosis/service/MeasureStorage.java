package studio.diagnosis.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import studio.diagnosis.service.ServiceDescription.Storage;
import studio.diagnosis.service.ServiceDescription.Trash;
import studio.files.DiskSpace;
import studio.gallery.Gallery;
import studio.settings.FolderSettings;
import studio.storage.Database;
import studio.task.api.MeasureQueue;
import studio.task.api.MeasureQueue.QueueLoad;

/** How much lies on disk, and how much still fits, also as metrics beside those of the queue. Nothing is counted file by file. */
@Singleton
class MeasureStorage implements MeterBinder {
    /** One scrape reads several figures of one measurement. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final FolderSettings folders;
    private final Gallery gallery;
    private final MeasureQueue queue;
    private final Database database;
    private final Cache<String, Storage> latest =
            Caffeine.newBuilder().maximumSize(1).expireAfterWrite(FRESH).build();

    MeasureStorage(FolderSettings folders, Gallery gallery, MeasureQueue queue, Database database) {
        this.folders = folders;
        this.gallery = gallery;
        this.queue = queue;
        this.database = database;
    }

    Storage now() {
        Gallery.Totals pictures = gallery.totals();
        Gallery.Totals trash = gallery.trashTotals();
        try {
            DiskSpace space = DiskSpace.of(folders.written().toArray(Path[]::new));
            return new Storage(
                    pictures.entries(),
                    pictures.bytes(),
                    new Trash(trash.entries(), trash.bytes()),
                    database.bytes(),
                    space.usable(),
                    space.total());
        } catch (IOException e) {
            throw new UncheckedIOException("The disk cannot be measured", e);
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        queue(registry, "waiting", "Tasks that wait for a worker", QueueLoad::waiting);
        queue(registry, "running", "Tasks that run", QueueLoad::running);
        queue(registry, "places", "Tasks that may wait (MAX_QUEUE_SIZE)", QueueLoad::maxWaiting);
        queue(registry, "workers", "Tasks that may run (MAX_CONCURRENT_TASKS)", QueueLoad::maxConcurrent);
        storage(
                registry,
                "studio.gallery.entries",
                Tags.empty(),
                "Pictures in the gallery, without the trash",
                null,
                Storage::pictures);
        bytes(registry, "pictures", Storage::pictureBytes);
        bytes(registry, "trash", now -> now.trash().bytes());
        bytes(registry, "database", Storage::databaseBytes);
        storage(
                registry,
                "studio.disk.free",
                Tags.empty(),
                "Room on the fuller one of the disks of data and gallery",
                BaseUnits.BYTES,
                Storage::freeBytes);
    }

    private void queue(MeterRegistry registry, String name, String description, ToDoubleFunction<QueueLoad> figure) {
        Gauge.builder("studio.queue." + name, queue, measured -> figure.applyAsDouble(measured.now()))
                .description(description)
                .register(registry);
    }

    private void bytes(MeterRegistry registry, String kind, ToDoubleFunction<Storage> figure) {
        storage(registry, "studio.storage", Tags.of("kind", kind), "What lies on disk", BaseUnits.BYTES, figure);
    }

    private void storage(
            MeterRegistry registry,
            String name,
            Tags tags,
            String description,
            @Nullable String unit,
            ToDoubleFunction<Storage> figure) {
        Gauge.builder(name, latest, cache -> figure.applyAsDouble(cache.get("now", ignored -> now())))
                .tags(tags)
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }
}
