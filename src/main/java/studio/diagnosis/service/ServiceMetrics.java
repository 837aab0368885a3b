package studio.diagnosis.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import studio.diagnosis.service.ServiceDescription.Storage;
import studio.task.api.MeasureQueue;
import studio.task.api.QueueLoad;

/** How full disk and queue are. */
@Singleton
class ServiceMetrics implements MeterBinder {
    /** One scrape reads several figures of one measurement. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final MeasureQueue queue;
    private final Cache<String, Storage> storage =
            Caffeine.newBuilder().maximumSize(1).expireAfterWrite(FRESH).build();
    private final MeasureStorage measureStorage;

    ServiceMetrics(MeasureQueue queue, MeasureStorage measureStorage) {
        this.queue = queue;
        this.measureStorage = measureStorage;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        queue(registry, "studio.queue.waiting", "Tasks that wait for a worker", QueueLoad::waiting);
        queue(registry, "studio.queue.running", "Tasks that run", QueueLoad::running);
        queue(registry, "studio.queue.places", "Tasks that may wait (MAX_QUEUE_SIZE)", QueueLoad::maxWaiting);
        queue(registry, "studio.queue.workers", "Tasks that may run (MAX_CONCURRENT_TASKS)", QueueLoad::maxConcurrent);
        Gauge.builder("studio.gallery.entries", this, metrics -> metrics.storage()
                        .pictures())
                .description("Pictures in the gallery, without the trash")
                .register(registry);
        bytes(registry, "pictures", Storage::pictureBytes);
        bytes(registry, "trash", now -> now.trash().bytes());
        bytes(registry, "database", Storage::databaseBytes);
        Gauge.builder("studio.disk.free", this, metrics -> metrics.storage().freeBytes())
                .description("Room on the fuller one of the disks of data and gallery")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    private void queue(MeterRegistry registry, String name, String description, ToDoubleFunction<QueueLoad> figure) {
        Gauge.builder(name, queue, measured -> figure.applyAsDouble(measured.now()))
                .description(description)
                .register(registry);
    }

    private void bytes(MeterRegistry registry, String kind, ToDoubleFunction<Storage> figure) {
        Gauge.builder("studio.storage", this, metrics -> figure.applyAsDouble(metrics.storage()))
                .tag("kind", kind)
                .description("What lies on disk")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    private Storage storage() {
        return storage.get("now", ignored -> measureStorage.now());
    }
}
