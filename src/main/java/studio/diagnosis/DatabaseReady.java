package studio.diagnosis;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import studio.storage.SqliteDatabase;

/** The database answers a question. */
@Startup
@Readiness
@Singleton
class DatabaseReady implements HealthCheck {
    private final SqliteDatabase database;

    DatabaseReady(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            return HealthCheckResponse.named("database")
                    .up()
                    .withData("product", database.describe())
                    .build();
        } catch (RuntimeException e) {
            return HealthCheckResponse.named("database")
                    .down()
                    .withData("failure", e.getClass().getSimpleName())
                    .build();
        }
    }
}
