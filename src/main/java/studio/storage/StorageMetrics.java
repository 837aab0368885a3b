package studio.storage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** How busy the database is. */
@Singleton
class StorageMetrics implements MeterBinder {
    private final SqliteDatabase database;

    StorageMetrics(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("studio.database.writers.waiting", database, SqliteDatabase::waitingWriters)
                .description("Writes that wait for their turn; after ten seconds they are refused (storage_busy)")
                .register(registry);
    }
}
