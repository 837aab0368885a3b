package studio.storage.job;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import studio.storage.Database;
import studio.storage.Instances;

/** Of the database that instances share; not to be asked for where there is none. */
@Singleton
class OpenExecutions {
    @Produces
    @Singleton
    Executions executions(
            Database database, Instances instances, @DataSource("cluster") Instance<AgroalDataSource> cluster) {
        return new Executions(cluster.get(), new DatabaseClock(database), instances.own());
    }
}
