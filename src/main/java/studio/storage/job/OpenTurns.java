package studio.storage.job;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import studio.storage.Database;

/** Opens the turns that fit the database. */
@Singleton
class OpenTurns {

    @Produces
    @Singleton
    Turns turns(Database database, @DataSource("cluster") Instance<AgroalDataSource> cluster) {
        return switch (database.dialect()) {
            case SQLITE -> Turns.ofThisProcess();
            case POSTGRESQL -> new PostgresTurns(cluster.get());
        };
    }
}
